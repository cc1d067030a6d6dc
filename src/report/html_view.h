// What all parts of one HTML report share: the fleet, which servers come first, and where links
// lead.
#pragma once

#include <array>
#include <vector>

#include "report/html_words.h"

namespace assay::report {

struct View {
  View(const appraise::FleetAppraisal& appraised, const HtmlOptions& chosen);

  const appraise::FleetAppraisal& fleet;
  const HtmlOptions& options;
  std::vector<std::size_t> order;   ///< places in fleet.servers, worst verdict first, else as given
  std::vector<bool> detailed;       ///< by place in fleet.servers: it has a section of its own
  std::array<std::size_t, 4> with;  ///< servers by urgency of their verdict

  [[nodiscard]] std::size_t details() const noexcept;
};

/// A link to the server's section, else to its row.
void server_link(Html& html, const View& view, std::size_t server);

/// The finding that a person should read first: open and worst; null where none is open.
[[nodiscard]] const evidence::Finding* most_severe(
    const std::vector<evidence::Finding>& findings) noexcept;

struct FindingCounts {
  std::size_t critical = 0;
  std::size_t warning = 0;
  std::size_t info = 0;
  std::size_t explained = 0;  ///< by a change record, or resolved
};
[[nodiscard]] FindingCounts count(const std::vector<evidence::Finding>& findings) noexcept;
/// "2 critical, 1 warning".
void counts_in_words(Html& html, const FindingCounts& counts);

}  // namespace assay::report
