#include <algorithm>

#include "base/format.h"
#include "formats/pi/checksum.h"
#include "inspect/firmware/add_pi.h"

namespace assay::inspect::firmware {
namespace {

namespace pi = formats::pi;

void check_header(TreeBuilder& tree, NodeId node, const pi::Volume& volume) {
  if (!volume.checksum_good())
    tree.finding(
        "firmware.image.checksum", node,
        fmt::format("The volume's header has the checksum 0x{:04x} where its bytes ask for "
                    "0x{:04x}.",
                    volume.checksum, volume.checksum_wanted));
  if (volume.block_map_length() != volume.length)
    tree.attribute(node, "Block map", fmt::format("adds up to {}", volume.block_map_length()));
}

void check_apple_crc(TreeBuilder& tree, NodeId node, const pi::Volume& volume) {
  const auto all = tree.bytes_of(node);
  if (!volume.apple_crc || volume.header_length > all.size()) return;
  if (pi::crc32(all.subspan(volume.header_length)) == *volume.apple_crc)
    tree.attribute(node, "CRC-32", "Apple's, holds");
}

void add_body(TreeBuilder& tree, NodeId node, const pi::Volume& volume) {
  switch (volume.file_system) {
    case pi::FileSystem::ffs2:
    case pi::FileSystem::ffs3:
      add_files(tree, node, volume);
      break;
    case pi::FileSystem::nvram:
      (void)add_nvram_volume(tree, node);
      break;
    case pi::FileSystem::microcode:
      (void)add_raw_area(tree, tree.body(node));
      break;
    case pi::FileSystem::unknown:
      tree.attribute(node, "Not decoded", "an unknown file system");
      break;
  }
}

}  // namespace

std::uint64_t add_volume(TreeBuilder& tree, const Place& place) {
  const auto volume = pi::parse_volume(tree.reader(place), tree.budget());
  if (!volume) {
    tree.malformed(place.parent, volume.error());
    return 0;
  }
  const std::uint64_t size = std::min(volume->length, place.size);
  Node node{.kind = Kind::volume,
            .parent = place.parent,
            .buffer = place.buffer,
            .offset = place.offset,
            .size = size,
            .header = static_cast<std::uint32_t>(std::min(volume->header_size, size)),
            .type = std::string(pi::name(volume->file_system)),
            .guid = volume->extension ? volume->extension->name : volume->file_system_guid};
  const NodeId id = tree.add(std::move(node));
  tree.attribute(id, "File system", volume->file_system_guid.to_string());
  tree.attribute(id, "Revision", fmt::format("{}", volume->revision));
  tree.attribute(id, "Attributes", fmt::format("0x{:08x}", volume->attributes));
  if (volume->length > place.size)
    tree.finding("firmware.image.overflow", id,
                 fmt::format("The volume says that it is {} bytes long; {} are there.",
                             volume->length, place.size));
  check_header(tree, id, *volume);
  check_apple_crc(tree, id, *volume);
  add_body(tree, id, *volume);
  return size;
}

}  // namespace assay::inspect::firmware
