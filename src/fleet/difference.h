// What two servers hold differently now: facts that only one of them holds, by name, so that two
// versions of one firmware stand side by side. Serials differ always and are not compared.
#pragma once

#include <string>
#include <vector>

#include "fleet/index.h"

namespace assay::fleet {

struct Difference {
  evidence::FactKind kind = evidence::FactKind::part;
  evidence::FactSource source = evidence::FactSource::other;
  std::string name;
  std::string place;
  std::string first, second;  ///< values; empty where that server has none there
};

/// Ordered by source, kind, name and place. A source that saw only one of the two is left out and
/// named in `only_one`.
struct Differences {
  std::vector<Difference> all;
  std::vector<evidence::FactSource> only_one;
};
[[nodiscard]] Differences difference(const IndexReader::History& first,
                                     const IndexReader::History& second);

}  // namespace assay::fleet
