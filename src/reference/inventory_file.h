// The inventory part of a reference file: `describes` and one [[part]] per population that a class
// of parts may have (docs/formats/reference.md).
#pragma once

#include <string>

#include "formats/toml/strict_table.h"
#include "reference/inventory_reference.h"

namespace assay::reference {

[[nodiscard]] InventoryReference parse_inventory(formats::toml::Table& root);
[[nodiscard]] std::string inventory_toml(const InventoryReference& reference);

}  // namespace assay::reference
