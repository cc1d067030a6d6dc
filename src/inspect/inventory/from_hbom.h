// Hardware bills of materials, both ways: what a maker's CycloneDX file says a server holds, as
// Components to compare with; and what was observed, as a file that other tools read.
#pragma once

#include <string>
#include <vector>

#include "formats/hbom/bom.h"
#include "inspect/inventory/component.h"

namespace assay::inspect::inventory {

/// Every part, however deep, whose class can be told: by the property "assay:class", else by its
/// device type, name or description in words. A firmware inside a device is that device's version.
/// `artefact` is what the components' source cites.
[[nodiscard]] std::vector<Component> hbom_components(const formats::hbom::Bom& bom,
                                                     const std::string& artefact);

/// CycloneDX 1.6 without time and serial number: the same inventory always gives the same file.
/// hbom_components() of it gives the same parts again; empty sockets are left out.
[[nodiscard]] formats::hbom::Bom to_hbom(const Inventory& inventory);

}  // namespace assay::inspect::inventory
