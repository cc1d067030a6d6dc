#include <algorithm>
#include <fmt/format.h>

#include "base/error.h"
#include "base/format.h"
#include "base/text.h"
#include "formats/fit/fit.h"
#include "formats/microcode/intel.h"
#include "inspect/firmware/add_flash.h"
#include "inspect/firmware/fit_parts.h"

namespace assay::inspect::firmware {
namespace {

namespace fit = formats::fit;

constexpr std::size_t kMostLookups = 256;  // each looks at every node

void add_entry(TreeBuilder& tree, Spots& spots, const fit::Entry& entry, NodeId table) {
  const auto known = fit::type_name(entry.type);
  const std::string name =
      known.empty() ? fmt::format("type 0x{:02x}", entry.type) : std::string(known);
  if (!entry.offset) {
    // Policies of version 0 name ports instead.
    const bool ports = entry.version == 0 && (entry.type == 8 || entry.type == 10);
    tree.attribute(table, name,
                   ports ? "read from I/O ports" : fmt::format("address 0x{:x}", entry.address));
    return;
  }
  tree.attribute(table, name,
                 entry.size == 0 ? fmt::format("0x{:x}", *entry.offset)
                                 : fmt::format("0x{:x}, {} bytes", *entry.offset, entry.size));
  const NodeId id = add_fit_entry(tree, spots, entry, table);
  if (id != kNone) tree.attribute(id, "Named by", "FIT");
}

void judge(TreeBuilder& tree, NodeId node, const fit::Table& table) {
  const bool keys = table.find(fit::Type::key_manifest) != nullptr;
  const bool policy = table.find(fit::Type::boot_policy) != nullptr;
  const bool acm = table.find(fit::Type::startup_acm) != nullptr;
  if (!keys || !policy || !acm) {
    std::string missing;
    const auto miss = [&](bool there, std::string_view what) {
      if (!there) base::append(missing, "{}{}", missing.empty() ? "" : ", ", what);
    };
    miss(acm, "startup ACM");
    miss(keys, "key manifest");
    miss(policy, "boot policy");
    tree.finding("firmware.bootguard.missing", node,
                 fmt::format("Boot Guard is not set up: the firmware interface table names no {}.",
                             missing));
  }
  if (!table.checksum_good.value_or(true))
    tree.finding("firmware.table.checksum", node,
                 "The checksum of the firmware interface table is wrong.");
}

// A vendor's update may lack the flash's end and the pointer with it. Where its bytes belong is
// told by the microcode that the table names: all of it must be there.
bytes::Parsed<fit::Table> without_pointer(TreeBuilder& tree) {
  const bytes::Reader image(tree.image());
  const auto at = fit::find_fit(tree.image());
  if (!at) return bytes::bad_value(0, "FIT", "a table");
  ASSAY_TRY(const auto blind, fit::parse_fit_at(image, *at, fit::kFlashEnd, tree.budget()));
  const auto* first = blind.find(fit::Type::microcode);
  if (first == nullptr) return bytes::bad_value(*at, "FIT", "a microcode entry");
  std::size_t tries = 0;
  for (NodeId id = 0; id < tree.size() && tries < kMostLookups; ++id) {
    const Node& node = tree.at(id);
    if (node.kind != Kind::microcode || node.buffer != 0 || node.offset > first->address) continue;
    const std::uint64_t end = first->address - node.offset + tree.image().size();
    if (end > fit::kFlashEnd) continue;
    ++tries;
    auto table = fit::parse_fit_at(image, *at, end, tree.budget());
    if (table && std::ranges::all_of(table->entries, [&](const fit::Entry& entry) {
          return entry.type != static_cast<std::uint8_t>(fit::Type::microcode) ||
                 (entry.offset && formats::microcode::looks_like_intel_update(
                                      rest_from(tree, *entry.offset, tree.image().size()).rest()));
        }))
      return table;
  }
  return bytes::bad_value(*at, "FIT", "a table whose microcode is in the image");
}

}  // namespace

void add_firmware_interface_table(TreeBuilder& tree) {
  bytes::Budget& budget = tree.budget();
  auto table = fit::parse_fit(bytes::Reader(tree.image()), budget);
  // Most images have none; one that a pointer names but that does not parse is no table either.
  if (!table) table = without_pointer(tree);
  if (!table) return;
  Spots spots(tree);
  NodeId id = spots.find_or_add(
      {.kind = Kind::table,
       .offset = table->offset,
       .size = table->size,
       .header = static_cast<std::uint32_t>(table->size),
       .type = "FIT",
       .version = fmt::format("{:x}.{:x}", table->version >> 8U, table->version & 0xFFU)});
  // A table across two files' border has no node; what it says belongs to the image then.
  if (id == kNone) id = TreeBuilder::root();
  tree.attribute(id, "Entries", fmt::format("{}", table->entries.size()));
  if (table->checksum_good)
    tree.attribute(id, "Checksum", *table->checksum_good ? "good" : "wrong");
  for (std::size_t i = 0; i < table->entries.size() && i < kMostLookups; ++i)
    add_entry(tree, spots, table->entries[i], id);
  judge(tree, id, *table);
}

}  // namespace assay::inspect::firmware
