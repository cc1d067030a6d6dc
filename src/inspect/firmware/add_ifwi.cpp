#include <algorithm>
#include <fmt/format.h>

#include "formats/me/boot_partition.h"
#include "inspect/firmware/me_parts.h"

namespace assay::inspect::firmware {

namespace me = formats::me;

constexpr std::uint16_t kSecondTable = 5;  // S-BPDT

void add_boot_partition(TreeBuilder& tree, NodeId node, const Place& place, std::uint64_t base) {
  const auto table = me::parse_boot_partition(tree.reader(place), tree.budget());
  if (!table) return tree.malformed(node, table.error());
  const NodeId id = tree.add({.kind = Kind::table,
                              .parent = node,
                              .buffer = place.buffer,
                              .offset = place.offset,
                              .size = table->size,
                              .header = static_cast<std::uint32_t>(table->size),
                              .type = "BPDT",
                              .version = fmt::format("{}", table->version)});
  tree.attribute(id, "Laid out by",
                 version_of(table->major, table->minor, table->hotfix, table->build));
  if (!table->checksum_good)
    tree.finding("firmware.table.checksum", id,
                 "The checksum of a boot partition's table is wrong.");
  std::vector<me::Partition> parts;
  std::vector<std::string> names;
  names.reserve(table->parts.size());
  for (const auto& part : table->parts) {
    if (part.offset < base) continue;
    const std::uint64_t offset = part.offset - base;
    if (part.type == kSecondTable && base == 0 && offset < place.size) {
      const std::uint64_t size = std::min(part.size, place.size - offset);
      const NodeId second = add_partition(tree, node, place, "S-BPDT", offset, size);
      if (second != kNone) add_boot_partition(tree, second, tree.body(second), offset);
      continue;
    }
    const auto known = me::boot_part_name(part.type);
    names.push_back(known.empty() ? fmt::format("type {}", part.type) : std::string(known));
    parts.push_back(
        {.name = names.back(), .owner = {}, .offset = offset, .size = part.size, .stored = true});
  }
  add_partitions(tree, node, place, std::move(parts));
}

bool add_ifwi_layout(TreeBuilder& tree, NodeId node, const Place& place) {
  const auto layout = me::parse_layout(tree.reader(place));
  if (!layout) return false;
  const NodeId id = tree.add({.kind = Kind::table,
                              .parent = node,
                              .buffer = place.buffer,
                              .offset = place.offset,
                              .size = layout->size,
                              .header = static_cast<std::uint32_t>(layout->size),
                              .type = "IFWI layout",
                              .version = fmt::format("1.{}", layout->minor)});
  if (!layout->checksum_good)
    tree.finding("firmware.table.checksum", id, "The checksum of the IFWI layout table is wrong.");
  for (const auto& part : layout->parts) {
    const NodeId partition = add_partition(tree, node, place, part.name, part.offset, part.size);
    if (partition == kNone) break;
    const Place body = tree.body(partition);
    const auto bytes = tree.bytes_of(body);
    if (me::looks_like_boot_partition(bytes))
      add_boot_partition(tree, partition, body, 0);
    else if (me::looks_like_partition_table(bytes))
      add_partition_table(tree, partition, body);
    // The region is of the version of the firmware in it.
    if (tree.at(node).version.empty()) tree.at(node).version = tree.at(partition).version;
  }
  return true;
}

}  // namespace assay::inspect::firmware
