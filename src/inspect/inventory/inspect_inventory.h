// The inventory discipline: every source of parts that the evidence holds, joined into one list,
// with what was malformed and where sources contradict each other.
#pragma once

#include "bytes/budget.h"
#include "evidence/bundle.h"
#include "inspect/inventory/component.h"
#include "inspect/inventory/from_redfish.h"

namespace assay::inspect::inventory {

/// Sources in a fixed order (SMBIOS first), so that the same evidence always gives the same list.
/// `trust`: who may vouch for devices that sign measurements of themselves.
[[nodiscard]] Inventory inspect_inventory(const evidence::Bundle& bundle,
                                          const SpdmTrust& trust = {});

/// True where the bundle holds a file that this discipline reads.
[[nodiscard]] bool has_inventory(const evidence::Bundle& bundle) noexcept;

}  // namespace assay::inspect::inventory
