#include "formats/capsule/dell_pfs.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/error.h"
#include "base/format.h"
#include "base/text.h"
#include "bytes/text.h"

namespace assay::formats::capsule {
namespace {

using bytes::Parsed;
using bytes::Reader;
using uefi::Guid;

constexpr std::string_view kHeaderTag = "PFS.HDR.";
constexpr std::string_view kFooterTag = "PFS.FTR.";
constexpr std::uint64_t kHeader = 16;
constexpr std::uint64_t kFooter = 16;
constexpr std::uint64_t kEntryFixed = 0x38;
/// An entry's data that lists the names of all entries.
constexpr Guid kNames = uefi::guid("fd041960-0dc8-4b9f-8225-bba9e37c71e0");

// CRC-32 (IEEE 802.3) whose register is not inverted at the end.
std::uint32_t checksum(bytes::ByteSpan bytes) noexcept {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const std::byte b : bytes) {
    crc ^= static_cast<std::uint32_t>(b);
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1U) != 0 ? crc >> 1U ^ 0xEDB88320U : crc >> 1U;
  }
  return crc;
}

// Four numbers, and for each how to show it: N decimal, A hexadecimal, blank or NUL not at all.
std::string version_text(bytes::ByteSpan types, Reader numbers) {
  std::string out;
  for (const std::byte type : types) {
    const auto value = numbers.le16("Version");
    if (!value) break;
    const char how = static_cast<char>(type);
    if (how != 'A' && how != 'N') continue;
    base::append(out, "{}", out.empty() ? "" : ".");
    if (how == 'A')
      base::append(out, "{:X}", *value);
    else
      base::append(out, "{}", *value);
  }
  return out;
}

Parsed<PfsEntry> read_entry(const Reader& whole, std::uint64_t offset) {
  ASSAY_TRY(auto r, whole.at(offset, kEntryFixed, "PFS entry"));
  ASSAY_TRY(const auto b, r.fixed<kEntryFixed>("PFS entry"));
  const std::uint32_t version = bytes::le32_at<16>(b);
  if (version != 1 && version != 2)
    return bytes::bad_value(whole.offset() + offset + 16, "HeaderVersion", "1 or 2");
  PfsEntry out;
  out.guid = Guid::from(bytes::ByteSpan(b).first<16>());
  out.version =
      version_text(bytes::ByteSpan(b).subspan(20, 4), Reader(bytes::ByteSpan(b).subspan(24, 8)));
  out.offset = offset;
  out.header_size = version == 1 ? 0x48 : 0x58;
  out.data_size = bytes::le32_at<0x28>(b);
  out.signature_size = bytes::le32_at<0x2C>(b);
  out.metadata_size = bytes::le32_at<0x30>(b);
  out.metadata_signature_size = bytes::le32_at<0x34>(b);
  ASSAY_CHECK(whole.at(offset, out.size(), "PFS entry's data"));
  return out;
}

// Names in the order of the entries: version, how to show it, number of characters, UTF-16 and a
// NUL. Lists that do not fit give no names.
void read_names(Reader r, std::vector<PfsEntry>& entries) {
  for (auto& entry : entries) {
    if (!r.skip(20, "GUID")) return;
    if (!r.skip(12, "Version")) return;
    const auto count = r.le16("CharacterCount");
    const auto text =
        count ? r.take(std::uint64_t{*count} * 2, "Name") : std::unexpected(count.error());
    if (!text) return;
    entry.name = base::utf8_from_utf16(bytes::utf16le(*text));
    if (!r.skip(2, "NUL")) return;
  }
}

}  // namespace

bool looks_like_pfs(bytes::ByteSpan bytes) noexcept {
  return bytes.size() >= kHeader + kFooter && bytes::starts_with(bytes, kHeaderTag);
}

Parsed<PfsContainer> parse_pfs(Reader reader, bytes::Budget& budget) {
  const std::uint64_t start = reader.offset();
  ASSAY_TRY(const Reader whole, reader.sub(reader.remaining(), "PFS"));
  ASSAY_TRY(auto r, whole.at(0, kHeader, "PFS header"));
  ASSAY_TRY(const auto tag, r.take(8, "Tag"));
  if (!bytes::starts_with(tag, kHeaderTag)) return bytes::bad_value(start, "Tag", "PFS.HDR.");
  PfsContainer out;
  ASSAY_TRY(out.version, r.le32("HeaderVersion"));
  ASSAY_TRY(const std::uint32_t size, r.le32("PayloadSize"));
  out.size = std::uint64_t{size} + kHeader + kFooter;
  ASSAY_TRY(const Reader payload, whole.at(kHeader, size, "PayloadSize"));
  ASSAY_TRY(auto footer, whole.at(kHeader + size, kFooter, "PFS footer"));
  ASSAY_CHECK(footer.skip(4, "PayloadSize"));
  ASSAY_TRY(const std::uint32_t sum, footer.le32("Checksum"));
  if (!bytes::starts_with(footer.rest(), kFooterTag))
    return bytes::bad_value(footer.offset(), "Tag", "PFS.FTR.");
  out.checksum_good = sum == checksum(payload.whole());
  const std::uint64_t end = kHeader + size;
  ASSAY_TRY(const Reader body, whole.at(0, end, "PFS"));
  for (std::uint64_t at = kHeader; at < end;) {
    ASSAY_CHECK(budget.items(1, start + at, "PFS entry"));
    ASSAY_TRY(PfsEntry entry, read_entry(body, at));
    at += entry.size();
    out.entries.push_back(std::move(entry));
  }
  const auto names = std::ranges::find(out.entries, kNames, &PfsEntry::guid);
  if (names != out.entries.end())
    if (const auto list = body.at(names->offset + names->header_size, names->data_size, "names"))
      read_names(*list, out.entries);
  return out;
}

}  // namespace assay::formats::capsule
