// What the entries of a firmware interface table point at, as nodes: microcode, authenticated code
// modules, Boot Guard's manifests. For this folder alone.
#pragma once

#include "formats/fit/fit.h"
#include "inspect/firmware/spots.h"

namespace assay::inspect::firmware {

/// A cursor over at most `limit` bytes of the image from `offset`, which must lie in it.
[[nodiscard]] bytes::Reader rest_from(const TreeBuilder& tree, std::uint64_t offset,
                                      std::uint64_t limit);

/// The node of what the entry names; kNone where that is not in the image, is nothing of its own
/// (the BIOS startup module covers volumes), or is not what the entry says (flagged at `table`).
NodeId add_fit_entry(TreeBuilder& tree, Spots& spots, const formats::fit::Entry& entry,
                     NodeId table);

}  // namespace assay::inspect::firmware
