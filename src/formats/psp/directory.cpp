#include "formats/psp/directory.h"

#include <array>

#include "base/error.h"
#include "bytes/text.h"

namespace assay::formats::psp {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint64_t kHeader = 16;
constexpr std::uint64_t kComboHeader = 32;
constexpr std::uint64_t kPspEntry = 16;
constexpr std::uint64_t kBiosEntry = 24;
constexpr std::uint32_t kMostEntries = 512;
constexpr std::uint8_t kSoftFuse = 0x0B;  // a chain of fuse bits: a value, not a place
constexpr std::uint64_t kAddressBits = (1ULL << 62U) - 1;

constexpr std::array<std::string_view, 6> kNames = {"$PSP", "$PL2", "$BHD", "$BL2", "2PSP", "2BHD"};

std::optional<DirectoryKind> kind_of(bytes::ByteSpan bytes) noexcept {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (bytes::starts_with(bytes, kNames.at(i))) return static_cast<DirectoryKind>(i);
  return std::nullopt;
}
bool is_combo(DirectoryKind kind) noexcept {
  return kind == DirectoryKind::psp_combo || kind == DirectoryKind::bios_combo;
}
std::uint64_t header_size(DirectoryKind kind) noexcept {
  return is_combo(kind) ? kComboHeader : kHeader;
}
std::uint64_t entry_size(DirectoryKind kind) noexcept {
  return is_bios(kind) && !is_combo(kind) ? kBiosEntry : kPspEntry;
}

// Fletcher-32 over words of 16 bits, everything behind the checksum itself.
Parsed<std::uint32_t> fletcher32(Reader r) {
  std::uint32_t low = 0xFFFF;
  std::uint32_t high = 0xFFFF;
  while (r.remaining() >= 2) {
    ASSAY_TRY(const std::uint16_t word, r.le16("word"));
    low = (low + word) % 0xFFFF;
    high = (high + low) % 0xFFFF;
  }
  return high << 16U | low;
}

void set_address(std::uint64_t field, Entry& out) noexcept {
  out.mode = static_cast<std::uint8_t>(field >> 62U);
  out.address = field & kAddressBits;
}

Parsed<Entry> read_psp_entry(Reader& r) {
  ASSAY_TRY(const auto b, r.fixed<kPspEntry>("PSP entry"));
  Entry out;
  out.type = bytes::u8_at<0>(b);
  out.subprogram = bytes::u8_at<1>(b);
  out.rom_id = bytes::u8_at<2>(b) & 3U;
  out.size = bytes::le32_at<4>(b);
  set_address(bytes::le64_at<8>(b), out);
  out.value = out.type == kSoftFuse || out.size == 0xFFFFFFFFU;
  if (out.value) {
    out.size = 0;
    out.address = bytes::le64_at<8>(b);
    out.mode = 0;
  }
  return out;
}

Parsed<Entry> read_bios_entry(Reader& r) {
  ASSAY_TRY(const auto b, r.fixed<kBiosEntry>("BIOS entry"));
  Entry out;
  out.type = bytes::u8_at<0>(b);
  const std::uint8_t flags = bytes::u8_at<2>(b);
  out.reset_image = (flags & 1U) != 0;
  out.compressed = (flags & 8U) != 0;
  out.instance = flags >> 4U;
  out.subprogram = bytes::u8_at<3>(b) & 7U;
  out.rom_id = bytes::u8_at<3>(b) >> 3U & 3U;
  out.size = bytes::le32_at<4>(b);
  set_address(bytes::le64_at<8>(b), out);
  out.destination = bytes::le64_at<16>(b);
  return out;
}

Parsed<Entry> read_combo_entry(Reader& r) {
  ASSAY_TRY(const auto b, r.fixed<kPspEntry>("combo entry"));
  Entry out;
  out.processor = bytes::le32_at<4>(b);
  set_address(bytes::le64_at<8>(b), out);
  return out;
}

}  // namespace

std::string_view name(DirectoryKind kind) noexcept {
  return kNames.at(static_cast<std::size_t>(kind));
}
bool is_bios(DirectoryKind kind) noexcept {
  return kind == DirectoryKind::bios || kind == DirectoryKind::bios_level2 ||
         kind == DirectoryKind::bios_combo;
}
bool leads_on(DirectoryKind kind, std::uint8_t type) noexcept {
  if (is_combo(kind)) return true;
  return is_bios(kind) ? type == 0x70
                       : type == 0x40 || type == 0x48 || type == 0x49 || type == 0x4A;
}

bool looks_like_directory(bytes::ByteSpan bytes) noexcept {
  const auto kind = kind_of(bytes);
  if (!kind) return false;
  Reader r(bytes);
  const auto b = r.fixed<12>("directory");
  return b && bytes::le32_at<8>(*b) > 0 && bytes::le32_at<8>(*b) <= kMostEntries;
}

Parsed<Directory> parse_directory(Reader reader, bytes::Budget& budget) {
  const std::uint64_t start = reader.offset();
  const auto kind = kind_of(reader.rest());
  if (!kind) return bytes::bad_value(start, "Cookie", "$PSP, $PL2, $BHD, $BL2, 2PSP or 2BHD");
  ASSAY_TRY(const Reader whole, reader.sub(reader.remaining(), "directory"));
  ASSAY_TRY(auto r, whole.at(0, whole.remaining(), "directory"));
  ASSAY_TRY(const auto b, r.fixed<kHeader>("directory"));
  const std::uint32_t count = bytes::le32_at<8>(b);
  if (count > kMostEntries) return bytes::bad_value(start + 8, "TotalEntries", "at most 512");
  Directory out;
  out.kind = *kind;
  out.additional_info = bytes::le32_at<12>(b);
  out.size = header_size(*kind) + count * entry_size(*kind);
  ASSAY_CHECK(budget.items(count, start + 8, "TotalEntries"));
  ASSAY_CHECK(r.skip(header_size(*kind) - kHeader, "directory header"));
  for (std::uint32_t i = 0; i < count; ++i) {
    auto entry = is_combo(*kind)  ? read_combo_entry(r)
                 : is_bios(*kind) ? read_bios_entry(r)
                                  : read_psp_entry(r);
    if (!entry) return std::unexpected(entry.error());
    out.entries.push_back(*entry);
  }
  ASSAY_TRY(const Reader covered, whole.at(8, out.size - 8, "directory"));
  ASSAY_TRY(const std::uint32_t sum, fletcher32(covered));
  out.checksum_good = sum == bytes::le32_at<4>(b);
  return out;
}

Parsed<ImageSlot> parse_image_slot(Reader reader) {
  const std::uint64_t start = reader.offset();
  ASSAY_TRY(const auto b, reader.fixed<32>("ISH"));
  ImageSlot out{.priority = bytes::le32_at<4>(b),
                .retries = bytes::le32_at<8>(b),
                .directory = bytes::le32_at<16>(b),
                .psp_id = bytes::le32_at<20>(b)};
  if (out.directory == 0 || out.directory == 0xFFFFFFFFU)
    return bytes::bad_value(start + 16, "SlotAddress", "the address of a directory");
  return out;
}

}  // namespace assay::formats::psp
