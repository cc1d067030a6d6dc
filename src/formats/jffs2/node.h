// JFFS2 is the log-structured file system of raw flash: a file is what the newest of its nodes say,
// wherever in the flash they lie. This finds the nodes and checks their CRCs (jffs2.h of Linux).
#pragma once

#include <string>
#include <vector>

#include "bytes/budget.h"
#include "formats/filesystem/ordered.h"

namespace assay::formats::jffs2 {

struct DirectoryEntry {
  std::uint32_t parent = 0;
  std::uint32_t version = 0;
  std::uint32_t inode = 0;  ///< 0: the name was removed
  std::string name;
};

struct Data {
  std::uint32_t inode = 0;
  std::uint32_t version = 0;
  std::uint32_t mode = 0;
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::uint32_t file_size = 0;  ///< of the whole file once this node is applied
  std::uint32_t offset = 0;     ///< where in the file its bytes go
  std::uint32_t size = 0;       ///< unpacked
  std::uint8_t compression = 0;
  bytes::Reader packed{bytes::ByteSpan{}};  ///< a view into the image
};

struct Nodes {
  filesystem::Order order = filesystem::Order::little;
  std::vector<DirectoryEntry> entries;
  std::vector<Data> data;
  std::uint64_t count = 0;      ///< nodes of any kind with a good header
  std::uint64_t bad = 0;        ///< nodes whose header is good and whose other CRC is not
  std::uint64_t end = 0;        ///< bytes to the end of the last node
  std::uint64_t first_bad = 0;  ///< offset of the first of them
};

/// Walks the flash from the Reader's front. Ends at its end, or where nothing of JFFS2 and no
/// erased flash was seen for `kMostForeign` bytes. An error where the first word is no node or the
/// Budget ended.
[[nodiscard]] bytes::Parsed<Nodes> read_nodes(bytes::Reader image, bytes::Budget& budget);

inline constexpr std::uint64_t kMostForeign = std::uint64_t{64} * 1024;

/// A node at the front whose header CRC is right.
[[nodiscard]] bool looks_like_jffs2(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::jffs2
