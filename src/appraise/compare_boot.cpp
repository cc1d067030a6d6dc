#include "appraise/compare_boot.h"

#include <fmt/format.h>

#include "appraise/departure_findings.h"
#include "appraise/word_difference.h"
#include "base/text.h"
#include "evidence/finding_codes.h"
#include "inspect/bundle_views.h"
#include "reference/departure.h"
#include "reference/learn.h"

namespace assay::appraise {
namespace {

using reference::Change;
using reference::Departure;

std::string_view word(Change change) {
  switch (change) {
    case Change::added:
      return "added";
    case Change::removed:
      return "removed";
    case Change::changed:
      break;
  }
  return "modified";
}

// A log alone: neither a quote nor an AK is asked for.
base::Result<inspect::boot::BootResult> read_log(const evidence::Bundle& bundle,
                                                 crypto::HashEngine& hash) {
  inspect::boot::BootEvidence e;
  e.event_log = inspect::boot_evidence(bundle).event_log;
  if (!e.event_log.given())
    return base::in_file({base::ErrorKind::refused, "compare: no TCG event log in it"},
                         bundle.source);
  auto result = inspect::boot::inspect_event_log(e, {.hash = hash, .nonces = {}, .as_of = {}});
  if (!result.log)
    return base::in_file({base::ErrorKind::malformed, result.findings.front().why}, bundle.source);
  if (result.log->broken) return base::in_file(bytes::to_error(*result.log->broken), bundle.source);
  return result;
}

Difference to_difference(const Departure& d) {
  Difference out{.what = d.what, .change = word(d.change)};
  out.path =
      d.event ? fmt::format("PCR {}/event {}", d.pcr, *d.event) : fmt::format("PCR {}", d.pcr);
  if (d.change != Change::added) out.golden = d.was;
  if (d.change != Change::removed) out.observed = d.now;
  if (d.change == Change::changed)
    out.so = d.was != d.now ? word_difference(d.was, d.now) : "same name, other content";
  if (const auto* row = evidence::find_code(departure_code(d.pcr, d.type, d.what))) {
    out.severity = row->severity;
    out.why = row->meaning;
  }
  if (!d.words_proven) out.why += " The observed event's words are not what was measured.";
  return out;
}

}  // namespace

bool has_event_log(const evidence::Bundle& bundle) noexcept {
  return bundle.find(evidence::Role::event_log) != nullptr;
}

base::Result<Comparison> compare_boots(const evidence::Bundle& golden,
                                       const evidence::Bundle& observed, crypto::HashEngine& hash) {
  ASSAY_TRY(const auto golden_log, read_log(golden, hash));
  ASSAY_TRY(const auto observed_log, read_log(observed, hash));
  reference::BootLearner learner("golden");
  ASSAY_CHECK(learner.add(golden.source, golden_log));
  ASSAY_TRY(const auto reference, std::move(learner).finish());
  const auto compared = reference::compare(reference, reference::ObservedBoot(observed_log));
  if (compared.bank == crypto::HashAlg::none)
    return base::in_file(
        {base::ErrorKind::refused, "compare: the two logs share no bank of digests"},
        observed.source);
  Comparison out{.kind = "tcg.eventlog"};
  for (const auto& d : compared.departures) out.differences.push_back(to_difference(d));
  out.summary =
      out.differences.empty()
          ? "The two boots measured the same."
          : fmt::format("{} in the {} bank.", base::counted(out.differences.size(), "difference"),
                        crypto::name(compared.bank));
  return out;
}

}  // namespace assay::appraise
