// Memory modules out of their EEPROMs: what a module itself says, to hold against what SMBIOS and
// the management controller say of it. Serials are written as SMBIOS has them.
#pragma once

#include <span>

#include "bytes/budget.h"
#include "evidence/bundle.h"
#include "inspect/inventory/component.h"

namespace assay::inspect::inventory {

/// Artefacts of other kinds are passed over. Costs one item a module.
void add_spd(std::span<const evidence::Artefact* const> artefacts, bytes::Budget& budget,
             Inventory& inventory);

}  // namespace assay::inspect::inventory
