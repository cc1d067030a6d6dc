#include "formats/psp/embedded.h"

#include <array>

#include "base/error.h"

namespace assay::formats::psp {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint32_t kSignature = 0x55AA55AA;
constexpr std::uint64_t kSize = 0x4C;
constexpr std::uint32_t kSecondGeneration = 1;  // bit 0 of efs_gen, 0 where it is
// In the order in which the processor looks (offsets in 16 MiB).
constexpr std::array<std::uint64_t, 6> kPlaces = {0xFA0000, 0xF20000, 0xE20000,
                                                  0xC20000, 0x820000, 0x020000};

struct Field {
  std::uint64_t at;
  std::string_view name;
  bool directory;
};
constexpr std::array kFields{
    Field{0x04, "IMC firmware", false},
    Field{0x08, "GbE firmware", false},
    Field{0x0C, "xHCI firmware", false},
    Field{0x10, "PSP directory (legacy)", true},
    Field{0x14, "PSP directory", true},
    Field{0x18, "BIOS directory (17h 00h-0Fh)", true},
    Field{0x1C, "BIOS directory (17h 10h-1Fh)", true},
    Field{0x20, "BIOS directory (17h 30h-3Fh)", true},
    Field{0x28, "BIOS directory", true},
    Field{0x2C, "PSP directory (backup)", true},
    Field{0x30, "Promontory firmware", false},
    Field{0x34, "Promontory firmware (low power)", false},
};

bool signature_at(const Reader& image, std::uint64_t at) noexcept {
  auto r = image.at(at, 4, "Signature");
  return r && r->le32("Signature") == kSignature;
}

}  // namespace

std::optional<std::uint64_t> offset_of(std::uint64_t address, std::uint64_t image_size) noexcept {
  if (address == 0 || address == 0xFFFFFFFFU || image_size == 0) return std::nullopt;
  // The upper bits tell how it is meant; a flash of 16 MiB or less is mapped up to 4 GiB, a larger
  // one by its first or current 16 MiB.
  std::uint64_t offset = address & 0xFFFFFFFFU;
  if (offset >= 0xFF000000U) {
    const std::uint64_t below_top = (1ULL << 32U) - offset;
    offset = image_size < kFlashWindow ? image_size - below_top : kFlashWindow - below_top;
    if (image_size < kFlashWindow && below_top > image_size) return std::nullopt;
  }
  return offset < image_size ? std::optional(offset) : std::nullopt;
}

std::optional<std::uint64_t> find_embedded(bytes::ByteSpan image) noexcept {
  const Reader whole(image);
  // A chip of 32 MiB holds two windows of 16 MiB; one below 16 MiB is the end of the window.
  const std::uint64_t cut =
      image.size() < kFlashWindow ? kFlashWindow - image.size() : std::uint64_t{0};
  for (std::uint64_t window = 0; window == 0 || window < image.size(); window += kFlashWindow)
    for (const std::uint64_t place : kPlaces) {
      if (signature_at(whole, window + place)) return window + place;
      if (cut > 0 && place >= cut && signature_at(whole, place - cut)) return place - cut;
    }
  return std::nullopt;
}

Parsed<Embedded> parse_embedded(Reader image, std::uint64_t offset) {
  ASSAY_TRY(const Reader whole, image.at(offset, kSize, "embedded firmware structure"));
  if (!signature_at(whole, 0)) return bytes::bad_value(whole.offset(), "Signature", "0x55AA55AA");
  Embedded out;
  out.offset = offset;
  out.size = kSize;
  ASSAY_TRY(auto generation, whole.at(0x24, 4, "efs_gen"));
  ASSAY_TRY(const std::uint32_t bits, generation.le32("efs_gen"));
  out.second_generation = (bits & kSecondGeneration) == 0;
  for (const Field& field : kFields) {
    ASSAY_TRY(auto r, whole.at(field.at, 4, field.name));
    ASSAY_TRY(const std::uint32_t address, r.le32(field.name));
    if (address == 0 || address == 0xFFFFFFFFU) continue;
    out.pointers.push_back({.name = field.name, .address = address, .directory = field.directory});
  }
  return out;
}

}  // namespace assay::formats::psp
