// One firmware image, whatever it is, as a tree: a table of recognisers picks who takes it apart;
// an image that none of them knows is searched for firmware volumes.
#pragma once

#include <span>

#include "inspect/firmware/builder.h"

namespace assay::inspect::firmware {

/// A kind of whole image. A new one adds a row to the table in inspect_image.cpp.
struct Recogniser {
  std::string_view kind;  ///< of the artefact: "uefi.image", "bmc.image", …
  std::string_view type;  ///< of the root node: "Intel image", "UEFI capsule"
  bool (*looks_like)(bytes::ByteSpan image);
  /// Adds what the image holds below the root; false where it is not that kind after all.
  bool (*add)(TreeBuilder& tree);
};

/// Most distinctive first.
[[nodiscard]] std::span<const Recogniser> recognisers() noexcept;

/// The first row that knows the image; null where none does.
[[nodiscard]] const Recogniser* recognise_image(bytes::ByteSpan image);

/// What one image may cost: 64 MiB of flash and what is packed in it; a large vendor's image has
/// some thousand nodes, a BMC's file systems some ten thousand.
inline constexpr bytes::Limits kImageLimits{
    .items = 400'000, .bytes = std::uint64_t{512} << 20U, .depth = 48};

/// Never fails: what cannot be read is a finding of the tree, and data.
[[nodiscard]] Tree inspect_image(bytes::ByteSpan image, bytes::Budget& budget,
                                 crypto::HashEngine& hash, Options options);

}  // namespace assay::inspect::firmware
