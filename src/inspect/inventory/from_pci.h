// PCI functions out of evidence: sysfs trees (inventory/pci/BDF/…), lspci's text in any form, and
// bare dumps of configuration space. One component a function; its place is its address with the
// domain.
#pragma once

#include <span>

#include "bytes/budget.h"
#include "evidence/bundle.h"
#include "formats/pci/ids.h"
#include "inspect/inventory/component.h"

namespace assay::inspect::inventory {

/// Artefacts of other kinds are passed over. `ids`, where given, must outlive the call; it only
/// adds names. Where sysfs and lspci tell of one function, one component has both as sources.
void add_pci(std::span<const evidence::Artefact* const> artefacts, bytes::Budget& budget,
             Inventory& inventory, const formats::pci::Ids* ids = nullptr);

}  // namespace assay::inspect::inventory
