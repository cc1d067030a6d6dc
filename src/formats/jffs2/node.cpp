#include "formats/jffs2/node.h"

#include <algorithm>
#include <optional>

#include "bytes/text.h"
#include "formats/codec/codec.h"

namespace assay::formats::jffs2 {
namespace {

using bytes::Parsed;
using bytes::Reader;
using filesystem::Order;
using filesystem::OrderedReader;

constexpr std::uint16_t kMagic = 0x1985;
constexpr std::uint64_t kHeader = 12;
constexpr std::uint16_t kDirectoryEntry = 0xE001;
constexpr std::uint16_t kInode = 0xE002;
constexpr std::uint64_t kEntryHeader = 40;
constexpr std::uint64_t kInodeHeader = 68;
constexpr std::uint32_t kMostNode = 16U * 1024 * 1024;  // a clean marker may span an erase block

struct Header {
  std::uint16_t type = 0;
  std::uint32_t size = 0;
};

std::optional<Header> header_at(const Reader& image, std::uint64_t at, Order order) noexcept {
  const auto part = image.at(at, kHeader, "node header");
  if (!part) return std::nullopt;
  OrderedReader r(*part, order);
  if (r.u16("magic").value_or(0) != kMagic) return std::nullopt;
  Header h{.type = r.u16("nodetype").value_or(0), .size = r.u32("totlen").value_or(0)};
  const std::uint32_t crc = r.u32("hdr_crc").value_or(0);
  if (codec::crc32_raw(part->rest().first(8), 0) != crc) return std::nullopt;
  if (h.size < kHeader || h.size > kMostNode) return std::nullopt;
  return h;
}

std::optional<Order> order_of(const Reader& image) noexcept {
  for (const Order order : {Order::little, Order::big})
    if (header_at(image, 0, order)) return order;
  return std::nullopt;
}

class Collector {
 public:
  Collector(Reader image, bytes::Budget& budget, Nodes& out) noexcept
      : image_(image), budget_(budget), out_(out) {}

  Parsed<void> node(std::uint64_t at, const Header& h) {
    ASSAY_CHECK(budget_.items(1, image_.offset() + at, "node"));
    ++out_.count;
    const auto part = image_.at(at, h.size, "node");
    bool good = part.has_value();
    if (good && h.type == kDirectoryEntry) good = entry(*part);
    if (good && h.type == kInode) good = data(*part);
    if (!good && out_.bad++ == 0) out_.first_bad = image_.offset() + at;
    return {};
  }

 private:
  bool entry(Reader part) {
    const auto fixed = part.sub(kEntryHeader, "directory entry");
    if (!fixed) return false;
    OrderedReader r(*fixed, out_.order);
    static_cast<void>(r.raw().skip(kHeader, "header"));
    DirectoryEntry e{.parent = r.u32("pino").value_or(0),
                     .version = r.u32("version").value_or(0),
                     .inode = r.u32("ino").value_or(0),
                     .name = {}};
    static_cast<void>(r.raw().skip(4, "mctime"));
    const std::uint8_t name_size = r.u8("nsize").value_or(0);
    static_cast<void>(r.raw().skip(3, "type and unused"));
    const std::uint32_t node_crc = r.u32("node_crc").value_or(0);
    const std::uint32_t name_crc = r.u32("name_crc").value_or(0);
    const auto name = part.take(name_size, "name");
    if (!name || codec::crc32_raw(fixed->rest().first(kEntryHeader - 8), 0) != node_crc ||
        codec::crc32_raw(*name, 0) != name_crc)
      return false;
    e.name = bytes::to_string(*name);
    out_.entries.push_back(std::move(e));
    return true;
  }

  bool data(Reader part) {
    const auto fixed = part.sub(kInodeHeader, "inode");
    if (!fixed) return false;
    OrderedReader r(*fixed, out_.order);
    static_cast<void>(r.raw().skip(kHeader, "header"));
    Data d{.inode = r.u32("ino").value_or(0),
           .version = r.u32("version").value_or(0),
           .mode = r.u32("mode").value_or(0),
           .uid = r.u16("uid").value_or(0),
           .gid = r.u16("gid").value_or(0),
           .file_size = r.u32("isize").value_or(0)};
    static_cast<void>(r.raw().skip(12, "times"));
    d.offset = r.u32("offset").value_or(0);
    const std::uint32_t packed = r.u32("csize").value_or(0);
    d.size = r.u32("dsize").value_or(0);
    d.compression = r.u8("compr").value_or(0);
    static_cast<void>(r.raw().skip(3, "usercompr and flags"));
    const std::uint32_t data_crc = r.u32("data_crc").value_or(0);
    const std::uint32_t node_crc = r.u32("node_crc").value_or(0);
    const auto content = part.sub(packed, "data");
    if (!content || codec::crc32_raw(fixed->rest().first(kInodeHeader - 8), 0) != node_crc ||
        codec::crc32_raw(content->rest(), 0) != data_crc)
      return false;
    d.packed = *content;
    out_.data.push_back(d);
    return true;
  }

  Reader image_;
  bytes::Budget& budget_;
  Nodes& out_;
};

}  // namespace

Parsed<Nodes> read_nodes(Reader image, bytes::Budget& budget) {
  const auto order = order_of(image);
  if (!order) return bytes::bad_value(image.offset(), "magic", "0x1985 and a good hdr_crc");
  Nodes out{.order = *order, .entries = {}, .data = {}};
  Collector collector(image, budget, out);
  const std::uint64_t size = image.whole().size();
  std::uint64_t foreign = 0;
  for (std::uint64_t at = 0; at + kHeader <= size && foreign < kMostForeign;) {
    if (const auto h = header_at(image, at, *order)) {
      ASSAY_CHECK(collector.node(at, *h));
      const std::uint64_t aligned = (std::uint64_t{h->size} + 3) / 4 * 4;
      at += aligned;
      out.end = std::min(at, size);
      foreign = 0;
      continue;
    }
    const auto word = image.at(at, 4, "word");
    if (word && !bytes::all_of(word->rest(), std::byte{0xFF})) foreign += 4;
    at += 4;
  }
  return out;
}

bool looks_like_jffs2(bytes::ByteSpan bytes) noexcept {
  return order_of(Reader(bytes)).has_value();
}

}  // namespace assay::formats::jffs2
