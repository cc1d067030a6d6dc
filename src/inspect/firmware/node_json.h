// Attributes and stores of a tree as JSON, for the artefacts that are no whole image: an
// executable, a store of variables.
#pragma once

#include "formats/json/json.h"
#include "inspect/firmware/image_tree.h"

namespace assay::inspect::firmware {

/// {"machine": "x86-64", "signer": ["CN=…", "CN=…"], …}: names in lower case with underscores;
/// those that may repeat are lists.
[[nodiscard]] formats::json::Value attributes_json(const Node& node);
/// "  Machine   x86-64" a line.
[[nodiscard]] std::string attributes_text(const Node& node);

/// One object per store: `type`, `offset`, `size`, `variables[] {name, guid, state, size, sha256,
/// …}`, inner stores as stores of their own.
[[nodiscard]] formats::json::Value stores_json(const Tree& tree);
[[nodiscard]] std::string stores_text(const Tree& tree);

}  // namespace assay::inspect::firmware
