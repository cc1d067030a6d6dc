// A file of a firmware volume (PI 1.8 volume 3, 3.2.3): one driver, core, volume or blob, named by
// a GUID. Its header, little-endian:
//
//     0 Name 16   16 IntegrityCheck.Header 1   17 IntegrityCheck.File 1   18 Type 1
//     19 Attributes 1   20 Size 3   23 State 1   [24 ExtendedSize 8, with FFS_ATTRIB_LARGE_FILE]
#pragma once

#include <cstdint>
#include <string>

#include "bytes/reader.h"
#include "formats/pi/volume.h"
#include "formats/uefi/guid.h"

namespace assay::formats::pi {

/// EFI_FV_FILETYPE_…: those that decide how the body is read.
enum FileType : std::uint8_t {
  kFileAll = 0x00,
  kFileRaw = 0x01,
  kFileFreeform = 0x02,
  kFileSecurityCore = 0x03,
  kFilePeiCore = 0x04,
  kFileDxeCore = 0x05,
  kFilePeim = 0x06,
  kFileDriver = 0x07,
  kFileVolumeImage = 0x0B,
  kFilePad = 0xF0,
};

struct File {
  uefi::Guid name;
  std::uint8_t type = 0;
  std::uint8_t attributes = 0;
  std::uint8_t state = 0;         ///< as written: inverted where erased bytes are 0xFF
  std::uint64_t size = 0;         ///< bytes, header included
  std::uint32_t header_size = 0;  ///< 24, or 32 for a large file
  std::uint32_t tail = 0;         ///< 2 where a revision 1 volume's file ends in a tail, else 0
  std::uint8_t header_checksum = 0;
  std::uint8_t header_checksum_wanted = 0;
  std::uint8_t data_checksum = 0;
  std::uint8_t data_checksum_wanted = 0;

  [[nodiscard]] bool header_checksum_good() const noexcept {
    return header_checksum == header_checksum_wanted;
  }
  [[nodiscard]] bool data_checksum_good() const noexcept {
    return data_checksum == data_checksum_wanted;
  }
  /// FFS_ATTRIB_DATA_ALIGNMENT: what the body's offset in the volume is a multiple of, in bytes.
  [[nodiscard]] std::uint64_t alignment() const noexcept;
};

/// Smallest possible file.
inline constexpr std::uint64_t kFileHeader = 24;

/// The file at the Reader's start, which sees the rest of its volume. Refuses a size smaller than
/// the header or larger than what is left; wrong checksums are told, not refused.
[[nodiscard]] bytes::Parsed<File> parse_file(bytes::Reader r, const Volume& volume);

/// UEFIExtract's words: "DXE driver", "PEI module", "Pad"; "Unknown 23h" for one that is not named.
[[nodiscard]] std::string file_type_name(std::uint8_t type);
/// "valid", "deleted", "marked for update", …: what the highest set bit of State says.
[[nodiscard]] std::string_view file_state_name(std::uint8_t state, std::byte erased) noexcept;

}  // namespace assay::formats::pi
