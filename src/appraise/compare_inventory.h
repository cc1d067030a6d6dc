// Two views of parts beside each other: two servers of one product, one server then and now, one
// server by two sources (its management controller and its SMBIOS), or a bill of materials and what
// is there.
#pragma once

#include "appraise/difference.h"
#include "inspect/inventory/component.h"

namespace assay::appraise {

/// Only classes at which both sides looked are compared; the others are notes. Serial numbers
/// count unless the two sides name two servers (by UUID or serial number), whose parts differ by
/// nature. Where the two have no source in common, models are compared as their words allow.
[[nodiscard]] Comparison compare_inventories(const inspect::inventory::Inventory& golden,
                                             const inspect::inventory::Inventory& observed);

}  // namespace assay::appraise
