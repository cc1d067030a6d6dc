// The walk along a function's two capability lists: PCI's, from the pointer in the header, and PCI
// Express's, from offset 0x100. Part of parse_config().
#pragma once

#include "formats/pci/config.h"

namespace assay::formats::pci {

/// Fills capabilities and all that is read out of them. An error only from the budget; a broken
/// chain goes to `out.problems`.
[[nodiscard]] bytes::Parsed<void> walk_capabilities(bytes::Reader whole, bytes::Budget& budget,
                                                    Config& out);

}  // namespace assay::formats::pci
