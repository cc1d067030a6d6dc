// Components of an inventory as a person and a program read them: what `assay inspect` shows of a
// file that tells of parts.
#pragma once

#include "inspect/artefact.h"
#include "inspect/inventory/component.h"

namespace assay::inspect {

/// One object with the fields that are not empty.
[[nodiscard]] formats::json::Value component_json(const inventory::Component& component);
/// "network adapter 0000:3b:00.0: Intel 8086:1521, serial …" and its attributes below.
[[nodiscard]] std::string component_text(const inventory::Component& component);
/// "3 network adapters, 2 drives": classes in their own order.
[[nodiscard]] std::string component_counts(const std::vector<inventory::Component>& components);

/// Detail, text and findings of `out` from all components; the summary where it is still empty.
void show_components(inventory::Inventory inventory, const InspectOptions& options,
                     InspectedArtefact& out);

}  // namespace assay::inspect
