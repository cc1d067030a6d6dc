// Option ROM: the code that an adapter brings for the firmware to run (PCI Firmware Specification
// 3.3, chapter 5; UEFI 2.10, 14.4.2 for EFI images). One ROM holds several images, each with its
// code type. Views into the caller's bytes; whoever wants digests hashes `bytes`.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::pci {

/// Of an image of code type 3.
struct EfiRomHeader {
  std::uint16_t subsystem = 0;    ///< 11 boot service driver, 12 runtime driver
  std::uint16_t machine = 0;      ///< 0x8664 x64, 0xAA64 AArch64
  std::uint16_t compression = 0;  ///< 0 none, 1 UEFI's
  std::uint16_t image_offset = 0;
};

struct RomImage {
  std::uint64_t offset = 0;  ///< in the outermost file
  bytes::ByteSpan bytes;     ///< ImageLength of them, from 0x55AA on
  std::uint16_t vendor = 0;
  std::uint16_t device = 0;
  std::uint32_t class_code = 0;  ///< 24 bits
  std::uint16_t revision = 0;    ///< of the code, as its vendor counts
  std::uint8_t code_type = 0;    ///< 0 x86 BIOS, 1 Open Firmware, 2 PA-RISC, 3 EFI
  bool last = false;
  std::optional<EfiRomHeader> efi;
  /// Whether a BIOS image's bytes add up to zero; other code types have no checksum.
  std::optional<bool> checksum_good;
};

struct OptionRom {
  std::vector<RomImage> images;
  std::uint64_t size = 0;  ///< bytes that the images take; padding may follow
  /// Set where an image behind the first could not be read, or no image says that it is the last.
  std::optional<bytes::ParseError> broken;
};

/// "x86 BIOS", "EFI"; empty for a code type without a name.
[[nodiscard]] std::string_view code_type_name(std::uint8_t code_type) noexcept;

/// An error only where the first image cannot be read. Costs one item an image.
[[nodiscard]] bytes::Parsed<OptionRom> parse_option_rom(bytes::Reader reader,
                                                        bytes::Budget& budget);

/// 0x55AA and a PCIR structure where the header says.
[[nodiscard]] bool looks_like_option_rom(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::pci
