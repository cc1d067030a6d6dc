#include <algorithm>
#include <fmt/format.h>

#include "base/format.h"
#include "base/text.h"
#include "bytes/text.h"
#include "formats/me/boot_partition.h"
#include "formats/me/code_partition.h"
#include "formats/me/family.h"
#include "formats/me/partition_table.h"
#include "inspect/firmware/add_flash.h"
#include "inspect/firmware/me_parts.h"

namespace assay::inspect::firmware {
namespace {

namespace me = formats::me;

Place part_of(const Place& place, NodeId parent, std::uint64_t offset, std::uint64_t size) {
  return {parent, place.buffer, place.offset + offset, size};
}

// What the region says of itself is what its boot partition's manifest says.
const me::Manifest* main_manifest(const TreeBuilder& tree, const Place& place,
                                  const me::PartitionTable& table, bytes::Budget& budget,
                                  std::optional<me::Manifest>& manifest,
                                  std::optional<me::CodePartition>& code) {
  for (const std::string_view wanted : {"FTPR", "RBEP", "OPR1", "OPR", "COD1", "NFTP"})
    for (const auto& p : table.partitions) {
      if (p.name != wanted || !p.stored || p.offset >= place.size) continue;
      const auto reader =
          tree.reader(part_of(place, kNone, p.offset, std::min(p.size, place.size - p.offset)));
      if (me::looks_like_code_partition(reader.rest())) {
        auto parsed = me::parse_code_partition(reader, budget);
        if (!parsed || !parsed->manifest) continue;
        code = std::move(*parsed);
        return &*code->manifest;
      }
      auto parsed = me::parse_manifest(reader, budget);
      if (!parsed) continue;
      manifest = std::move(*parsed);
      return &*manifest;
    }
  return nullptr;
}

bool ignition_only(const me::CodePartition& code) {
  bool manufacturing = false;
  for (const auto& entry : code.entries) {
    manufacturing = manufacturing || entry.name == "manuf";
    if (!entry.name.contains('.') && entry.name != "rbe" && entry.name != "manuf") return false;
  }
  return manufacturing;
}

void name_region(TreeBuilder& tree, NodeId node, const Place& place,
                 const me::PartitionTable& table) {
  std::optional<me::Manifest> manifest;
  std::optional<me::CodePartition> code;
  const me::Manifest* main = main_manifest(tree, place, table, tree.budget(), manifest, code);
  const auto family = me::family_of(table.partitions, main == nullptr ? 0 : main->major,
                                    code.has_value(), code && ignition_only(*code));
  tree.attribute(node, "Family", std::string(me::name(family)));
  if (main == nullptr) return;
  tree.at(node).version = main->version();
  tree.attribute(node, "Version", main->version());
  tree.attribute(node, "Date", main->date_text());
  if (main->sku)
    if (const auto sku = me::sku_name(*main->sku); !sku.empty())
      tree.attribute(node, "SKU", std::string(sku));
}

// What tools that cut the engine down leave: a table with nothing in it but what the chipset needs
// to start. Modules that are named but erased are found where they stand, in add_manifest.
void judge_table(TreeBuilder& tree, NodeId node, const me::PartitionTable& table) {
  const auto stored = std::ranges::count_if(table.partitions, &me::Partition::stored);
  const bool boot = std::ranges::any_of(
      table.partitions, [](const me::Partition& p) { return p.name == "FTPR" && p.stored; });
  if (boot && stored == 1)
    tree.finding("firmware.me.reduced", node,
                 "The partition table holds FTPR alone: everything but what starts the chipset was "
                 "cut out of the management engine's firmware.");
  if (table.checksum == me::Checksum::bad)
    tree.finding("firmware.table.checksum", node,
                 "The checksum of the management engine's partition table is wrong.");
}

}  // namespace

void add_partition_table(TreeBuilder& tree, NodeId node, const Place& place) {
  const auto table = me::parse_partition_table(tree.reader(place), tree.budget());
  if (!table) return tree.malformed(node, table.error());
  const NodeId id =
      tree.add({.kind = Kind::table,
                .parent = node,
                .buffer = place.buffer,
                .offset = place.offset + table->at,
                .size = table->size,
                .header = static_cast<std::uint32_t>(table->size),
                .type = "$FPT",
                .version = fmt::format("{}.{}", table->version / 16, table->version % 16)});
  const auto& tool = table->layout_tool;
  tree.attribute(id, "Laid out by", version_of(tool[0], tool[1], tool[2], tool[3]));
  tree.attribute(id, "Checksum", table->checksum == me::Checksum::good ? "good" : "wrong");
  for (const auto& p : table->partitions)
    tree.attribute(id, name_text(p.name),
                   p.stored  ? fmt::format("0x{:x}, {} bytes", p.offset, p.size)
                   : p.valid ? "not stored"
                             : "withdrawn");
  judge_table(tree, id, *table);
  name_region(tree, node, place, *table);
  add_partitions(tree, node, place, table->partitions);
}

bool add_management_engine(TreeBuilder& tree, NodeId node, const Place& place) {
  const auto bytes = tree.bytes_of(place);
  if (me::looks_like_partition_table(bytes)) {
    add_partition_table(tree, node, place);
    return true;
  }
  if (add_ifwi_layout(tree, node, place)) return true;
  if (me::looks_like_boot_partition(bytes)) {
    add_boot_partition(tree, node, place, 0);
    return true;
  }
  return add_code_partition(tree, node, place) || add_manifest(tree, node, place);
}

}  // namespace assay::inspect::firmware
