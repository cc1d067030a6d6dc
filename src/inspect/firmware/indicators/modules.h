// The parts of an image that indicators are held against: every executable with the FFS file it
// came from, and every other leaf.
#pragma once

#include <optional>
#include <vector>

#include "formats/pe/image.h"
#include "inspect/firmware/image_tree.h"

namespace assay::inspect::firmware::indicators {

struct Module {
  std::uint32_t node = kNone;
  std::uint32_t file = kNone;  ///< the FFS file that holds it; kNone outside of one
  bytes::ByteSpan body;        ///< after the node's header
  std::uint64_t offset = 0;    ///< of `body` in the node's buffer
  bool executable = false;
};

/// Executables and leaves, in the order of the nodes; free space and empty ones apart.
[[nodiscard]] std::vector<Module> modules_of(const Tree& tree, bytes::ByteSpan image);

/// The value of the first attribute of that name; empty where there is none.
[[nodiscard]] std::string_view attribute_of(const Node& node, std::string_view name) noexcept;

/// "offset 0x1a2c", and "of its decompressed parent" where the node is not in the image itself.
[[nodiscard]] std::string place_text(const Node& node, std::uint64_t offset);

}  // namespace assay::inspect::firmware::indicators
