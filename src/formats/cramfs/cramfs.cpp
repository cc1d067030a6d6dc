#include "formats/cramfs/cramfs.h"

#include <algorithm>
#include <array>
#include <optional>

#include "bytes/text.h"
#include "formats/codec/codec.h"
#include "formats/cramfs/walk.h"

namespace assay::formats::cramfs {
namespace {

using bytes::Parsed;
using bytes::Reader;
using filesystem::Order;

constexpr std::uint64_t kSuper = 76;
constexpr std::uint64_t kShifted = 512;
constexpr std::uint32_t kMagic = 0x28CD3D45;
constexpr std::string_view kSignature = "Compressed ROMFS";
constexpr std::uint32_t kVersion2 = 1;
constexpr std::uint64_t kCrcAt = 32;

std::optional<Order> order_at(const Reader& image, std::uint64_t at) noexcept {
  const auto head = image.at(at, 32, "superblock");
  if (!head || bytes::as_chars(head->rest().subspan(16)) != kSignature) return std::nullopt;
  Reader r = *head;
  const auto magic = r.le32("magic").value_or(0);
  if (magic == kMagic) return Order::little;
  Reader b = *head;
  return b.be32("magic").value_or(0) == kMagic ? std::optional(Order::big) : std::nullopt;
}

// Over the whole image with the field itself taken as zero.
bool crc_matches(bytes::ByteSpan image, std::uint64_t field_at, std::uint32_t stated) {
  constexpr std::array<std::byte, 4> kZero{};
  const auto at = static_cast<std::size_t>(field_at);
  std::uint32_t crc = codec::crc32(image.first(at));
  crc = codec::crc32(kZero, crc);
  return codec::crc32(image.subspan(at + 4), crc) == stated;
}

}  // namespace

Parsed<Image> parse_cramfs(Reader image, bytes::Budget& budget) {
  std::uint64_t at = 0;
  auto order = order_at(image, 0);
  if (!order) {
    at = kShifted;
    order = order_at(image, at);
  }
  if (!order) return bytes::bad_value(image.offset(), "magic", "0x28cd3d45 and its signature");
  const auto super = image.at(at, kSuper, "superblock");
  if (!super) return std::unexpected(super.error());
  Image out{.order = *order, .volume = {}, .files = {}};
  filesystem::OrderedReader r(*super, *order);
  static_cast<void>(r.u32("magic"));
  const std::uint32_t size = r.u32("size").value_or(0);
  out.flags = r.u32("flags").value_or(0);
  static_cast<void>(r.raw().skip(20, "future and signature"));
  const std::uint32_t crc = r.u32("crc").value_or(0);
  out.edition = r.u32("edition").value_or(0);
  static_cast<void>(r.u32("blocks"));
  out.stated_files = r.u32("files").value_or(0);
  if (const auto name = r.raw().take(16, "name")) {
    const auto text = bytes::as_chars(*name);
    out.volume = std::string(text.substr(0, text.find('\0')));
  }
  out.has_crc = (out.flags & kVersion2) != 0;
  const std::uint64_t there = image.whole().size();
  if (out.has_crc && (size < kSuper || size > there)) {
    out.files.note({bytes::Fault::truncated, image.offset() + there, "size", {}, size, there});
  }
  const bool whole = out.has_crc && size >= at + kSuper && size <= there;
  out.size =
      out.has_crc
          ? size
          : static_cast<std::uint32_t>(std::min<std::uint64_t>(there, std::uint64_t{0xFFFFFFFF}));
  const Reader volume(whole ? image.whole().first(size) : image.whole(), image.offset());
  out.crc_good = whole && crc_matches(volume.whole(), at + kCrcAt, crc);
  const auto root = super->rest().subspan(kSuper - kInode);
  static_cast<void>(Walk(volume, budget, out).directory(read_inode(root, *order), {}));
  return out;
}

bool looks_like_cramfs(bytes::ByteSpan bytes) noexcept {
  const Reader r(bytes);
  return order_at(r, 0).has_value();
}

}  // namespace assay::formats::cramfs
