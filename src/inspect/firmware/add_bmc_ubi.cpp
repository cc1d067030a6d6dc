// UBI: the table, and each volume put together in a buffer of its own, then taken apart.
#include <memory>

#include "base/format.h"
#include "base/text.h"
#include "formats/ubi/ubi.h"
#include "inspect/firmware/add_bmc.h"

namespace assay::inspect::firmware {

std::uint64_t add_ubi(TreeBuilder& tree, const Place& place) {
  if (!formats::ubi::looks_like_ubi(tree.bytes_of(place))) return 0;
  auto image = formats::ubi::parse_ubi(tree.reader(place), tree.budget());
  if (!image || image->size == 0) return 0;
  const NodeId node = tree.add({.kind = Kind::table,
                                .parent = place.parent,
                                .buffer = place.buffer,
                                .offset = place.offset,
                                .size = image->size,
                                .header = static_cast<std::uint32_t>(image->size),
                                .type = "UBI"});
  tree.attribute(node, "erase block", fmt::format("{}", image->block_size));
  tree.attribute(node, "erase blocks", fmt::format("{}", image->blocks));
  tree.attribute(node, "image sequence", fmt::format("{}", image->sequence));
  tree.attribute(node, "volume table", image->table_good ? "holds" : "not found");
  for (auto& volume : image->volumes) {
    // Its blocks lie scattered over the flash: the node stands where the first of them does.
    const NodeId id = tree.add({.kind = Kind::partition,
                                .parent = node,
                                .buffer = place.buffer,
                                .offset = place.offset,
                                .size = 0,
                                .type = "UBI volume",
                                .name = volume.name});
    tree.attribute(id, "id", fmt::format("{}", volume.id));
    tree.attribute(id, "kind", volume.is_static ? "static" : "dynamic");
    tree.attribute(id, "logical blocks", fmt::format("{}", volume.mapped));
    if (volume.missing != 0)
      tree.attribute(id, "missing blocks", fmt::format("{}", volume.missing));
    if (!volume.in_table) tree.attribute(id, "volume table", "does not name it");
    if (volume.bad_data != 0)
      tree.finding(
          "firmware.image.checksum", id,
          fmt::format("{} of the volume's logical blocks do not have the CRC-32 that their "
                      "headers state.",
                      volume.bad_data));
    const auto content = std::make_shared<base::Bytes>(std::move(volume.content));
    if (content->empty()) continue;
    tree.unpack_later(
        id, content->size(),
        [content](bytes::Budget&) -> bytes::Parsed<Unpacked> {
          return Unpacked{std::move(*content), {}};
        },
        [](TreeBuilder& builder, const Place& whole) { (void)add_linux_area(builder, whole); });
  }
  return tree.at(node).size;
}

}  // namespace assay::inspect::firmware
