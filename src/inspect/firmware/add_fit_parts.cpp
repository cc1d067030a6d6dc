#include <algorithm>
#include <fmt/format.h>

#include "bytes/text.h"
#include "crypto/digest.h"
#include "formats/fit/acm.h"
#include "formats/fit/boot_guard.h"
#include "formats/microcode/intel.h"
#include "inspect/firmware/add_flash.h"
#include "inspect/firmware/fit_parts.h"

namespace assay::inspect::firmware {
namespace {

namespace fit = formats::fit;

constexpr std::uint64_t kAcmLimit = 1ULL << 20U;

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
  const std::uint64_t size = formats::microcode::intel_update_size(reader.rest());
  if (const NodeId known = spots.find(*entry.offset, size); known != kNone) return known;
  // Where no adapter found it, it stands below what is there.
  const NodeId id = spots.find_or_add({.kind = Kind::data,
                                       .offset = *entry.offset,
                                       .size = size,
                                       .type = "Microcode slot",
                                       .name = "microcode"});
  if (id != kNone) (void)add_microcode(tree, tree.body(id));
  return id;
}

}  // namespace

bytes::Reader rest_from(const TreeBuilder& tree, std::uint64_t offset, std::uint64_t limit) {
  const std::uint64_t left = tree.image().size() - offset;
  return tree.reader({kNone, 0, offset, std::min(left, limit)});
}

NodeId add_fit_entry(TreeBuilder& tree, Spots& spots, const fit::Entry& entry, NodeId table) {
  if (!entry.offset) return kNone;
  switch (static_cast<fit::Type>(entry.type)) {
    case fit::Type::microcode:
      return add_microcode_entry(tree, spots, entry, table);
    case fit::Type::startup_acm:
    case fit::Type::diagnostic_acm:
      return add_acm(tree, spots, entry, table);
    case fit::Type::key_manifest:
    case fit::Type::boot_policy:
      return add_manifest_entry(tree, spots, entry, table);
    default:
      return kNone;
  }
}

}  // namespace assay::inspect::firmware
