// A section of a file (PI 1.8 volume 3, 3.2.4 and 3.2.5): an executable, a dependency expression, a
// name, or, packed or signed, further sections. Every section begins with Size 3 and Type 1; a Size
// of 0xFFFFFF means that ExtendedSize 4 follows. What some types add to the header:
//
//     compression       UncompressedLength 4, CompressionType 1
//     GUID-defined      SectionDefinitionGuid 16, DataOffset 2, Attributes 2
//     freeform subtype  SubTypeGuid 16
//     version           BuildNumber 2
//     POST code         Postcode 4 (Phoenix, Insyde)
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "bytes/reader.h"
#include "formats/uefi/guid.h"

namespace assay::formats::pi {

/// EFI_SECTION_…
enum SectionType : std::uint8_t {
  kSectionCompression = 0x01,
  kSectionGuidDefined = 0x02,
  kSectionDisposable = 0x03,
  kSectionPe32 = 0x10,
  kSectionPic = 0x11,
  kSectionTe = 0x12,
  kSectionDxeDepex = 0x13,
  kSectionVersion = 0x14,
  kSectionUi = 0x15,
  kSectionCompatibility16 = 0x16,
  kSectionVolumeImage = 0x17,
  kSectionFreeform = 0x18,
  kSectionRaw = 0x19,
  kSectionPeiDepex = 0x1B,
  kSectionMmDepex = 0x1C,
  kSectionInsydePostCode = 0x20,
  kSectionPhoenixPostCode = 0xF0,
};

/// GUID-defined sections' Attributes.
inline constexpr std::uint16_t kProcessingRequired = 0x01;
inline constexpr std::uint16_t kAuthStatusValid = 0x02;

struct Section {
  std::uint8_t type = 0;
  std::uint64_t size = 0;          ///< bytes, header included
  std::uint32_t header_size = 0;   ///< to the data; for a GUID-defined section its DataOffset
  std::uint32_t fixed_size = 0;    ///< of the header's fixed part: what a GUID adds begins here
  std::optional<uefi::Guid> guid;  ///< SectionDefinitionGuid or SubTypeGuid
  std::uint16_t attributes = 0;    ///< of a GUID-defined section
  std::uint8_t compression = 0;    ///< CompressionType: 0 none, 1 standard, 2 LZMA, 0x86 LZMA + x86
  std::uint32_t uncompressed = 0;  ///< UncompressedLength, a claim
  std::uint16_t build = 0;         ///< BuildNumber
  std::uint32_t post_code = 0;
};

/// Smallest possible section.
inline constexpr std::uint64_t kSectionHeader = 4;

/// The section at the Reader's start, which sees what is left of the sections' area. `large`: the
/// volume's file system knows ExtendedSize (FFS3). Refuses a size or DataOffset that does not hold
/// the header or goes beyond what is left.
[[nodiscard]] bytes::Parsed<Section> parse_section(bytes::Reader r, bool large);

/// `area` is sections from its start to its end, each 4-aligned: how a right decompression is told
/// from a wrong one.
[[nodiscard]] bool holds_sections(bytes::ByteSpan area, bool large);

/// UEFIExtract's words: "PE32 image", "GUID defined"; "Unknown 42h" for one that is not named.
[[nodiscard]] std::string section_type_name(std::uint8_t type);

}  // namespace assay::formats::pi
