#include "formats/pci/option_rom.h"

#include <array>

#include "base/error.h"
#include "bytes/text.h"

namespace assay::formats::pci {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint16_t kSignature = 0xAA55;  // bytes 55 AA
constexpr std::uint8_t kBios = 0;
constexpr std::uint8_t kEfi = 3;
constexpr std::uint64_t kBlock = 512;
constexpr std::uint32_t kEfiSignature = 0x0EF1;

std::optional<EfiRomHeader> efi_header(Reader image) {
  const auto h = image.fixed<0x18>("EFI PCI expansion ROM header");
  if (!h || bytes::le32_at<4>(*h) != kEfiSignature) return std::nullopt;
  return EfiRomHeader{.subsystem = bytes::le16_at<8>(*h),
                      .machine = bytes::le16_at<10>(*h),
                      .compression = bytes::le16_at<12>(*h),
                      .image_offset = bytes::le16_at<0x16>(*h)};
}

bool sums_to_zero(bytes::ByteSpan bytes) noexcept {
  unsigned sum = 0;
  for (const std::byte b : bytes) sum += static_cast<unsigned>(b);
  return sum % 256 == 0;
}

// `at` is the image's start, reaching to the end of the ROM.
Parsed<RomImage> read_image(const Reader& at, bytes::Budget& budget) {
  RomImage out;
  out.offset = at.offset();
  ASSAY_CHECK(budget.items(1, out.offset, "option ROM image"));
  Reader r = at;
  ASSAY_TRY(const auto head, r.fixed<0x1A>("option ROM header"));
  if (bytes::le16_at<0>(head) != kSignature)
    return bytes::bad_value(out.offset, "option ROM signature", "55 AA");
  const std::uint16_t data_at = bytes::le16_at<0x18>(head);
  if (data_at < 0x1A)
    return bytes::bad_value(out.offset + 0x18, "pointer to PCI data structure",
                            "an offset behind the header");
  ASSAY_TRY(auto pcir, at.at(data_at, 0x18, "PCI data structure"));
  const std::uint64_t pcir_at = pcir.offset();
  ASSAY_TRY(const auto d, pcir.fixed<0x18>("PCI data structure"));
  if (!bytes::starts_with(d, "PCIR"))
    return bytes::bad_value(pcir_at, "PCI data structure signature", "PCIR");
  out.vendor = bytes::le16_at<4>(d);
  out.device = bytes::le16_at<6>(d);
  out.class_code = bytes::le32_at<0x0C>(d) >> 8U;
  out.revision = bytes::le16_at<0x12>(d);
  out.code_type = bytes::u8_at<0x14>(d);
  out.last = (bytes::u8_at<0x15>(d) & 0x80U) != 0;
  const std::uint64_t length = std::uint64_t{bytes::le16_at<0x10>(d)} * kBlock;
  if (length == 0)
    return bytes::bad_value(pcir_at + 0x10, "Image Length", "at least one block of 512 bytes");
  ASSAY_TRY(const auto image, at.at(0, length, "Image Length"));
  out.bytes = image.whole();
  if (out.code_type == kEfi) out.efi = efi_header(at);
  if (out.code_type == kBios) out.checksum_good = sums_to_zero(out.bytes);
  return out;
}

}  // namespace

std::string_view code_type_name(std::uint8_t code_type) noexcept {
  constexpr std::array<std::string_view, 4> kNames{"x86 BIOS", "Open Firmware", "PA-RISC", "EFI"};
  return code_type < kNames.size() ? kNames[code_type] : std::string_view{};
}

Parsed<OptionRom> parse_option_rom(Reader reader, bytes::Budget& budget) {
  OptionRom out;
  const Reader whole(reader.rest(), reader.offset());
  while (true) {
    const std::uint64_t left = whole.whole().size() - out.size;
    const auto rest = whole.at(out.size, left, "option ROM image");
    if (!rest) return std::unexpected(rest.error());
    auto image = read_image(*rest, budget);
    if (!image) {
      if (out.images.empty() || image.error().fault == bytes::Fault::budget)
        return std::unexpected(image.error());
      out.broken = image.error();
      return out;
    }
    out.size += image->bytes.size();
    const bool last = image->last;
    out.images.push_back(*std::move(image));
    if (last) return out;
  }
}

bool looks_like_option_rom(bytes::ByteSpan b) noexcept {
  Reader r(b);
  const auto head = r.fixed<0x1A>("option ROM header");
  if (!head || bytes::le16_at<0>(*head) != kSignature) return false;
  const auto data = Reader(b).at(bytes::le16_at<0x18>(*head), 4, "PCI data structure");
  return data && bytes::starts_with(data->whole(), "PCIR");
}

}  // namespace assay::formats::pci
