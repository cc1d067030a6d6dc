// One server against its own earlier evidence: a part that was replaced, moved, added or removed,
// and a firmware that changed, between two collections. A planned change explains it (change
// records, a new row of the asset register); nothing hides it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/time.h"
#include "evidence/fact.h"
#include "evidence/finding.h"
#include "reference/changes.h"

namespace assay::appraise {

struct HistoryContext {
  std::string_view server;
  base::Time earlier;
  base::Time later;
  std::span<const reference::ChangeRecord> changes{};
  /// The register has a row of this server that begins between the two collections.
  bool asset_row_between = false;
};

/// Codes inventory.CLASS.replaced (same place, other serial), .added, .missing, .version. Only what
/// both collections could see is compared.
[[nodiscard]] std::vector<evidence::Finding> compare_history(
    std::span<const evidence::Fact> earlier, std::span<const evidence::Fact> later,
    const HistoryContext& context);

}  // namespace assay::appraise
