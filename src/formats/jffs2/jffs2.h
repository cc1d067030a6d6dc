// The files of a JFFS2 as its newest nodes have them: names by their latest directory entry, each
// file put together by applying its nodes in the order of their versions. See node.h.
#pragma once

#include "formats/filesystem/files.h"
#include "formats/jffs2/node.h"

namespace assay::formats::jffs2 {

struct Image {
  filesystem::Order order = filesystem::Order::little;
  std::uint64_t nodes = 0;
  std::uint64_t bad_nodes = 0;  ///< CRC wrong or cut short; left out, as Linux does
  std::uint64_t size = 0;       ///< bytes to the end of the last node
  filesystem::Files files;
};

/// An error where there is no node at the front, or the Budget does not reach for the nodes.
[[nodiscard]] bytes::Parsed<Image> parse_jffs2(bytes::Reader image, bytes::Budget& budget);

}  // namespace assay::formats::jffs2
