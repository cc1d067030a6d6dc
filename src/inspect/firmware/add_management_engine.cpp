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

namespace assay::inspect::firmware {
namespace {

namespace me = formats::me;

std::string version_of(std::uint16_t a, std::uint16_t b, std::uint16_t c, std::uint16_t d) {
  return fmt::format("{}.{}.{}.{}", a, b, c, d);
}

Place part_of(const Place& place, NodeId parent, std::uint64_t offset, std::uint64_t size) {
  return {parent, place.buffer, place.offset + offset, size};
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

void add_table(TreeBuilder& tree, NodeId node, const Place& place) {
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
                .name = "$FPT",
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

constexpr std::uint16_t kSecondTable = 5;  // S-BPDT

// `base` is where the table stands from the first table: the offsets of a second one count from
// there, though its parts lie in the second's own span.
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
                              .name = "BPDT",
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

bool add_layout(TreeBuilder& tree, NodeId node, const Place& place) {
  const auto layout = me::parse_layout(tree.reader(place));
  if (!layout) return false;
  const NodeId id = tree.add({.kind = Kind::table,
                              .parent = node,
                              .buffer = place.buffer,
                              .offset = place.offset,
                              .size = layout->size,
                              .header = static_cast<std::uint32_t>(layout->size),
                              .type = "IFWI layout",
                              .name = "IFWI layout",
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
      add_table(tree, partition, body);
    // The region is of the version of the firmware in it.
    if (tree.at(node).version.empty()) tree.at(node).version = tree.at(partition).version;
  }
  return true;
}

}  // namespace

bool add_management_engine(TreeBuilder& tree, NodeId node, const Place& place) {
  const auto bytes = tree.bytes_of(place);
  if (me::looks_like_partition_table(bytes)) {
    add_table(tree, node, place);
    return true;
  }
  if (add_layout(tree, node, place)) return true;
  if (me::looks_like_boot_partition(bytes)) {
    add_boot_partition(tree, node, place, 0);
    return true;
  }
  return add_code_partition(tree, node, place) || add_manifest(tree, node, place);
}

}  // namespace assay::inspect::firmware
