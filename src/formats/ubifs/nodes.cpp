#include "formats/ubifs/nodes.h"

#include <optional>

#include "bytes/text.h"
#include "formats/codec/codec.h"

namespace assay::formats::ubifs {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint32_t kMagic = 0x06101831;
constexpr std::uint64_t kHeader = 24;
constexpr std::uint64_t kAlign = 8;
constexpr std::uint32_t kMostNode = 1U << 20U;

enum NodeType : std::uint8_t { kInode = 0, kData = 1, kName = 2, kSuperblock = 6 };

struct Header {
  std::uint64_t sequence = 0;
  std::uint32_t size = 0;
  std::uint8_t type = 0;
  bool crc_good = false;
};

std::optional<Header> header_at(const Reader& image, std::uint64_t at) noexcept {
  const auto part = image.at(at, kHeader, "node header");
  if (!part) return std::nullopt;
  Reader r = *part;
  if (r.le32("magic").value_or(0) != kMagic) return std::nullopt;
  const std::uint32_t crc = r.le32("crc").value_or(0);
  Header h;
  h.sequence = r.le64("sqnum").value_or(0);
  h.size = r.le32("len").value_or(0);
  h.type = r.u8("node_type").value_or(0);
  if (h.size < kHeader || h.size > kMostNode) return std::nullopt;
  const auto all = image.at(at, h.size, "node");
  h.crc_good = all && codec::crc32_raw(all->rest().subspan(8), 0xFFFFFFFF) == crc;
  return h;
}

struct Key {
  std::uint32_t inode = 0;
  std::uint32_t block = 0;  // of data nodes; 29 bits
};

// Simple keys: inode number, then a type in the top three bits and a hash or block number below.
Key read_key(Reader& r) noexcept {
  Key k;
  k.inode = r.le32("key").value_or(0);
  k.block = r.le32("key").value_or(0) & 0x1FFFFFFFU;
  static_cast<void>(r.skip(8, "key"));
  return k;
}

void add_inode(Reader r, std::uint64_t sequence, Nodes& out) {
  const Key key = read_key(r);
  static_cast<void>(r.skip(8, "creat_sqnum"));
  InodeNode n{.sequence = sequence, .size = r.le64("size").value_or(0), .data = {}};
  static_cast<void>(r.skip(36, "times"));
  n.links = r.le32("nlink").value_or(0);
  n.uid = r.le32("uid").value_or(0);
  n.gid = r.le32("gid").value_or(0);
  n.mode = r.le32("mode").value_or(0);
  static_cast<void>(r.skip(4, "flags"));
  const std::uint32_t size = r.le32("data_len").value_or(0);
  static_cast<void>(r.skip(44, "xattr fields and compr_type"));
  if (const auto data = r.take(size, "data")) n.data = *data;
  auto& slot = out.inodes[key.inode];
  if (slot.sequence <= sequence) slot = n;
}

void add_name(Reader r, std::uint64_t sequence, Nodes& out) {
  const Key key = read_key(r);
  NameNode n{.sequence = sequence, .inode = r.le64("inum").value_or(0)};
  static_cast<void>(r.skip(2, "type"));
  const std::uint16_t size = r.le16("nlen").value_or(0);
  static_cast<void>(r.skip(4, "cookie"));
  const auto name = r.take(size, "name");
  if (!name || name->empty()) return;
  auto& slot = out.names[{key.inode, bytes::to_string(*name)}];
  if (slot.sequence <= sequence) slot = n;
}

void add_data(Reader r, std::uint64_t sequence, Nodes& out) {
  const Key key = read_key(r);
  DataNode n{.sequence = sequence, .size = r.le32("size").value_or(0)};
  n.compression = r.le16("compr_type").value_or(0);
  static_cast<void>(r.skip(2, "compr_size"));
  n.packed = Reader(r.rest(), r.offset());
  auto& slot = out.data[{key.inode, key.block}];
  if (slot.sequence <= sequence) slot = n;
}

}  // namespace

Parsed<Superblock> read_superblock(const Reader& image) {
  const auto h = header_at(image, 0);
  if (!h || h->type != kSuperblock || !h->crc_good)
    return bytes::bad_value(image.offset(), "magic", "a superblock node with a good crc");
  auto node = image.at(kHeader, h->size - kHeader, "superblock");
  if (!node) return std::unexpected(node.error());
  ASSAY_CHECK(node->skip(12, "flags and min_io_size"));
  Superblock s;
  s.leb_size = node->le32("leb_size").value_or(0);
  s.leb_count = node->le32("leb_cnt").value_or(0);
  // max_leb_cnt, max_bud_bytes (8), log_lebs, lpt_lebs, orph_lebs, jhead_cnt, fanout, lsave_cnt
  ASSAY_CHECK(node->skip(36, "counts"));
  s.format = node->le32("fmt_version").value_or(0);
  s.compression = node->le16("default_compr").value_or(0);
  return s;
}

Parsed<Nodes> read_nodes(const Reader& image, bytes::Budget& budget) {
  Nodes out;
  const std::uint64_t size = image.whole().size();
  for (std::uint64_t at = 0; at + kHeader <= size;) {
    const auto h = header_at(image, at);
    if (!h) {
      at += kAlign;
      continue;
    }
    ASSAY_CHECK(budget.items(1, image.offset() + at, "node"));
    ++out.count;
    const auto body = image.at(at + kHeader, h->size - kHeader, "node");
    if (!h->crc_good || !body) {
      if (out.bad++ == 0) out.first_bad = image.offset() + at;
      at += kAlign;
      continue;
    }
    if (h->type == kInode) add_inode(*body, h->sequence, out);
    if (h->type == kName) add_name(*body, h->sequence, out);
    if (h->type == kData) add_data(*body, h->sequence, out);
    at += (std::uint64_t{h->size} + kAlign - 1) / kAlign * kAlign;
  }
  return out;
}

}  // namespace assay::formats::ubifs
