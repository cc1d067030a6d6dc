// A firmware volume (PI 1.8 volume 3, 3.2.1): the container in which UEFI firmware keeps its files
// or its variables. Its header says how long it is, what file system it has and what erased bytes
// look like:
//
//     0 ZeroVector 16   16 FileSystemGuid 16   32 FvLength 8   40 "_FVH"   44 Attributes 4
//     48 HeaderLength 2   50 Checksum 2   52 ExtHeaderOffset 2   54 Reserved 1   55 Revision 1
//     56 BlockMap: {NumBlocks 4, Length 4}…, ended by {0, 0}
//
// An extended header, where ExtHeaderOffset is not 0: FvName 16, ExtHeaderSize 4, entries.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"
#include "formats/uefi/guid.h"

namespace assay::formats::pi {

/// What a volume's file system GUID says that it holds.
enum class FileSystem : std::uint8_t { ffs2, ffs3, nvram, microcode, unknown };

struct Block {
  std::uint32_t count = 0;
  std::uint32_t length = 0;  ///< bytes
};

struct VolumeExtension {
  uefi::Guid name;         ///< FvName
  std::uint32_t size = 0;  ///< ExtHeaderSize, with its entries
};

struct Volume {
  FileSystem file_system = FileSystem::unknown;
  uefi::Guid file_system_guid;
  std::uint64_t length = 0;  ///< FvLength
  std::uint32_t attributes = 0;
  std::uint16_t header_length = 0;  ///< HeaderLength
  std::uint16_t checksum = 0;
  std::uint16_t checksum_wanted = 0;  ///< what Checksum should be
  std::uint8_t reserved = 0;
  std::uint8_t revision = 0;
  std::vector<Block> blocks;
  std::optional<VolumeExtension> extension;
  std::optional<std::uint32_t>
      apple_crc;                  ///< ZeroVector[8], where Apple keeps a CRC-32 of the body
  std::uint64_t header_size = 0;  ///< where the first file may stand: extension included, 8-aligned
  std::byte erased = std::byte{0xFF};  ///< what an erased byte reads as (EFI_FVB2_ERASE_POLARITY)

  [[nodiscard]] bool checksum_good() const noexcept { return checksum == checksum_wanted; }
  /// The sum of the block map, which must be `length`.
  [[nodiscard]] std::uint64_t block_map_length() const noexcept;
  /// EFI_FVB2_ALIGNMENT of revision 2: the volume's own alignment in bytes; 1 for revision 1.
  [[nodiscard]] std::uint64_t alignment() const noexcept;
};

/// The header of a volume at the Reader's start, which may see more than the volume. Refuses a
/// wrong signature and lengths that contradict one another; costs one item per block. A bad
/// checksum, a block map that does not sum up and a length beyond the data are told, not refused.
[[nodiscard]] bytes::Parsed<Volume> parse_volume(bytes::Reader r, bytes::Budget& budget);

/// The next place at or after `from` where a volume plausibly begins: "_FVH", a length that holds
/// a header, Revision 1 or 2.
[[nodiscard]] std::optional<std::uint64_t> find_volume(bytes::ByteSpan bytes,
                                                       std::uint64_t from) noexcept;

/// UEFIExtract's words: "FFSv2", "FFSv3", "NVRAM", "Microcode", "Unknown".
[[nodiscard]] std::string_view name(FileSystem file_system) noexcept;

}  // namespace assay::formats::pi
