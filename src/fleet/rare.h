// What stands out in the whole fleet: facts that are rare among siblings, and what the index holds
// as open against a server. Groups are servers of one product, board and revision; lots come from
// the asset register.
#pragma once

#include <map>

#include "fleet/index.h"

namespace assay::fleet {

/// What is rare among siblings, as an import leaves it in the index.
struct SiblingReport {
  std::vector<IndexReader::Standing> findings;  ///< open, at warning or above
  Rarity rarity;
};
[[nodiscard]] base::Result<SiblingReport> compare_siblings(IndexReader& index);

struct RareReport {
  /// By id; only servers with a finding at warning or above.
  std::map<std::string, std::vector<evidence::Finding>> servers;
  Rarity rarity;
};
/// Out of what the index holds; siblings are compared here where an import did not come to it.
[[nodiscard]] base::Result<RareReport> find_rare(IndexReader& index);

}  // namespace assay::fleet
