// One finding as a block: how bad, what it is about, why in one sentence, what to do, and where the
// evidence stands.
#pragma once

#include <set>

#include "report/html_words.h"

namespace assay::report {

/// Where a finding stands in the report; links are made from these numbers.
struct FindingPlace {
  std::size_t server = 0;  ///< 1 and up; 0: the fleet's own
  std::size_t number = 0;  ///< 1 and up
  /// Numbers of the events of the server's timeline that have an anchor; null: none.
  const std::set<std::uint32_t>* anchored = nullptr;
};

void write_finding(Html& html, const evidence::Finding& finding, const FindingPlace& place);

/// N of a cite's "event N, offset …"; nothing where it names no event.
[[nodiscard]] std::optional<std::uint32_t> cited_event(std::string_view at) noexcept;

}  // namespace assay::report
