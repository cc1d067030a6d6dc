#include "formats/me/boot_partition.h"

#include <array>
#include <span>

#include "base/error.h"
#include "formats/me/checksum.h"

namespace assay::formats::me {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint32_t kSignature = 0x000055AA;
constexpr std::uint32_t kRecovery = 0x00AA55AA;
constexpr std::uint64_t kHeader = 24;
constexpr std::uint64_t kEntry = 12;
constexpr std::uint16_t kMostParts = 256;
constexpr std::uint64_t kBypass = 16;

constexpr std::array<std::string_view, 8> kNames16 = {"Data",   "Boot 1", "Boot 2", "Boot 3",
                                                      "Boot 4", "Boot 5", {},       {}};
constexpr std::array<std::string_view, 8> kNames17 = {"Data",   "Boot 1", "Boot 2", "Boot 3",
                                                      "Boot 4", "Boot 5", "Temp",   {}};

// Pairs of offset and size. At least data and one boot partition, each inside the region.
Parsed<void> read_parts(const Reader& region, Reader& r, std::span<const std::string_view> names,
                        Layout& out) {
  for (const std::string_view name : names) {
    if (name.empty()) break;
    const std::uint64_t at = r.offset();
    ASSAY_TRY(const std::uint32_t offset, r.le32("partition offset"));
    ASSAY_TRY(const std::uint32_t size, r.le32("partition size"));
    if (size == 0) continue;
    if (offset < out.size) return bytes::bad_value(at, "partition offset", "behind the table");
    ASSAY_CHECK(region.at(offset, size, "partition"));
    out.parts.push_back({.name = name, .offset = offset, .size = size});
  }
  if (out.parts.size() < 2)
    return bytes::bad_value(region.offset() + kBypass, "layout table", "data and a boot partition");
  const auto& boot = out.parts[1];
  ASSAY_TRY(const auto first, region.at(boot.offset, boot.size, "boot partition"));
  if (!looks_like_boot_partition(first.whole()))
    return bytes::bad_value(first.offset(), "boot partition", "a BPDT");
  return {};
}

Parsed<Layout> parse_layout_16(const Reader& region) {
  Layout out{.minor = 6, .size = 0x48};
  ASSAY_TRY(auto r, region.at(kBypass, out.size - kBypass, "layout table"));
  ASSAY_CHECK(read_parts(region, r, kNames16, out));
  return out;
}

Parsed<Layout> parse_layout_17(const Reader& region) {
  Layout out{.minor = 7, .size = 0x50};
  ASSAY_TRY(auto r, region.at(kBypass, out.size - kBypass, "layout table"));
  ASSAY_TRY(const std::uint16_t size, r.le16("Size"));
  ASSAY_CHECK(r.skip(6, "Flags and checksum"));
  if (size < 0x30 || size > 0x80)
    return bytes::bad_value(region.offset() + kBypass, "Size", "0x40");
  ASSAY_TRY(const auto table, region.at(kBypass, size, "layout table"));
  out.checksum_good = crc32_without(table.whole(), 4);
  ASSAY_CHECK(read_parts(region, r, kNames17, out));
  return out;
}

}  // namespace

std::string_view boot_part_name(std::uint16_t type) noexcept {
  static constexpr std::array<std::string_view, 26> kNames = {
      "SMIP",       "RBE",  "BUP",    "uCode",    "IBB",     "S-BPDT", "OBB",   "CSE main", "ISH",
      "IDLM",       "IFP",  "UTOK",   "UFS PHY",  "UFS GPP", "PMC",    "iUnit", "NVM",      "UEP",
      "WLAN uCode", "LOCL", "OEM KM", "Defaults", "PAVP",    "IOM",    "NPHY",  "TBT"};
  if (type == 32) return "ICC";
  return type < kNames.size() ? kNames.at(type) : std::string_view{};
}

bool looks_like_boot_partition(bytes::ByteSpan bytes) noexcept {
  Reader r(bytes);
  const auto b = r.fixed<kHeader>("BPDT");
  if (!b) return false;
  const std::uint32_t signature = bytes::le32_at<0>(*b);
  const std::uint8_t version = bytes::u8_at<6>(*b);
  return (signature == kSignature || signature == kRecovery) && (version == 1 || version == 2) &&
         bytes::le16_at<4>(*b) <= kMostParts;
}

Parsed<BootPartition> parse_boot_partition(Reader reader, bytes::Budget& budget) {
  const std::uint64_t start = reader.offset();
  if (!looks_like_boot_partition(reader.rest()))
    return bytes::bad_value(start, "Signature", "a BPDT of version 1 or 2");
  ASSAY_TRY(const Reader whole, reader.sub(reader.remaining(), "BPDT"));
  ASSAY_TRY(auto r, whole.at(0, whole.remaining(), "BPDT"));
  ASSAY_TRY(const auto b, r.fixed<kHeader>("BPDT"));
  BootPartition out;
  out.recovery = bytes::le32_at<0>(b) == kRecovery;
  const std::uint16_t count = bytes::le16_at<4>(b);
  out.version = bytes::u8_at<6>(b);
  out.major = bytes::le16_at<16>(b);
  out.minor = bytes::le16_at<18>(b);
  out.hotfix = bytes::le16_at<20>(b);
  out.build = bytes::le16_at<22>(b);
  out.size = kHeader + count * kEntry;
  ASSAY_CHECK(budget.items(count, start + 4, "DescriptorCount"));
  for (std::uint16_t i = 0; i < count; ++i) {
    ASSAY_TRY(const auto e, r.fixed<kEntry>("BPDT entry"));
    const std::uint32_t offset = bytes::le32_at<4>(e);
    const std::uint32_t size = bytes::le32_at<8>(e);
    if (size == 0 || size == 0xFFFFFFFFU || offset == 0) continue;
    out.parts.push_back({.type = bytes::le16_at<0>(e),
                         .flags = bytes::le16_at<2>(e),
                         .offset = offset,
                         .size = size});
  }
  // Version 2 has a CRC-32 over the table; version 1 XORs its words where it has a copy, else 0.
  ASSAY_TRY(const auto table, whole.at(0, out.size, "BPDT"));
  if (out.version == 2)
    out.checksum_good = crc32_without(table.whole(), 8);
  else
    out.checksum_good = bytes::le32_at<8>(b) == 0 || word_xor(table.whole()) == 0;
  return out;
}

Parsed<Layout> parse_layout(Reader region) {
  if (auto newer = parse_layout_17(region)) return newer;
  return parse_layout_16(region);
}

}  // namespace assay::formats::me
