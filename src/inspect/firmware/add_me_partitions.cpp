#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "formats/me/family.h"
#include "inspect/firmware/add_flash.h"
#include "inspect/firmware/me_parts.h"

namespace assay::inspect::firmware {

namespace me = formats::me;

std::string version_of(std::uint16_t a, std::uint16_t b, std::uint16_t c, std::uint16_t d) {
  return fmt::format("{}.{}.{}.{}", a, b, c, d);
}

// Some entries have bytes that are no text for a name.
std::string name_text(std::string_view name) {
  return base::is_ascii_text(name) ? base::printable(name, 64)
                                   : "0x" + bytes::to_hex(bytes::as_bytes(name));
}

NodeId add_partition(TreeBuilder& tree, NodeId parent, const Place& place, std::string_view name,
                     std::uint64_t offset, std::uint64_t size) {
  const NodeId id = tree.add({.kind = Kind::partition,
                              .parent = parent,
                              .buffer = place.buffer,
                              .offset = place.offset + offset,
                              .size = size,
                              .type = "ME partition",
                              .name = name_text(name)});
  if (const auto purpose = me::partition_purpose(name); !purpose.empty())
    tree.attribute(id, "Purpose", std::string(purpose));
  return id;
}

// Partitions in the order of their offsets. One that overlaps another is told and left out, one
// inside another (SPS puts some there) stands below it.
void add_partitions(TreeBuilder& tree, NodeId node, const Place& place,
                    std::vector<me::Partition> partitions) {
  std::ranges::stable_sort(partitions, [](const me::Partition& a, const me::Partition& b) {
    return a.offset != b.offset ? a.offset < b.offset : a.size > b.size;
  });
  std::uint64_t end = 0;
  for (const auto& p : partitions) {
    if (!p.stored) continue;
    if (p.offset >= place.size) {
      tree.finding("firmware.region.missing", node,
                   fmt::format("Partition {} at 0x{:x} lies outside its region of 0x{:x} bytes.",
                               name_text(p.name), p.offset, place.size));
      continue;
    }
    if (p.offset < end) {
      tree.finding("firmware.region.overlap", node,
                   fmt::format("Partition {} at 0x{:x} overlaps the one before it, up to 0x{:x}.",
                               name_text(p.name), p.offset, end));
      continue;
    }
    const std::uint64_t size = std::min(p.size, place.size - p.offset);
    const NodeId id = add_partition(tree, node, place, p.name, p.offset, size);
    if (id == kNone) return;
    if (size != p.size)
      tree.finding(
          "firmware.region.missing", id,
          fmt::format("Partition {} should have 0x{:x} bytes; the region ends after 0x{:x}.",
                      tree.at(id).name, p.size, size));
    const Place body = tree.body(id);
    if (!add_code_partition(tree, id, body)) (void)add_manifest(tree, id, body);
    end = p.offset + size;
  }
}

}  // namespace assay::inspect::firmware
