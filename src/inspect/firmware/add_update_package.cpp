#include <algorithm>
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "formats/capsule/bios_guard.h"
#include "formats/capsule/dell_pfs.h"
#include "formats/capsule/insyde.h"
#include "formats/pi/unpack.h"
#include "inspect/firmware/add.h"
#include "inspect/firmware/add_flash.h"

namespace assay::inspect::firmware {
namespace {

namespace capsule = formats::capsule;

void add_content(TreeBuilder& tree, const Place& place) {
  if (add_update_package(tree, place) || add_capsule(tree, place)) return;
  if (!add_flash_descriptor(tree, place)) (void)add_raw_area(tree, place);
}

// The parts behind an entry's header, in their order: data, its signature, metadata, its signature.
void add_pfs_entry(TreeBuilder& tree, const Place& place, const capsule::PfsEntry& entry) {
  const NodeId id = tree.add({.kind = Kind::partition,
                              .parent = place.parent,
                              .buffer = place.buffer,
                              .offset = place.offset + entry.offset,
                              .size = entry.size(),
                              .header = static_cast<std::uint32_t>(entry.header_size),
                              .type = "Dell PFS entry",
                              .name = base::printable(entry.name, 256),
                              .guid = entry.guid,
                              .version = entry.version});
  if (id == kNone) return;
  tree.attribute(id, "Version", entry.version);
  tree.attribute(
      id, "Signature",
      entry.signature_size == 0 ? "missing" : fmt::format("{} bytes", entry.signature_size));
  std::uint64_t at = place.offset + entry.offset + entry.header_size;
  const auto part = [&](std::uint64_t size, std::string_view type) {
    const NodeId node = size == 0 ? kNone
                                  : tree.add({.kind = Kind::data,
                                              .parent = id,
                                              .buffer = place.buffer,
                                              .offset = at,
                                              .size = size,
                                              .type = std::string(type)});
    at += size;
    return node;
  };
  if (const NodeId data = part(entry.data_size, "PFS data"); data != kNone)
    add_content(tree, tree.body(data));
  part(entry.signature_size, "PFS signature");
  part(entry.metadata_size, "PFS metadata");
  part(entry.metadata_signature_size, "PFS metadata signature");
}

bool add_pfs(TreeBuilder& tree, const Place& place) {
  const auto pfs = capsule::parse_pfs(tree.reader(place), tree.budget());
  if (!pfs) {
    tree.malformed(place.parent, pfs.error());
    return false;
  }
  const NodeId id = tree.add({.kind = Kind::capsule,
                              .parent = place.parent,
                              .buffer = place.buffer,
                              .offset = place.offset,
                              .size = pfs->size,
                              .header = 16,
                              .type = "Dell PFS",
                              .version = fmt::format("{}", pfs->version)});
  if (id == kNone) return true;
  if (!pfs->checksum_good)
    tree.finding("firmware.table.checksum", id, "The checksum of the PFS container is wrong.");
  const Place inside{id, place.buffer, place.offset, pfs->size};
  for (const auto& entry : pfs->entries) add_pfs_entry(tree, inside, entry);
  return true;
}

// zlib's own form (RFC 1950), told from gzip by its header.
bytes::Parsed<Unpacked> inflate(const bytes::Reader& stream, bytes::Budget& budget) {
  ASSAY_TRY(auto content, formats::pi::unpack(formats::pi::Packing::gzip, stream, false, budget));
  return Unpacked{.bytes = std::move(content.bytes), .algorithm = "zlib"};
}

bool add_pfs_package(TreeBuilder& tree, const Place& place) {
  const auto sections = capsule::find_pfs_sections(tree.reader(place), tree.budget());
  if (!sections) return false;
  for (const auto& section : *sections) {
    const NodeId id =
        tree.add({.kind = Kind::archive,
                  .parent = place.parent,
                  .buffer = place.buffer,
                  .offset = place.offset + section.offset,
                  .size = section.stream_offset - section.offset + section.stream_size,
                  .header = 16,
                  .type = "Dell PFS section",
                  .name = section.type == 0xAA   ? "firmware"
                          : section.type == 0xBB ? "utilities"
                                                 : "section"});
    if (id == kNone) break;
    const auto stream = tree.reader(tree.body(id));
    const auto stated = formats::pi::stated_size(formats::pi::Packing::gzip, stream);
    if (!stated) {
      tree.malformed(id, stated.error());
      continue;
    }
    tree.unpack_later(
        id, *stated, [stream](bytes::Budget& budget) { return inflate(stream, budget); },
        [](TreeBuilder& builder, const Place& content) { add_content(builder, content); });
  }
  return true;
}

bool add_iflash(TreeBuilder& tree, const Place& place) {
  const auto parts = capsule::find_iflash_parts(tree.reader(place), tree.budget());
  if (!parts) return false;
  for (const auto& part : *parts) {
    const auto known = capsule::iflash_part_name(part.tag);
    const NodeId id = tree.add({.kind = Kind::partition,
                                .parent = place.parent,
                                .buffer = place.buffer,
                                .offset = place.offset + part.offset,
                                .size = part.header_size + part.size,
                                .header = static_cast<std::uint32_t>(part.header_size),
                                .type = "Insyde iFlash part",
                                .name = base::printable(known.empty() ? part.tag : known, 64)});
    if (id == kNone) break;
    if (part.tag == "BIOSIMG") add_content(tree, tree.body(id));
  }
  return true;
}

bool add_bios_guard(TreeBuilder& tree, const Place& place) {
  const auto guard = capsule::parse_bios_guard(tree.reader(place), tree.budget());
  if (!guard) {
    tree.malformed(place.parent, guard.error());
    return false;
  }
  const NodeId id = tree.add({.kind = Kind::capsule,
                              .parent = place.parent,
                              .buffer = place.buffer,
                              .offset = place.offset,
                              .size = place.size,
                              .header = static_cast<std::uint32_t>(guard->header_size),
                              .type = "AMI BIOS Guard container"});
  if (id == kNone) return true;
  tree.attribute(id, "Blocks", fmt::format("{}", guard->blocks.size()));
  for (const auto& block : guard->blocks) {
    const NodeId node = tree.add(
        {.kind = Kind::partition,
         .parent = id,
         .buffer = place.buffer,
         .offset = place.offset + block.offset,
         .size = block.size(),
         .header = static_cast<std::uint32_t>(block.data_offset - block.offset),
         .type = "BIOS Guard block",
         .name = base::printable(block.platform.substr(0, block.platform.find('\0')), 64)});
    if (node == kNone) return true;
    tree.attribute(node, "Security version", fmt::format("{}", block.bios_svn));
    tree.attribute(node, "Signature", block.signature_size == 0 ? "missing" : "present");
    const NodeId data = tree.add({.kind = Kind::data,
                                  .parent = node,
                                  .buffer = place.buffer,
                                  .offset = place.offset + block.data_offset,
                                  .size = block.data_size,
                                  .type = "BIOS Guard data"});
    if (data != kNone) (void)add_raw_area(tree, tree.body(data));
  }
  if (guard->size < place.size)
    (void)add_raw_area(tree,
                       {id, place.buffer, place.offset + guard->size, place.size - guard->size});
  return true;
}

}  // namespace

bool add_update_package(TreeBuilder& tree, const Place& place) {
  const auto bytes = tree.bytes_of(place);
  // Containers in containers are taken apart as deep as the budget lets structures nest.
  const bytes::Nesting level(tree.budget());
  if (!level.check(place.offset, "update package")) return false;
  if (capsule::looks_like_pfs(bytes)) return add_pfs(tree, place);
  if (capsule::looks_like_bios_guard(bytes)) return add_bios_guard(tree, place);
  if (capsule::looks_like_pfs_package(bytes)) return add_pfs_package(tree, place);
  if (capsule::looks_like_iflash(bytes)) return add_iflash(tree, place);
  return false;
}

}  // namespace assay::inspect::firmware
