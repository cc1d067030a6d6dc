#include <algorithm>
#include <fmt/format.h>

#include "base/error.h"
#include "base/format.h"
#include "base/text.h"
#include "bytes/text.h"
#include "crypto/digest.h"
#include "formats/fit/acm.h"
#include "formats/fit/boot_guard.h"
#include "formats/fit/fit.h"
#include "formats/microcode/intel.h"
#include "inspect/firmware/add_flash.h"
#include "inspect/firmware/spots.h"

namespace assay::inspect::firmware {
namespace {

namespace fit = formats::fit;

constexpr std::size_t kMostLookups = 256;  // each looks at every node
constexpr std::uint64_t kAcmLimit = 1ULL << 20U;

bytes::Reader rest_from(const TreeBuilder& tree, std::uint64_t offset, std::uint64_t limit) {
  const std::uint64_t left = tree.image().size() - offset;
  return tree.reader({kNone, 0, offset, std::min(left, limit)});
}

// An empty slot is erased flash; anything else there is not what the table says.
void dangling(TreeBuilder& tree, const fit::Entry& entry, bytes::ByteSpan there, NodeId table) {
  if (bytes::all_of(there.first(std::min<std::size_t>(48, there.size())), std::byte{0xFF})) return;
  tree.finding("firmware.fit.dangling", table,
               fmt::format("The firmware interface table points to a {} at 0x{:x}, but none is "
                           "there.",
                           fit::type_name(entry.type), *entry.offset));
}

void describe_acm(TreeBuilder& tree, NodeId node, const fit::Acm& acm) {
  crypto::HashEngine hash;
  tree.attribute(node, "Date", acm.date_text());
  tree.attribute(node, "Kind", std::string(acm.subtype_name()));
  tree.attribute(node, "Chipset id", fmt::format("{:04x}", acm.chipset_id));
  tree.attribute(node, "Security versions", fmt::format("TXT {}, SE {}", acm.txt_svn, acm.se_svn));
  tree.attribute(node, "RSA key", fmt::format("{} bits", acm.key_bits));
  tree.attribute(node, "RSA key's SHA-256", hash.hash(crypto::HashAlg::sha256, acm.modulus).hex());
  tree.attribute(node, "Signature", acm.has_signature ? "present" : "missing");
  if (acm.pre_production || acm.debug_signed)
    tree.finding(
        "firmware.acm.not-production", node,
        fmt::format("The authenticated code module of {} is {}.", acm.date_text(),
                    acm.debug_signed ? "signed with a debug key" : "a pre-production release"));
}

NodeId add_acm(TreeBuilder& tree, Spots& spots, const fit::Entry& entry, NodeId table) {
  const auto reader = rest_from(tree, *entry.offset, kAcmLimit);
  if (!fit::looks_like_acm(reader.rest())) {
    dangling(tree, entry, reader.rest(), table);
    return kNone;
  }
  const auto acm = fit::parse_acm(reader);
  if (!acm) {
    tree.malformed(table, acm.error());
    return kNone;
  }
  const NodeId id = spots.find_or_add({.kind = Kind::partition,
                                       .offset = *entry.offset,
                                       .size = acm->size,
                                       .type = "Intel ACM",
                                       .name = std::string(fit::type_name(entry.type)),
                                       .version = acm->date_text()});
  if (id != kNone) describe_acm(tree, id, *acm);
  return id;
}

NodeId add_manifest_entry(TreeBuilder& tree, Spots& spots, const fit::Entry& entry, NodeId table) {
  const bool key = entry.type == static_cast<std::uint8_t>(fit::Type::key_manifest);
  const NodeId id = spots.find_or_add({.kind = Kind::partition,
                                       .offset = *entry.offset,
                                       .size = entry.size,
                                       .type = "Boot Guard",
                                       .name = key ? "key manifest" : "boot policy"});
  const auto reader = rest_from(tree, *entry.offset, entry.size);
  if (key) {
    const auto manifest = fit::parse_key_manifest(reader);
    if (!manifest) {
      tree.malformed(table, manifest.error());
      return id;
    }
    tree.attribute(id, "Structure version", fmt::format("0x{:02x}", manifest->structure_version));
    tree.attribute(id, "Security version", fmt::format("{}", manifest->svn));
    tree.attribute(id, "Key manifest id", fmt::format("{}", manifest->id));
    return id;
  }
  const auto policy = fit::parse_boot_policy(reader, tree.budget());
  if (!policy) {
    tree.malformed(table, policy.error());
    return id;
  }
  tree.attribute(id, "Structure version", fmt::format("0x{:02x}", policy->structure_version));
  tree.attribute(id, "Security version", fmt::format("{}", policy->svn));
  tree.attribute(id, "Least ACM version", fmt::format("{}", policy->acm_svn));
  tree.attribute(id, "Signature", policy->is_signed ? "present" : "missing");
  for (const auto& element : policy->elements)
    tree.attribute(id, "Element", fmt::format("{} at 0x{:x}", element.id, element.offset));
  return id;
}

NodeId add_microcode_entry(TreeBuilder& tree, Spots& spots, const fit::Entry& entry, NodeId table) {
  const auto reader = rest_from(tree, *entry.offset, tree.image().size());
  if (!formats::microcode::looks_like_intel_update(reader.rest())) {
    dangling(tree, entry, reader.rest(), table);
    return kNone;
  }
  const auto update = formats::microcode::parse_intel_update(reader, tree.budget());
  if (!update) return kNone;
  if (const NodeId known = spots.find(*entry.offset, update->size); known != kNone) return known;
  const Place around{TreeBuilder::root(), 0, *entry.offset, update->size};
  // Where no adapter found it, it stands below what is there.
  const NodeId id = spots.find_or_add({.kind = Kind::data,
                                       .offset = around.offset,
                                       .size = around.size,
                                       .type = "Microcode slot",
                                       .name = "microcode"});
  if (id != kNone) (void)add_microcode(tree, tree.body(id));
  return id;
}

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
  NodeId id = kNone;
  switch (static_cast<fit::Type>(entry.type)) {
    case fit::Type::microcode:
      id = add_microcode_entry(tree, spots, entry, table);
      break;
    case fit::Type::startup_acm:
    case fit::Type::diagnostic_acm:
      id = add_acm(tree, spots, entry, table);
      break;
    case fit::Type::key_manifest:
    case fit::Type::boot_policy:
      id = add_manifest_entry(tree, spots, entry, table);
      break;
    default:
      return;
  }
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
       .name = "FIT",
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
