// One inode of a squashfs, the three generations' layouts brought into one form. For this folder
// alone.
#pragma once

#include <string>
#include <vector>

#include "formats/filesystem/files.h"
#include "formats/squashfs/metadata.h"

namespace assay::formats::squashfs {

inline constexpr std::uint32_t kNoFragment = 0xFFFFFFFF;

struct Inode {
  filesystem::Type type = filesystem::Type::other;
  std::uint32_t mode = 0;
  std::uint32_t uid_index = 0;
  std::uint32_t gid_index = 0;  ///< before generation 4, 255: the group is the user's
  std::uint64_t start = 0;      ///< files: first data block; directories: block in their table
  std::uint64_t size = 0;       ///< files: content; directories: bytes of listing, as stored
  std::uint32_t fragment = kNoFragment;
  std::uint32_t offset = 0;  ///< in the fragment, or of the listing in its block
  std::uint32_t device = 0;
  std::string target;
  std::vector<std::uint32_t> blocks;  ///< stored sizes, with their flag
};

/// `reference` is block << 16 | offset, from the inode table's start.
[[nodiscard]] bytes::Parsed<Inode> read_inode(Blocks& blocks, std::uint64_t reference);

}  // namespace assay::formats::squashfs
