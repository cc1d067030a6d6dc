// Boards, chassis and power supplies out of their FRU EEPROMs, whether dumped or printed by
// ipmitool, and the management controller out of `ipmitool mc info`.
#pragma once

#include <span>

#include "bytes/budget.h"
#include "evidence/bundle.h"
#include "inspect/inventory/component.h"

namespace assay::inspect::inventory {

/// Artefacts of other kinds are passed over. The server's own FRU (device 0, or the first that has
/// a chassis or product) also fills what the identity lacks.
void add_ipmi(std::span<const evidence::Artefact* const> artefacts, bytes::Budget& budget,
              Inventory& inventory);

}  // namespace assay::inspect::inventory
