// Are two executables the same code? Builds of one source differ where no behaviour lies: in times,
// the checksum, the debug record's identifier, the certificates, and (firmware runs from flash at a
// fixed address) in every address, when a module moved by a page. A normalised digest leaves those
// out: addresses are taken back to base 0 with the image's own relocations, so that modules that
// were merely rebuilt, rebased or signed again compare equal, and any other changed byte does not.
//
// What is left out keeps its place and size in what is hashed: an image that declares more of
// itself to be debug data than its original did compares different.
#pragma once

#include "crypto/digest.h"
#include "formats/pe/image.h"

namespace assay::formats::pe {

struct Normalised {
  /// Of headers, sections and what follows them.
  crypto::Digest whole;
  /// Of machine, subsystem, entry point and mapped sections alone: the same for a PE and the TE
  /// that was made of it.
  crypto::Digest content;
  std::uint32_t relocations = 0;  ///< addresses taken back to base 0
  /// False where relocations are of a kind that Assay does not undo: `content` then still depends
  /// on the base.
  bool rebased = true;
};

/// SHA-256 of both. Costs the file's size in bytes and one item per relocation.
[[nodiscard]] bytes::Parsed<Normalised> normalised_digest(const Image& image,
                                                          crypto::HashEngine& hash,
                                                          bytes::Budget& budget);
/// The same from bytes.
[[nodiscard]] bytes::Parsed<Normalised> normalised_digest(bytes::Reader reader,
                                                          crypto::HashEngine& hash,
                                                          bytes::Budget& budget);

}  // namespace assay::formats::pe
