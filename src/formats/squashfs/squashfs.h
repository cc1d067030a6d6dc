// All files of a squashfs: walks the directories from the root, puts each file together from its
// blocks and its share of a fragment, and lists what it could not read beside what it could.
// Generations 2, 3 and 4, both byte orders, every compression; see superblock.h.
#pragma once

#include "formats/filesystem/files.h"
#include "formats/squashfs/superblock.h"

namespace assay::formats::squashfs {

struct Image {
  Superblock super;
  codec::Codec compression = codec::Codec::zlib;  ///< what the blocks really were packed with
  filesystem::Files files;  ///< in the directories' order; the root itself is not listed
};

/// An error where the superblock is none; anything behind it that cannot be read is in
/// `files.problems`. Contents, tables and nesting are charged to `budget`; where it ends, so does
/// the listing.
[[nodiscard]] bytes::Parsed<Image> parse_squashfs(bytes::Reader image, bytes::Budget& budget);

}  // namespace assay::formats::squashfs
