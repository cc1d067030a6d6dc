// Parts out of what ordinary tools print: drives (nvme, smartctl, lsblk, storcli), network
// interfaces (ip, ethtool), USB devices, processors' microcode (/proc/cpuinfo), and lshw. What such
// a tool says of a PCI function that is already in the inventory is added to that function, found
// by its address; so call this after add_pci().
#pragma once

#include <span>

#include "bytes/budget.h"
#include "evidence/bundle.h"
#include "inspect/inventory/component.h"

namespace assay::inspect::inventory {

/// Told apart by content, not by name; artefacts of other kinds are passed over. A drive of which
/// two tools tell, by its serial, is one component.
void add_hardware(std::span<const evidence::Artefact* const> artefacts, bytes::Budget& budget,
                  Inventory& inventory);

}  // namespace assay::inspect::inventory
