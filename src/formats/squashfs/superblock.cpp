#include "formats/squashfs/superblock.h"

#include <algorithm>
#include <array>
#include <bit>

#include "bytes/text.h"

namespace assay::formats::squashfs {
namespace {

using bytes::Parsed;
using bytes::Reader;
using codec::Codec;
using filesystem::Order;
using filesystem::OrderedReader;

constexpr std::array<std::string_view, 7> kMagics{"hsqs", "sqsh", "shsq", "qshs",
                                                  "tqsh", "hsqt", "sqlz"};
constexpr std::uint64_t kMajorAt = 28;  // in every generation

// The order is what makes s_major a generation; vendors' magics do not tell it.
std::optional<Order> order_of(Reader image) noexcept {
  const auto major = image.at(kMajorAt, 2, "s_major");
  if (!major) return std::nullopt;
  Reader little = *major;
  Reader big = *major;
  const auto as_little = little.le16("s_major");
  const auto as_big = big.be16("s_major");
  if (as_little && *as_little >= 1 && *as_little <= 4) return Order::little;
  if (as_big && *as_big >= 1 && *as_big <= 4) return Order::big;
  return std::nullopt;
}

// squashfs_fs.h of Linux 2.6.29 and later.
Parsed<Superblock> generation_4(OrderedReader r, Superblock s) {
  ASSAY_CHECK(r.raw().skip(4, "s_magic"));
  const auto read32 = [&](std::uint32_t& out, std::string_view field) -> Parsed<void> {
    const auto v = r.u32(field);
    if (!v) return std::unexpected(v.error());
    out = *v;
    return {};
  };
  const auto read64 = [&](std::uint64_t& out, std::string_view field) -> Parsed<void> {
    const auto v = r.u64(field);
    if (!v) return std::unexpected(v.error());
    out = *v;
    return {};
  };
  ASSAY_CHECK(read32(s.inodes, "inodes"));
  ASSAY_CHECK(read32(s.made, "mkfs_time"));
  ASSAY_CHECK(read32(s.block_size, "block_size"));
  ASSAY_CHECK(read32(s.fragments, "fragments"));
  const auto compression_at = r.raw().offset();
  const auto compression = r.u16("compression");
  if (!compression) return std::unexpected(compression.error());
  constexpr std::array kCodecs{Codec::zlib, Codec::lzma, Codec::lzo,
                               Codec::xz,   Codec::lz4,  Codec::zstd};
  if (*compression == 0 || *compression > kCodecs.size())
    return bytes::bad_value(compression_at, "compression", "1 to 6");
  s.compression = kCodecs.at(*compression - 1U);
  ASSAY_CHECK(r.raw().skip(2, "block_log"));
  const auto flags = r.u16("flags");
  const auto ids = r.u16("no_ids");
  if (!flags || !ids) return std::unexpected(!flags ? flags.error() : ids.error());
  s.flags = *flags;
  s.uids = *ids;
  ASSAY_CHECK(r.raw().skip(4, "s_major and s_minor"));
  ASSAY_CHECK(read64(s.root_inode, "root_inode"));
  ASSAY_CHECK(read64(s.bytes_used, "bytes_used"));
  ASSAY_CHECK(read64(s.uid_table, "id_table_start"));
  ASSAY_CHECK(r.raw().skip(8, "xattr_id_table_start"));
  ASSAY_CHECK(read64(s.inode_table, "inode_table_start"));
  ASSAY_CHECK(read64(s.directory_table, "directory_table_start"));
  ASSAY_CHECK(read64(s.fragment_table, "fragment_table_start"));
  return s;
}

// squashfs_super_block of the out-of-tree kernels, packed; generation 3 repeats the sizes in 64
// bits at the end.
Parsed<Superblock> generation_2_or_3(Reader image, Superblock s) {
  const auto at = [&](std::uint64_t offset, std::uint64_t size,
                      std::string_view field) -> Parsed<OrderedReader> {
    const auto part = image.at(offset, size, field);
    if (!part) return std::unexpected(part.error());
    return OrderedReader(*part, s.order);
  };
  const auto u32 = [&](std::uint32_t& out, std::uint64_t offset,
                       std::string_view field) -> Parsed<void> {
    auto r = at(offset, 4, field);
    if (!r) return std::unexpected(r.error());
    out = r->u32(field).value_or(0);
    return {};
  };
  const auto u64 = [&](std::uint64_t& out, std::uint64_t offset,
                       std::string_view field) -> Parsed<void> {
    auto r = at(offset, 8, field);
    if (!r) return std::unexpected(r.error());
    out = r->u64(field).value_or(0);
    return {};
  };
  ASSAY_CHECK(u32(s.inodes, 4, "inodes"));
  ASSAY_CHECK(u32(s.made, 39, "mkfs_time"));
  ASSAY_CHECK(u64(s.root_inode, 43, "root_inode"));
  ASSAY_CHECK(u32(s.block_size, 51, "block_size"));
  ASSAY_CHECK(u32(s.fragments, 55, "fragments"));
  auto counts = at(36, 3, "flags");
  if (!counts) return std::unexpected(counts.error());
  s.flags = counts->u8("flags").value_or(0);
  s.uids = counts->u8("no_uids").value_or(0);
  s.gids = counts->u8("no_guids").value_or(0);
  if (s.major == 3) {
    ASSAY_CHECK(u64(s.bytes_used, 63, "bytes_used"));
    ASSAY_CHECK(u64(s.uid_table, 71, "uid_start"));
    ASSAY_CHECK(u64(s.gid_table, 79, "guid_start"));
    ASSAY_CHECK(u64(s.inode_table, 87, "inode_table_start"));
    ASSAY_CHECK(u64(s.directory_table, 95, "directory_table_start"));
    ASSAY_CHECK(u64(s.fragment_table, 103, "fragment_table_start"));
    return s;
  }
  const auto narrow = [&](std::uint64_t& out, std::uint64_t offset,
                          std::string_view field) -> Parsed<void> {
    std::uint32_t value = 0;
    ASSAY_CHECK(u32(value, offset, field));
    out = value;
    return {};
  };
  ASSAY_CHECK(narrow(s.bytes_used, 8, "bytes_used"));
  ASSAY_CHECK(narrow(s.uid_table, 12, "uid_start"));
  ASSAY_CHECK(narrow(s.gid_table, 16, "guid_start"));
  ASSAY_CHECK(narrow(s.inode_table, 20, "inode_table_start"));
  ASSAY_CHECK(narrow(s.directory_table, 24, "directory_table_start"));
  ASSAY_CHECK(narrow(s.fragment_table, 59, "fragment_table_start"));
  return s;
}

Parsed<Superblock> checked(Superblock s, std::uint64_t at) {
  if (!std::has_single_bit(s.block_size) || s.block_size < 4096 || s.block_size > 1U << 20U)
    return bytes::bad_value(at, "block_size", "a power of two from 4 KiB to 1 MiB");
  if (s.bytes_used < 64 || s.bytes_used > std::uint64_t{1} << 40U)
    return bytes::bad_value(at, "bytes_used", "64 bytes to 1 TiB");
  if (s.inode_table >= s.bytes_used || s.directory_table >= s.bytes_used ||
      s.inode_table > s.directory_table)
    return bytes::bad_value(at, "inode_table_start", "an inode table before the directory table");
  return s;
}

}  // namespace

Parsed<Superblock> parse_superblock(Reader image) {
  const auto magic =
      bytes::as_chars(image.whole().first(std::min<std::size_t>(image.whole().size(), 4)));
  const auto found = std::ranges::find(kMagics, magic);
  const auto start = image.offset();
  if (found == kMagics.end()) return bytes::bad_value(start, "s_magic", "\"hsqs\" or \"sqsh\"");
  const auto order = order_of(image);
  if (!order) return bytes::bad_value(start + kMajorAt, "s_major", "2, 3 or 4");
  Superblock s{.order = *order};
  s.vendor_magic = found - kMagics.begin() >= 2;
  const auto version = image.at(kMajorAt, 4, "s_major");
  if (!version) return std::unexpected(version.error());
  OrderedReader r(*version, *order);
  s.major = r.u16("s_major").value_or(0);
  s.minor = r.u16("s_minor").value_or(0);
  if (s.major < 2) return bytes::bad_value(start + kMajorAt, "s_major", "2, 3 or 4");
  const auto parsed =
      s.major == 4 ? generation_4(OrderedReader(image, *order), s) : generation_2_or_3(image, s);
  if (!parsed) return parsed;
  return checked(*parsed, start);
}

bool looks_like_squashfs(bytes::ByteSpan bytes) noexcept {
  return parse_superblock(Reader(bytes)).has_value();
}

}  // namespace assay::formats::squashfs
