// The finding codes of parts, inventory.CLASS.CHANGE, made from two short tables: what a part can
// be (the names of inspect::inventory::PartClass) and what can be wrong with one. Every combination
// that makes sense is a code of its own, so that a policy can weigh a changed fan and an added
// network adapter differently.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "evidence/finding_codes.h"

namespace assay::evidence {

/// Rows whose texts live in `texts`, which must outlive them.
[[nodiscard]] std::vector<CodeRow> inventory_part_codes(std::deque<std::string>& texts);

}  // namespace assay::evidence
