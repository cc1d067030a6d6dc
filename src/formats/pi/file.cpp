#include "formats/pi/file.h"

#include <array>

#include "base/format.h"
#include "formats/pi/checksum.h"

namespace assay::formats::pi {
namespace {

constexpr std::uint8_t kLargeFile = 0x01;  // FFS_ATTRIB_LARGE_FILE; in revision 1: TAIL_PRESENT
constexpr std::uint8_t kAlignment2 = 0x02;
constexpr std::uint8_t kHasChecksum = 0x40;
constexpr std::uint8_t kFixedChecksum1 = 0x5A;  // FFS_FIXED_CHECKSUM of revision 1
constexpr std::uint8_t kFixedChecksum2 = 0xAA;

// Powers of two behind FFS_ATTRIB_DATA_ALIGNMENT, without and with FFS_ATTRIB_DATA_ALIGNMENT_2.
constexpr std::array<std::uint8_t, 8> kPowers = {0, 4, 7, 9, 10, 12, 15, 16};
constexpr std::array<std::uint8_t, 8> kPowers2 = {17, 18, 19, 20, 21, 22, 23, 24};

std::uint32_t le24(std::uint32_t word) noexcept { return word & 0xFFFFFFU; }

// The header sums to zero with State and IntegrityCheck.File read as zero.
std::uint8_t wanted_header_checksum(bytes::ByteSpan header, const File& file) noexcept {
  return static_cast<std::uint8_t>(file.header_checksum + file.data_checksum + file.state -
                                   sum8(header));
}

}  // namespace

std::uint64_t File::alignment() const noexcept {
  const auto index = static_cast<std::size_t>((attributes >> 3U) & 7U);
  return std::uint64_t{1} << ((attributes & kAlignment2) != 0 ? kPowers2[index] : kPowers[index]);
}

bytes::Parsed<File> parse_file(bytes::Reader r, const Volume& volume) {
  const bytes::Reader start = r;
  const auto fixed = r.fixed<kFileHeader>("EFI_FFS_FILE_HEADER");
  if (!fixed) return std::unexpected(fixed.error());
  File file{.name = uefi::Guid::from(fixed->first<16>()),
            .type = bytes::u8_at<18>(*fixed),
            .attributes = bytes::u8_at<19>(*fixed),
            .state = bytes::u8_at<23>(*fixed),
            .size = le24(bytes::le32_at<20>(*fixed)),
            .header_size = kFileHeader,
            .header_checksum = bytes::u8_at<16>(*fixed),
            .data_checksum = bytes::u8_at<17>(*fixed)};
  if (volume.file_system == FileSystem::ffs3 && (file.attributes & kLargeFile) != 0) {
    const auto size = r.le64("ExtendedSize");
    if (!size) return std::unexpected(size.error());
    file.size = *size;
    file.header_size = kFileHeader + 8;
  }
  if (volume.revision == 1) file.attributes &= static_cast<std::uint8_t>(~kAlignment2);
  if (volume.revision == 1 && (file.attributes & kLargeFile) != 0) file.tail = 2;
  if (file.size < file.header_size + file.tail)
    return bytes::bad_value(start.offset() + 20, "Size", "at least the header's");
  auto whole = start.at(0, file.size, "Size");
  if (!whole) return std::unexpected(whole.error());
  const auto all = whole->whole();
  file.header_checksum_wanted = wanted_header_checksum(all.first(file.header_size), file);
  if ((file.attributes & kHasChecksum) != 0) {
    const auto body = all.subspan(file.header_size, all.size() - file.header_size - file.tail);
    file.data_checksum_wanted = static_cast<std::uint8_t>(0 - sum8(body));
  } else {
    file.data_checksum_wanted = volume.revision == 1 ? kFixedChecksum1 : kFixedChecksum2;
  }
  return file;
}

std::string file_type_name(std::uint8_t type) {
  static constexpr std::array<std::string_view, 16> kNames = {"",
                                                              "Raw",
                                                              "Freeform",
                                                              "SEC core",
                                                              "PEI core",
                                                              "DXE core",
                                                              "PEI module",
                                                              "DXE driver",
                                                              "Combined PEI/DXE",
                                                              "Application",
                                                              "SMM module",
                                                              "Volume image",
                                                              "Combined SMM/DXE",
                                                              "SMM core",
                                                              "MM standalone module",
                                                              "MM standalone core"};
  if (type == kFilePad) return "Pad";
  if (type < kNames.size() && !kNames[type].empty()) return std::string(kNames[type]);
  return fmt::format("Unknown {:02X}h", type);
}

std::string_view file_state_name(std::uint8_t state, std::byte erased) noexcept {
  static constexpr std::array<std::string_view, 6> kNames = {"header under construction",
                                                             "data under construction",
                                                             "valid",
                                                             "marked for update",
                                                             "deleted",
                                                             "header invalid"};
  const auto bits = static_cast<std::uint8_t>(erased == std::byte{0xFF} ? ~state : state);
  for (unsigned bit = 6; bit-- > 0;)
    if ((bits >> bit & 1U) != 0) return kNames[bit];
  return "empty";
}

}  // namespace assay::formats::pi
