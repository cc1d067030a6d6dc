// Squashfs is the compressed read-only file system that most embedded Linux roots are. This is its
// first block: which of three generations (2, 3, 4), in which byte order, packed how, and where the
// tables lie. Vendors changed the magic and the packing to keep tools out; the fields behind
// stayed.
#pragma once

#include "formats/codec/codec.h"
#include "formats/filesystem/ordered.h"

namespace assay::formats::squashfs {

inline constexpr std::uint64_t kNoTable = ~std::uint64_t{0};

struct Superblock {
  filesystem::Order order = filesystem::Order::little;
  std::uint16_t major = 0;  ///< 2, 3 or 4
  std::uint16_t minor = 0;
  std::uint32_t inodes = 0;
  std::uint32_t made = 0;        ///< mkfs_time, seconds since 1970
  std::uint32_t block_size = 0;  ///< bytes, a power of two from 4 KiB to 1 MiB
  std::uint32_t fragments = 0;
  std::uint16_t flags = 0;
  codec::Codec compression =
      codec::Codec::zlib;     ///< as stated; generations 2 and 3 cannot state it
  bool vendor_magic = false;  ///< neither "hsqs" nor "sqsh"
  std::uint32_t uids = 0;     ///< generation 4: ids of both kinds
  std::uint32_t gids = 0;
  std::uint64_t root_inode = 0;  ///< block from the inode table << 16 | offset in it
  std::uint64_t bytes_used = 0;  ///< of the whole file system, from its first byte
  std::uint64_t uid_table = 0;
  std::uint64_t gid_table = 0;
  std::uint64_t inode_table = 0;
  std::uint64_t directory_table = 0;
  std::uint64_t fragment_table = 0;
};

/// Refuses other generations, block sizes, and tables beyond `bytes_used`. A file system cut short
/// is still told: `bytes_used` may be more than the Reader has.
[[nodiscard]] bytes::Parsed<Superblock> parse_superblock(bytes::Reader image);

[[nodiscard]] bool looks_like_squashfs(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::squashfs
