#include "formats/me/partition_table.h"

#include "base/error.h"
#include "bytes/text.h"
#include "formats/me/checksum.h"

namespace assay::formats::me {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint64_t kBypass = 16;  // ROM bypass vector before the table
constexpr std::uint64_t kHeader = 32;
constexpr std::uint64_t kEntry = 32;
constexpr std::uint32_t kMostPartitions = 128;
constexpr std::uint32_t kUnused = 0xFFFFFFFF;

std::optional<std::uint64_t> find_table(const Reader& region) noexcept {
  for (const std::uint64_t at : {kBypass, std::uint64_t{0}}) {
    const auto r = region.at(at, 4, "$FPT");
    if (r && bytes::starts_with(r->whole(), "$FPT")) return at;
  }
  return std::nullopt;
}

// Up to 2.0 all bytes of the header sum up to zero, the ROM bypass vector among them where the
// header says that it is 0x30 long; 2.1 has a CRC-32 over the header with the CRC itself zero.
Checksum check(const Reader& region, const PartitionTable& table) noexcept {
  if (table.version >= 0x21) {
    const auto header = region.at(table.at, table.header_length, "$FPT");
    return header && crc32_without(header->whole(), 0x14) ? Checksum::good : Checksum::bad;
  }
  const std::uint64_t before = table.header_length == kHeader + kBypass ? kBypass : 0;
  if (before > table.at) return Checksum::bad;
  const auto header = region.at(table.at - before, table.header_length, "$FPT");
  return header && byte_sum(header->whole()) == 0 ? Checksum::good : Checksum::bad;
}

Parsed<Partition> read_entry(Reader& r) {
  ASSAY_TRY(const auto b, r.fixed<kEntry>("partition"));
  Partition out;
  out.name = short_name(bytes::ByteSpan(b).first(4));
  out.owner = short_name(bytes::ByteSpan(b).subspan(4, 4));
  const std::uint32_t offset = bytes::le32_at<8>(b);
  const std::uint32_t size = bytes::le32_at<12>(b);
  out.flags = bytes::le32_at<28>(b);
  out.valid = bytes::u8_at<31>(b) != 0xFF;
  out.stored = offset != 0 && offset != kUnused && size != 0 && size != kUnused && out.valid;
  if (out.stored) {
    out.offset = offset;
    out.size = size;
  }
  return out;
}

}  // namespace

Parsed<PartitionTable> parse_partition_table(Reader region, bytes::Budget& budget) {
  const auto at = find_table(region);
  if (!at) return bytes::bad_value(region.offset() + kBypass, "HeaderMarker", "$FPT");
  PartitionTable out;
  out.at = *at;
  ASSAY_TRY(auto r, region.at(*at, region.remaining() - *at, "$FPT"));
  ASSAY_TRY(const auto header, r.fixed<kHeader>("$FPT header"));
  const std::uint32_t count = bytes::le32_at<4>(header);
  out.version = bytes::u8_at<8>(header);
  out.header_length = bytes::u8_at<10>(header);
  out.layout_tool = {bytes::le16_at<24>(header), bytes::le16_at<26>(header),
                     bytes::le16_at<28>(header), bytes::le16_at<30>(header)};
  if (out.version != 0x10 && out.version != 0x20 && out.version != 0x21)
    return bytes::bad_value(region.offset() + *at + 8, "HeaderVersion", "0x10, 0x20 or 0x21");
  if (count > kMostPartitions)
    return bytes::bad_value(region.offset() + *at + 4, "NumFptEntries", "at most 128");
  ASSAY_CHECK(budget.items(count, region.offset() + *at + 4, "NumFptEntries"));
  for (std::uint32_t i = 0; i < count; ++i) {
    ASSAY_TRY(Partition entry, read_entry(r));
    out.partitions.push_back(entry);
  }
  out.size = kHeader + count * kEntry;
  out.checksum = check(region, out);
  return out;
}

bool looks_like_partition_table(bytes::ByteSpan bytes) noexcept {
  const Reader region(bytes);
  const auto at = find_table(region);
  if (!at) return false;
  auto r = region.at(*at + 4, 8, "$FPT");
  const auto count = r ? r->le32("NumFptEntries") : std::unexpected(r.error());
  const auto version = r && count ? r->u8("HeaderVersion") : bytes::bad_value(0, "", "");
  return count && *count <= kMostPartitions && version &&
         (*version == 0x10 || *version == 0x20 || *version == 0x21);
}

}  // namespace assay::formats::me
