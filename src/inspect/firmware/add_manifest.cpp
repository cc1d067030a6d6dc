#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "crypto/digest.h"
#include "formats/me/code_partition.h"
#include "inspect/firmware/add_flash.h"

namespace assay::inspect::firmware {
namespace {

namespace me = formats::me;

std::string key_hash(bytes::ByteSpan modulus) {
  crypto::HashEngine hash;
  return hash.hash(crypto::HashAlg::sha256, modulus).hex();
}

void describe(TreeBuilder& tree, NodeId node, const me::Manifest& manifest) {
  tree.at(node).version = manifest.version();
  tree.attribute(node, "Version", manifest.version());
  tree.attribute(node, "Date", manifest.date_text());
  tree.attribute(node, "Security version", fmt::format("{}", manifest.security_version));
  if (manifest.key_bits != 0) {
    tree.attribute(node, "RSA key", fmt::format("{} bits", manifest.key_bits));
    tree.attribute(node, "RSA key's SHA-256", key_hash(manifest.modulus));
    tree.attribute(node, "Signature", manifest.has_signature ? "present" : "missing");
  }
  if (manifest.debug_signed)
    tree.finding("firmware.me.not-production", node,
                 fmt::format("The management engine's firmware {} is signed with a debug key.",
                             manifest.version()));
  if (manifest.key_bits != 0 && !manifest.has_signature)
    tree.finding("firmware.me.unsigned", node,
                 "The manifest of the management engine's firmware has no signature.");
  for (const auto& problem : manifest.problems) tree.malformed(node, problem);
}

std::string_view compression_name(std::uint8_t code) {
  switch (code) {
    case 0:
      return "none";
    case 1:
      return "Huffman";
    case 2:
      return "LZMA";
    default:
      return "unknown";
  }
}

// Before CSE: each module stands at its own offset, except that Huffman-packed ones share chunks
// that their directory places, which is why these stay attributes.
void add_modules(TreeBuilder& tree, NodeId node, const Place& place, const me::Manifest& manifest) {
  std::string erased;
  std::uint64_t end = std::min(manifest.size, place.size);
  auto modules = manifest.modules;
  std::ranges::sort(modules, {}, &me::Module::offset);
  for (const auto& module : modules) {
    const std::string name = base::printable(module.name, 64);
    tree.attribute(
        node, "Module",
        fmt::format("{}: {} bytes, {}", name, module.size, compression_name(module.compression)));
    if (module.compression == 1 || module.size == 0) continue;
    const Place at{node, place.buffer, place.offset + module.offset, module.size};
    if (module.offset < end || module.offset > place.size ||
        module.size > place.size - module.offset)
      continue;
    end = std::uint64_t{module.offset} + module.size;
    if (bytes::all_of(tree.bytes_of(at), std::byte{0xFF}))
      erased += (erased.empty() ? "" : ", ") + name;
    const NodeId id = tree.add({.kind = Kind::executable,
                                .parent = node,
                                .buffer = at.buffer,
                                .offset = at.offset,
                                .size = at.size,
                                .type = "ME module",
                                .name = name});
    tree.attribute(id, "Compression", std::string(compression_name(module.compression)));
    tree.attribute(id, "Size unpacked", fmt::format("{}", module.size_uncompressed));
    tree.attribute(id, "SHA-256 unpacked", bytes::to_hex(module.hash));
  }
  if (!erased.empty())
    tree.finding("firmware.me.reduced", node,
                 fmt::format("The signed manifest of partition {} names modules whose bytes are "
                             "erased: {}.",
                             base::printable(manifest.partition, 64), erased));
}

// A Huffman module's stored size is that of its unpacked form; it ends where the next begins.
std::uint64_t stored_size(const me::CodePartition& code, const me::CodeEntry& entry,
                          std::uint64_t whole) {
  if (!entry.huffman) return entry.size;
  std::uint64_t next = whole;
  for (const auto& other : code.entries)
    if (other.offset > entry.offset) next = std::min(next, other.offset);
  return std::min(entry.size, next - std::min(next, entry.offset));
}

void add_entries(TreeBuilder& tree, NodeId node, const Place& place,
                 const me::CodePartition& code) {
  auto entries = code.entries;
  std::ranges::stable_sort(entries, {}, &me::CodeEntry::offset);
  std::uint64_t end = code.header_size;
  std::string erased;
  for (const auto& entry : entries) {
    const std::uint64_t size = stored_size(code, entry, place.size);
    const std::string name = base::printable(entry.name, 64);
    if (size == 0) continue;
    if (entry.offset < end || entry.offset > place.size || size > place.size - entry.offset) {
      tree.attribute(node, "Entry outside",
                     fmt::format("{} at 0x{:x}, {} bytes", name, entry.offset, size));
      continue;
    }
    end = entry.offset + size;
    const NodeId id = tree.add({.kind = entry.name.contains('.') ? Kind::data : Kind::executable,
                                .parent = node,
                                .buffer = place.buffer,
                                .offset = place.offset + entry.offset,
                                .size = size,
                                .type = entry.name.ends_with(".man")   ? "ME manifest"
                                        : entry.name.ends_with(".met") ? "ME metadata"
                                                                       : "ME module",
                                .name = name});
    if (id == kNone) return;
    if (entry.huffman) tree.attribute(id, "Compression", "Huffman");
    if (!entry.name.contains('.') && bytes::all_of(tree.bytes_of(id), std::byte{0xFF}))
      erased += (erased.empty() ? "" : ", ") + name;
  }
  if (!erased.empty())
    tree.finding("firmware.me.reduced", node,
                 fmt::format("Partition {} names modules whose bytes are erased: {}.",
                             base::printable(code.name, 64), erased));
}

}  // namespace

bool add_manifest(TreeBuilder& tree, NodeId node, const Place& place) {
  const auto reader = tree.reader(place);
  if (!me::looks_like_manifest(reader.rest())) return false;
  const auto manifest = me::parse_manifest(reader, tree.budget());
  if (!manifest) {
    tree.malformed(node, manifest.error());
    return false;
  }
  describe(tree, node, *manifest);
  tree.add({.kind = Kind::table,
            .parent = node,
            .buffer = place.buffer,
            .offset = place.offset,
            .size = std::min(manifest->size, place.size),
            .header = static_cast<std::uint32_t>(std::min(manifest->size, place.size)),
            .type = std::string(manifest->tag),
            .name = "manifest",
            .version = manifest->version()});
  add_modules(tree, node, place, *manifest);
  return true;
}

bool add_code_partition(TreeBuilder& tree, NodeId node, const Place& place) {
  const auto reader = tree.reader(place);
  if (!me::looks_like_code_partition(reader.rest())) return false;
  const auto code = me::parse_code_partition(reader, tree.budget());
  if (!code) {
    tree.malformed(node, code.error());
    return false;
  }
  const NodeId id = tree.add({.kind = Kind::table,
                              .parent = node,
                              .buffer = place.buffer,
                              .offset = place.offset,
                              .size = code->header_size,
                              .header = static_cast<std::uint32_t>(code->header_size),
                              .type = "$CPD",
                              .version = fmt::format("{}", code->version)});
  if (!code->checksum_good)
    tree.finding("firmware.table.checksum", id,
                 fmt::format("The checksum of the directory of partition {} is wrong.",
                             base::printable(code->name, 64)));
  if (code->manifest) describe(tree, node, *code->manifest);
  add_entries(tree, node, place, *code);
  return true;
}

}  // namespace assay::inspect::firmware
