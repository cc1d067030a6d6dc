#include "formats/pi/section.h"

#include <algorithm>

#include "base/format.h"

namespace assay::formats::pi {
namespace {

constexpr std::uint32_t kExtended = 0xFFFFFF;  // EFI_SECTION2_IS_USED

// The part of the header that only this type has. `r` stands behind the common part.
bytes::Parsed<void> read_specific(bytes::Reader& r, std::uint64_t start, Section& section) {
  switch (section.type) {
    case kSectionCompression: {
      const auto fixed = r.fixed<5>("EFI_COMPRESSION_SECTION");
      if (!fixed) return std::unexpected(fixed.error());
      section.uncompressed = bytes::le32_at<0>(*fixed);
      section.compression = bytes::u8_at<4>(*fixed);
      break;
    }
    case kSectionGuidDefined: {
      const auto fixed = r.fixed<20>("EFI_GUID_DEFINED_SECTION");
      if (!fixed) return std::unexpected(fixed.error());
      section.guid = uefi::Guid::from(fixed->first<16>());
      section.attributes = bytes::le16_at<18>(*fixed);
      section.fixed_size = static_cast<std::uint32_t>(r.offset() - start);
      section.header_size = bytes::le16_at<16>(*fixed);
      if (section.header_size < section.fixed_size || section.header_size > section.size)
        return bytes::bad_value(r.offset() - 4, "DataOffset", "behind the header, in the section");
      return {};
    }
    case kSectionFreeform: {
      const auto guid = uefi::read_guid(r, "SubTypeGuid");
      if (!guid) return std::unexpected(guid.error());
      section.guid = *guid;
      break;
    }
    case kSectionVersion: {
      const auto build = r.le16("BuildNumber");
      if (!build) return std::unexpected(build.error());
      section.build = *build;
      break;
    }
    case kSectionInsydePostCode:
    case kSectionPhoenixPostCode: {
      const auto code = r.le32("Postcode");
      if (!code) return std::unexpected(code.error());
      section.post_code = *code;
      break;
    }
    default:
      break;
  }
  section.header_size = section.fixed_size = static_cast<std::uint32_t>(r.offset() - start);
  return {};
}

}  // namespace

bytes::Parsed<Section> parse_section(bytes::Reader r, bool large) {
  const bytes::Reader start = r;
  const auto word = r.le32("EFI_COMMON_SECTION_HEADER");
  if (!word) return std::unexpected(word.error());
  Section section;
  section.type = static_cast<std::uint8_t>(*word >> 24U);
  section.size = *word & kExtended;
  if (large && section.size == kExtended) {
    const auto size = r.le32("ExtendedSize");
    if (!size) return std::unexpected(size.error());
    section.size = *size;
  }
  if (section.size < r.offset() - start.offset())
    return bytes::bad_value(start.offset(), "Size", "at least the header's");
  auto whole = start.at(0, section.size, "Size");
  if (!whole) return std::unexpected(whole.error());
  bytes::Reader rest = *whole;
  if (auto ok = rest.skip(r.offset() - start.offset(), "header"); !ok)
    return std::unexpected(ok.error());
  if (auto ok = read_specific(rest, start.offset(), section); !ok)
    return std::unexpected(ok.error());
  return section;
}

bool holds_sections(bytes::ByteSpan area, bool large) {
  bytes::Reader r(area);
  while (!r.empty()) {
    const auto section = parse_section(bytes::Reader(r.rest()), large);
    if (!section) return false;
    const std::uint64_t aligned = (section->size + 3) & ~std::uint64_t{3};
    if (!r.skip(std::min(aligned, r.remaining()), "section")) return false;
  }
  return !area.empty();
}

std::string section_type_name(std::uint8_t type) {
  switch (type) {
    case kSectionCompression:
      return "Compressed";
    case kSectionGuidDefined:
      return "GUID defined";
    case kSectionDisposable:
      return "Disposable";
    case kSectionPe32:
      return "PE32 image";
    case kSectionPic:
      return "PIC image";
    case kSectionTe:
      return "TE image";
    case kSectionDxeDepex:
      return "DXE dependency";
    case kSectionVersion:
      return "Version";
    case kSectionUi:
      return "UI";
    case kSectionCompatibility16:
      return "16-bit image";
    case kSectionVolumeImage:
      return "Volume image";
    case kSectionFreeform:
      return "Freeform subtype GUID";
    case kSectionRaw:
      return "Raw";
    case kSectionPeiDepex:
      return "PEI dependency";
    case kSectionMmDepex:
      return "MM dependency";
    case kSectionInsydePostCode:
      return "Insyde postcode";
    case kSectionPhoenixPostCode:
      return "Phoenix postcode";
    default:
      return fmt::format("Unknown {:02X}h", type);
  }
}

}  // namespace assay::formats::pi
