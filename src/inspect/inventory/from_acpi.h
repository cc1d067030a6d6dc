// ACPI tables out of evidence: one component a table, by signature and SHA-256, so that a table
// that differs from siblings' or a reference is seen. Tables of which a machine has many (SSDT) are
// told apart by their OEM table id.
#pragma once

#include <span>

#include "bytes/budget.h"
#include "evidence/bundle.h"
#include "inspect/inventory/component.h"

namespace assay::inspect::inventory {

/// Artefacts of other kinds are passed over. Costs one item a table.
void add_acpi(std::span<const evidence::Artefact* const> artefacts, bytes::Budget& budget,
              Inventory& inventory);

}  // namespace assay::inspect::inventory
