#include "formats/smbios/entry_point.h"

#include <algorithm>

#include "bytes/text.h"

namespace assay::formats::smbios {
namespace {

using bytes::ByteSpan;
using bytes::Parsed;
using bytes::Reader;

constexpr std::size_t kLegacySize = 0x0F;
constexpr std::size_t kDmiPart = 0x10;  // where `_DMI_` stands inside `_SM_`

bool adds_up(ByteSpan bytes) noexcept {
  unsigned sum = 0;
  for (const std::byte b : bytes) sum += static_cast<unsigned>(b);
  return (sum & 0xFFU) == 0;
}

// What firmware writes for 2.3 and 2.6 by mistake.
Version repaired(Version v) noexcept {
  if (v.major == 2 && (v.minor == 0x1F || v.minor == 0x21)) v.minor = 3;
  if (v.major == 2 && v.minor == 0x33) v.minor = 6;
  return v;
}

void read_dmi_part(std::span<const std::byte, kLegacySize> b, EntryPoint& out) noexcept {
  out.table_length = bytes::le16_at<0x06>(b);
  out.table_address = bytes::le32_at<0x08>(b);
  out.structures = bytes::le16_at<0x0C>(b);
}

Parsed<EntryPoint> parse_legacy(Reader r) {
  ASSAY_TRY(const auto b, r.fixed<kLegacySize>("_DMI_ entry point"));
  EntryPoint out{.kind = EntryPointKind::legacy_dmi, .length = kLegacySize};
  read_dmi_part(b, out);
  const std::uint8_t bcd = bytes::u8_at<0x0E>(b);
  out.version = {static_cast<std::uint8_t>(bcd >> 4U), static_cast<std::uint8_t>(bcd & 0x0FU), 0};
  out.checksum_good = adds_up(b);
  return out;
}

Parsed<EntryPoint> parse_32(Reader r) {
  const ByteSpan all = r.rest();
  const std::uint64_t start = r.offset();
  ASSAY_TRY(const auto head, r.fixed<kDmiPart>("_SM_ entry point"));
  ASSAY_TRY(const auto dmi, r.fixed<kLegacySize>("_DMI_ part of the entry point"));
  if (!bytes::starts_with(dmi, "_DMI_"))
    return bytes::bad_value(start + kDmiPart, "Intermediate Anchor String", "_DMI_");
  EntryPoint out{.kind = EntryPointKind::sm_32, .length = bytes::u8_at<0x05>(head)};
  // 0x1E: an error of version 2.1 of the specification that firmware copied.
  if (out.length < 0x1E) return bytes::bad_value(start + 5, "Entry Point Length", "0x1F or 0x1E");
  out.version = repaired({bytes::u8_at<0x06>(head), bytes::u8_at<0x07>(head), 0});
  read_dmi_part(dmi, out);
  out.checksum_good = out.length <= all.size() && adds_up(all.first(out.length)) && adds_up(dmi);
  return out;
}

Parsed<EntryPoint> parse_64(Reader r) {
  const ByteSpan all = r.rest();
  const std::uint64_t start = r.offset();
  ASSAY_TRY(const auto b, r.fixed<0x18>("_SM3_ entry point"));
  EntryPoint out{.kind = EntryPointKind::sm3_64, .length = bytes::u8_at<0x06>(b)};
  if (out.length < 0x18) return bytes::bad_value(start + 6, "Entry Point Length", "at least 0x18");
  out.version = {bytes::u8_at<0x07>(b), bytes::u8_at<0x08>(b), bytes::u8_at<0x09>(b)};
  out.table_length = bytes::le32_at<0x0C>(b);
  out.table_address = bytes::le64_at<0x10>(b);
  out.checksum_good = out.length <= all.size() && adds_up(all.first(out.length));
  return out;
}

}  // namespace

std::string_view anchor(EntryPointKind kind) noexcept {
  switch (kind) {
    case EntryPointKind::legacy_dmi:
      return "_DMI_";
    case EntryPointKind::sm_32:
      return "_SM_";
    case EntryPointKind::sm3_64:
      return "_SM3_";
  }
  return {};
}

Parsed<EntryPoint> parse_entry_point(Reader r) {
  const ByteSpan all = r.rest();
  if (bytes::starts_with(all, "_SM3_")) return parse_64(r);
  if (bytes::starts_with(all, "_SM_")) return parse_32(r);
  if (bytes::starts_with(all, "_DMI_")) return parse_legacy(r);
  return bytes::bad_value(r.offset(), "anchor", "_SM3_, _SM_ or _DMI_");
}

bool looks_like_entry_point(ByteSpan bytes) noexcept {
  if (bytes::starts_with(bytes, "_SM3_"))
    return bytes.size() >= 0x18 && static_cast<unsigned>(bytes[6]) >= 0x18U;
  if (bytes::starts_with(bytes, "_SM_"))
    return bytes.size() >= 0x1E && bytes::starts_with(bytes.subspan(kDmiPart), "_DMI_");
  return bytes.size() >= kLegacySize && bytes::starts_with(bytes, "_DMI_");
}

}  // namespace assay::formats::smbios
