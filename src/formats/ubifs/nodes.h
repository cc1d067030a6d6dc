// The nodes of a UBIFS that say what files there are: inodes, names and data, the newest of each.
// For this folder alone.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::ubifs {

inline constexpr std::uint64_t kBlock = 4096;  ///< bytes of content in a data node

struct InodeNode {
  std::uint64_t sequence = 0;
  std::uint64_t size = 0;
  std::uint32_t links = 0;
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::uint32_t mode = 0;
  bytes::ByteSpan data;  ///< a symbolic link's target, a device's number
};

struct NameNode {
  std::uint64_t sequence = 0;
  std::uint64_t inode = 0;  ///< 0: removed
};

struct DataNode {
  std::uint64_t sequence = 0;
  std::uint32_t size = 0;  ///< unpacked
  std::uint16_t compression = 0;
  bytes::Reader packed{bytes::ByteSpan{}};
};

struct Nodes {
  std::map<std::uint32_t, InodeNode> inodes;
  std::map<std::pair<std::uint32_t, std::string>, NameNode> names;   ///< by parent and name
  std::map<std::pair<std::uint32_t, std::uint32_t>, DataNode> data;  ///< by inode and block
  std::uint64_t count = 0;
  std::uint64_t bad = 0;
  std::uint64_t first_bad = 0;  ///< offset
};

struct Superblock {
  std::uint32_t leb_size = 0;
  std::uint32_t leb_count = 0;
  std::uint32_t format = 0;
  std::uint16_t compression = 0;
};

[[nodiscard]] bytes::Parsed<Superblock> read_superblock(const bytes::Reader& image);
/// An error only where the Budget ends.
[[nodiscard]] bytes::Parsed<Nodes> read_nodes(const bytes::Reader& image, bytes::Budget& budget);

}  // namespace assay::formats::ubifs
