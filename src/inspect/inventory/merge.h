// Several sources speak of one part: SMBIOS and Redfish of a memory module, a bus and a management
// controller of a card. They become one component that names all its sources, and where they
// contradict each other that is a finding which shows both. SMBIOS is not measured: it can lie
// alone, hardly together with the others.
#pragma once

#include "inspect/inventory/component.h"

namespace assay::inspect::inventory {

/// Joins components of different sources, the first source's text standing; raises
/// inventory.sources.disagree.
void merge_sources(Inventory& inventory);

/// True where two texts can name the same model: one within the other once blanks, case and
/// punctuation are gone, or a model number in common. Empty texts contradict nothing.
[[nodiscard]] bool may_be_same_model(std::string_view a, std::string_view b);
/// Serial numbers without case, blanks, a 0x in front or leading zeros.
[[nodiscard]] bool same_serial(std::string_view a, std::string_view b);

}  // namespace assay::inspect::inventory
