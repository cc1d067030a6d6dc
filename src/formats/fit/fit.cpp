#include "formats/fit/fit.h"

#include <algorithm>

#include "base/error.h"
#include "bytes/text.h"

namespace assay::formats::fit {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint64_t kPointer = 0x40;  // below the top
constexpr std::uint64_t kEntry = 16;
constexpr std::uint32_t kMostEntries = 4096;

std::optional<std::uint64_t> offset_of(std::uint64_t address, std::uint64_t image_size,
                                       std::uint64_t image_end) noexcept {
  if (address >= image_end || image_end - address > image_size) return std::nullopt;
  return image_size - (image_end - address);
}

// Startup modules and the table itself count in 16 bytes; manifests and policies in bytes.
std::uint64_t size_of(std::uint8_t type, std::uint32_t field) noexcept {
  switch (static_cast<Type>(type)) {
    case Type::bios_startup:
    case Type::startup_acm:
    case Type::diagnostic_acm:
      return std::uint64_t{field} * 16;
    default:
      return field;
  }
}

Entry entry_of(std::span<const std::byte, kEntry> b, std::uint64_t image_size,
               std::uint64_t image_end) noexcept {
  Entry out;
  out.address = bytes::le64_at<0>(b);
  const std::uint8_t type = bytes::u8_at<14>(b);
  out.type = type & 0x7FU;
  out.checksum_valid = (type & 0x80U) != 0;
  out.version = bytes::le16_at<12>(b);
  out.size = size_of(out.type, bytes::le32_at<8>(b) & 0xFFFFFFU);
  out.offset = offset_of(out.address, image_size, image_end);
  return out;
}

}  // namespace

const Entry* Table::find(Type type) const noexcept {
  const auto it = std::ranges::find(entries, static_cast<std::uint8_t>(type), &Entry::type);
  return it == entries.end() ? nullptr : &*it;
}

std::string_view type_name(std::uint8_t type) noexcept {
  switch (static_cast<Type>(type)) {
    case Type::header:
      return "FIT header";
    case Type::microcode:
      return "microcode";
    case Type::startup_acm:
      return "startup ACM";
    case Type::diagnostic_acm:
      return "diagnostic ACM";
    case Type::prot_boot_guard_policy:
      return "platform boot policy";
    case Type::bios_startup:
      return "BIOS startup module";
    case Type::tpm_policy:
      return "TPM policy";
    case Type::bios_policy:
      return "BIOS policy";
    case Type::txt_policy:
      return "TXT policy";
    case Type::key_manifest:
      return "Boot Guard key manifest";
    case Type::boot_policy:
      return "Boot Guard boot policy";
    case Type::cse_secure_boot:
      return "CSE secure boot";
    case Type::txtsx_policy:
      return "TXTSX policy";
    case Type::jmp_debug_policy:
      return "JMP debug policy";
    case Type::skip:
      return "unused";
  }
  return {};
}

Parsed<Table> parse_fit_at(Reader image, std::uint64_t offset, std::uint64_t image_end,
                           bytes::Budget& budget) {
  const std::uint64_t image_size = image.whole().size();
  ASSAY_TRY(auto r, image.at(offset, kEntry, "FIT"));
  ASSAY_TRY(const auto head, r.fixed<kEntry>("FIT header"));
  if (!bytes::starts_with(head, "_FIT_   "))
    return bytes::bad_value(image.offset() + offset, "FIT header", "_FIT_");
  const std::uint32_t count = bytes::le32_at<8>(head) & 0xFFFFFFU;
  if (count == 0 || count > kMostEntries)
    return bytes::bad_value(image.offset() + offset + 8, "Size", "1 to 4096 entries");
  ASSAY_CHECK(budget.items(count, image.offset() + offset + 8, "Size"));
  Table out;
  out.offset = offset;
  out.size = count * kEntry;
  out.version = bytes::le16_at<12>(head);
  ASSAY_TRY(auto table, image.at(offset, out.size, "FIT entries"));
  if ((bytes::u8_at<14>(head) & 0x80U) != 0) {
    std::uint32_t sum = 0;
    for (const std::byte b : table.whole()) sum += static_cast<std::uint32_t>(b);
    out.checksum_good = (sum & 0xFFU) == 0;
  }
  ASSAY_CHECK(table.skip(kEntry, "FIT header"));
  while (!table.empty()) {
    ASSAY_TRY(const auto b, table.fixed<kEntry>("FIT entry"));
    const Entry entry = entry_of(b, image_size, image_end);
    // Erased entries are of type 0x7F too.
    if (entry.type != static_cast<std::uint8_t>(Type::skip)) out.entries.push_back(entry);
  }
  return out;
}

std::optional<std::uint64_t> find_fit(bytes::ByteSpan image) noexcept {
  const std::string_view text = bytes::as_chars(image);
  for (std::size_t at = 0; (at = text.find("_FIT_   ", at)) != std::string_view::npos; ++at)
    if (at % kEntry == 0) return at;
  return std::nullopt;
}

Parsed<Table> parse_fit(Reader image, bytes::Budget& budget) {
  const std::uint64_t size = image.whole().size();
  if (size < kPointer)
    return bytes::bad_value(image.offset(), "FIT pointer", "an image of at least 64 bytes");
  ASSAY_TRY(auto r, image.at(size - kPointer, 4, "FIT pointer"));
  ASSAY_TRY(const std::uint32_t address, r.le32("FIT pointer"));
  const auto offset = offset_of(address, size, kFlashEnd);
  if (!offset)
    return bytes::bad_value(image.offset() + size - kPointer, "FIT pointer",
                            "an address inside the image");
  return parse_fit_at(image, *offset, kFlashEnd, budget);
}

}  // namespace assay::formats::fit
