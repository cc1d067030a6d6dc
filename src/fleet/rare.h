// What stands out in the whole fleet: facts that are rare among siblings, and what the index holds
// as open against a server. Groups are servers of one product, board and revision; lots come from
// the asset register.
#pragma once

#include <map>

#include "fleet/index.h"

namespace assay::fleet {

struct RareReport {
  /// By id; only servers with a finding at warning or above.
  std::map<std::string, std::vector<evidence::Finding>> servers;
  std::uint64_t compared = 0;  ///< servers that say what they are
  std::uint64_t tested = 0;    ///< hypotheses
  std::uint32_t groups = 0;
  std::uint32_t too_few = 0;  ///< groups so small that nothing in them could be called rare
};

[[nodiscard]] base::Result<RareReport> find_rare(IndexReader& index);

}  // namespace assay::fleet
