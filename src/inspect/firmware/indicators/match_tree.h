// match() for whoever has a tree in hand, with indicators or without.
#pragma once

#include <string>

#include "inspect/firmware/image_tree.h"

namespace assay::inspect::firmware::indicators {

struct Indicators;  // indicators.h

/// Appends match()'s findings to the tree's; nothing where `indicators` is null. The tree must
/// still hold its buffers.
void match_into(Tree& tree, bytes::ByteSpan image, const Indicators* indicators,
                const std::string& artefact);

}  // namespace assay::inspect::firmware::indicators
