// The base relocations of an executable ("PE Format", .reloc): every place that holds an absolute
// address. Here they are undone, so that the same module linked or placed at another address is the
// same bytes again.
#pragma once

#include <span>

#include "formats/pe/image.h"

namespace assay::formats::pe {

struct Rebase {
  std::uint32_t applied = 0;
  std::uint32_t unknown = 0;  ///< of kinds that are not undone (ARM's and RISC-V's instructions)
};

/// Takes `image.image_base` off every address in `copy`, which holds the image's own bytes. A block
/// that does not follow its format ends the list; places outside the file are left alone. One item
/// per relocation.
[[nodiscard]] bytes::Parsed<Rebase> rebase_to_zero(const Image& image, std::span<std::byte> copy,
                                                   bytes::Budget& budget);

}  // namespace assay::formats::pe
