// Is a module the same but for what a new build of its source changes? A digest over the module in
// which each executable stands normalised (formats/pe/normalise.h) and all else as it is: a
// dependency, a name, a version, a second part without a format, and whether its volume still takes
// it for a file.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "inspect/firmware/image_tree.h"

namespace assay::inspect::firmware {

/// SHA-256; nothing where no executable below `module` could be normalised. `children` holds for
/// each node of the tree its children in order.
[[nodiscard]] std::optional<crypto::Digest> module_digest(
    const Tree& tree, std::span<const std::vector<std::uint32_t>> children, std::uint32_t module);

}  // namespace assay::inspect::firmware
