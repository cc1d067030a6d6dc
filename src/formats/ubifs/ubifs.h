// UBIFS, the file system of UBI volumes: nodes in a log, an index over them. This reads the nodes
// themselves and lets the highest sequence number win, so that a file system whose index is damaged
// or forged is told by what lies in it (ubifs-media.h of Linux).
#pragma once

#include "bytes/budget.h"
#include "formats/filesystem/files.h"

namespace assay::formats::ubifs {

struct Image {
  std::uint32_t leb_size = 0;  ///< bytes of a logical erase block
  std::uint32_t leb_count = 0;
  std::uint32_t format = 0;       ///< fmt_version
  std::uint16_t compression = 0;  ///< default_compr: 0 none, 1 LZO, 2 zlib, 3 zstd
  std::uint64_t nodes = 0;
  std::uint64_t bad_nodes = 0;  ///< magic right, CRC wrong
  std::uint64_t size = 0;       ///< bytes, of the logical blocks that are there
  filesystem::Files files;
};

/// `image` is a volume's logical blocks one behind the other, the superblock first.
[[nodiscard]] bytes::Parsed<Image> parse_ubifs(bytes::Reader image, bytes::Budget& budget);

/// A superblock node whose CRC is right.
[[nodiscard]] bool looks_like_ubifs(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::ubifs
