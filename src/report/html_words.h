// What the model's short words are called in the HTML report, and the tone (a CSS class, which also
// carries a shape) that each is shown in. Words come first: no meaning rests on colour or shape
// alone.
#pragma once

#include <cstdint>
#include <string_view>

#include "appraise/appraisal.h"
#include "report/html_writer.h"

namespace assay::report {

/// A CSS class and the words beside it.
struct Told {
  Markup tone;
  Markup words;
};

[[nodiscard]] Told told(appraise::Verdict verdict);
[[nodiscard]] Told told(const evidence::Finding& finding);
/// A PCR's state, as in TimelinePcr; without a valid quote no state is good news.
[[nodiscard]] Told told_pcr(std::uint32_t pcr, std::string_view state, bool quote_valid);
/// What an event's words are worth, as in TimelineEvent. `digests_signed`: a valid quote confirms
/// the log's digests of this PCR; else words can fit a digest, but prove nothing.
[[nodiscard]] Told told_event(const appraise::TimelineEvent& event, bool digests_signed);

/// What a PCR holds by convention (TCG PC Client Platform Firmware Profile 1.06, 2.3.4; GRUB, shim,
/// systemd and IMA for those that it leaves to the operating system).
[[nodiscard]] Markup pcr_title(std::uint32_t pcr);

[[nodiscard]] Markup discipline_title(appraise::Discipline discipline);
/// What stays unknown where a discipline was not examined.
[[nodiscard]] Markup discipline_subject(appraise::Discipline discipline);

/// Worst first: 0 is contraindicated. Nobody having looked is worse than a warning.
[[nodiscard]] int urgency(appraise::Verdict verdict) noexcept;
[[nodiscard]] bool is_open(const evidence::Finding& finding) noexcept;

/// `<b class="v bad">contraindicated</b>`.
void badge(Html& html, Told told);

}  // namespace assay::report
