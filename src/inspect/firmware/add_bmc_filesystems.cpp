// Each file system's own words about itself, then its files, read beside the walk.
#include <algorithm>
#include <memory>

#include "base/format.h"
#include "base/text.h"
#include "base/time.h"
#include "formats/cpio/cpio.h"
#include "formats/cramfs/cramfs.h"
#include "formats/jffs2/jffs2.h"
#include "formats/romfs/romfs.h"
#include "formats/squashfs/squashfs.h"
#include "formats/ubifs/ubifs.h"
#include "formats/yaffs2/yaffs2.h"
#include "inspect/firmware/add_bmc.h"

namespace assay::inspect::firmware {
namespace {

namespace fs = formats::filesystem;
using bytes::Budget;
using bytes::Parsed;
using bytes::Reader;

Node filesystem_node(const Place& place, std::uint64_t size, std::string type) {
  return {.kind = Kind::filesystem,
          .parent = place.parent,
          .buffer = place.buffer,
          .offset = place.offset,
          .size = size,
          .type = std::move(type)};
}

std::string_view order_name(fs::Order order) noexcept {
  return order == fs::Order::big ? "big-endian" : "little-endian";
}

template <class Image>
Parsed<fs::Files> files_of(Parsed<Image> image) {
  if (!image) return std::unexpected(image.error());
  return std::move(image->files);
}

// The parser has run; its contents move into a buffer of the tree.
void add_parsed(TreeBuilder& tree, NodeId node, fs::Files files) {
  const auto shared = std::make_shared<fs::Files>(std::move(files));
  add_files_later(tree, node,
                  [shared](Reader, Budget&) -> Parsed<fs::Files> { return std::move(*shared); });
}

}  // namespace

std::uint64_t add_squashfs(TreeBuilder& tree, const Place& place) {
  const auto super = formats::squashfs::parse_superblock(tree.reader(place));
  if (!super) return 0;
  const NodeId node = tree.add(filesystem_node(
      place, super->bytes_used, fmt::format("squashfs {}.{}", super->major, super->minor)));
  tree.attribute(node, "byte order", std::string(order_name(super->order)));
  if (super->major == 4)
    tree.attribute(node, "compression", std::string(formats::codec::name(super->compression)));
  tree.attribute(node, "block size", fmt::format("{}", super->block_size));
  tree.attribute(node, "made", base::to_rfc3339({super->made}));
  if (super->vendor_magic) tree.attribute(node, "magic", "a vendor's own");
  add_files_later(tree, node, [](Reader r, Budget& budget) {
    return files_of(formats::squashfs::parse_squashfs(r, budget));
  });
  return tree.at(node).size;
}

std::uint64_t add_jffs2(TreeBuilder& tree, const Place& place) {
  if (!formats::jffs2::looks_like_jffs2(tree.bytes_of(place))) return 0;
  auto image = formats::jffs2::parse_jffs2(tree.reader(place), tree.budget());
  if (!image || image->size == 0) return 0;
  const NodeId node = tree.add(filesystem_node(place, image->size, "JFFS2"));
  tree.attribute(node, "byte order", std::string(order_name(image->order)));
  tree.attribute(node, "nodes", fmt::format("{}", image->nodes));
  if (image->bad_nodes != 0)
    tree.attribute(node, "nodes with a wrong CRC", fmt::format("{}", image->bad_nodes));
  add_parsed(tree, node, std::move(image->files));
  return tree.at(node).size;
}

std::uint64_t add_ubifs(TreeBuilder& tree, const Place& place) {
  if (!formats::ubifs::looks_like_ubifs(tree.bytes_of(place))) return 0;
  auto image = formats::ubifs::parse_ubifs(tree.reader(place), tree.budget());
  if (!image || image->size == 0) return 0;
  const NodeId node = tree.add(filesystem_node(place, image->size, "UBIFS"));
  tree.attribute(node, "format", fmt::format("{}", image->format));
  tree.attribute(node, "nodes", fmt::format("{}", image->nodes));
  if (image->bad_nodes != 0)
    tree.attribute(node, "nodes with a wrong CRC", fmt::format("{}", image->bad_nodes));
  add_parsed(tree, node, std::move(image->files));
  return tree.at(node).size;
}

std::uint64_t add_cramfs(TreeBuilder& tree, const Place& place) {
  if (!formats::cramfs::looks_like_cramfs(tree.bytes_of(place))) return 0;
  auto image = formats::cramfs::parse_cramfs(tree.reader(place), tree.budget());
  if (!image) return 0;
  const NodeId node = tree.add(filesystem_node(place, image->size, "cramfs"));
  tree.at(node).name = image->volume;
  tree.attribute(node, "byte order", std::string(order_name(image->order)));
  if (image->has_crc) {
    tree.attribute(node, "CRC-32", image->crc_good ? "holds" : "wrong");
    if (!image->crc_good)
      tree.finding("firmware.image.checksum", node,
                   "The CRC-32 in the superblock is not that of the file system's bytes.");
  }
  add_parsed(tree, node, std::move(image->files));
  return tree.at(node).size;
}

std::uint64_t add_romfs(TreeBuilder& tree, const Place& place) {
  const auto image = formats::romfs::parse_romfs(tree.reader(place), tree.budget());
  // Every kernel that reads romfs has its magic among its constants.
  if (!image || (place.offset != 0 && !image->checksum_good)) return 0;
  const NodeId node = tree.add(filesystem_node(place, image->size, "romfs"));
  tree.at(node).name = image->volume;
  tree.attribute(node, "checksum", image->checksum_good ? "holds" : "wrong");
  if (!image->checksum_good)
    tree.finding("firmware.image.checksum", node,
                 "The words of the file system's first 512 bytes do not add up to zero.");
  add_files(tree, {.node = node, .buffer = place.buffer, .image_at = place.offset, .contents = 0},
            image->files);
  return tree.at(node).size;
}

std::uint64_t add_cpio(TreeBuilder& tree, const Place& place) {
  const auto archive = formats::cpio::parse_cpio(tree.reader(place), tree.budget());
  if (!archive || archive->size == 0) return 0;
  Node node = filesystem_node(place, archive->size,
                              fmt::format("cpio ({})", formats::cpio::name(archive->form)));
  node.kind = Kind::archive;
  const NodeId id = tree.add(std::move(node));
  if (!archive->trailer) tree.attribute(id, "trailer", "missing");
  add_files(tree, {.node = id, .buffer = place.buffer, .image_at = place.offset, .contents = 0},
            archive->files);
  return tree.at(id).size;
}

std::uint64_t add_yaffs2(TreeBuilder& tree, const Place& place) {
  if (!formats::yaffs2::looks_like_yaffs2(tree.bytes_of(place))) return 0;
  auto image = formats::yaffs2::parse_yaffs2(tree.reader(place), tree.budget());
  if (!image || image->objects == 0) return 0;
  const NodeId node = tree.add(filesystem_node(place, image->size, "YAFFS2"));
  tree.attribute(node, "page",
                 fmt::format("{} and {} spare", image->geometry.page, image->geometry.spare));
  tree.attribute(node, "byte order", std::string(order_name(image->geometry.order)));
  add_parsed(tree, node, std::move(image->files));
  return tree.at(node).size;
}

// Recognised alone: ext2, ext3 and ext4 keep their superblock 1024 bytes in.
std::uint64_t add_ext(TreeBuilder& tree, const Place& place) {
  constexpr std::uint64_t kSuper = 1024;
  const auto super = tree.reader(place).at(kSuper, 264, "superblock");
  if (!super) return 0;
  const auto le32 = [&](std::uint64_t at) {
    auto r = super->at(at, 4, "superblock");
    return r ? r->le32("superblock").value_or(0) : 0;
  };
  const std::uint32_t log_size = le32(24);
  const std::uint64_t blocks = le32(4);
  if ((le32(56) & 0xFFFFU) != 0xEF53 || log_size > 6 || blocks == 0 || le32(0) == 0 ||
      (le32(58) & 0xFFFFU) > 7)
    return 0;
  constexpr std::uint32_t kExtents = 0x40;
  constexpr std::uint32_t kJournal = 0x4;
  const bool four = (le32(96) & kExtents) != 0;
  const bool three = (le32(92) & kJournal) != 0;
  const std::uint64_t size = std::min((blocks << 10U) << log_size, place.size);
  const NodeId node = tree.add(filesystem_node(place, size,
                                               four    ? "ext4"
                                               : three ? "ext3"
                                                       : "ext2"));
  tree.attribute(node, "files", "not listed");
  return tree.at(node).size;
}

}  // namespace assay::inspect::firmware
