// The builder's last steps over the nodes themselves: gaps between children become nodes, and all
// are put in document order. For this folder alone.
#pragma once

#include "inspect/firmware/image_tree.h"

namespace assay::inspect::firmware {

/// Gaps shorter than this, all 0x00 or all 0xFF, stay their parent's: alignment, of which an image
/// has thousands.
inline constexpr std::uint64_t kAlignmentGap = 8;

/// Adds a node for every stretch of a parent's body that none of its children covers: "padding"
/// where all bytes are equal, else "data" of type "Non-empty padding". A parent whose children lie
/// in a buffer of their own is covered there from 0 to the buffer's end. At most `most` new nodes.
void fill_gaps(Tree& tree, bytes::ByteSpan image, std::uint64_t most);

/// Parents before children, siblings by buffer and offset; the larger first where two start
/// together.
void put_in_order(Tree& tree);

}  // namespace assay::inspect::firmware
