// The directories of AMD's security processor: $PSP and $PL2 list its own firmware, $BHD and $BL2
// what it needs of the BIOS (x86 code to check, memory initialisation's firmware, microcode), 2PSP
// and 2BHD choose a directory by processor. ISH structures stand between, one for each of two
// slots that updates alternate. Layout as in coreboot's amdfwtool documentation. Values only.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::psp {

enum class DirectoryKind : std::uint8_t {
  psp,
  psp_level2,
  bios,
  bios_level2,
  psp_combo,
  bios_combo
};

struct Entry {
  std::uint8_t type = 0;
  std::uint8_t subprogram = 0;
  std::uint8_t rom_id = 0;
  std::uint8_t instance = 0;  ///< BIOS directories
  bool compressed = false;    ///< BIOS directories
  bool reset_image = false;   ///< BIOS directories: x86 starts here
  std::uint64_t size = 0;     ///< 0xFFFFFFFF of a value is given as 0
  std::uint64_t address = 0;  ///< without the mode bits; of a value: the value
  std::uint8_t mode =
      0;  ///< 0 physical, 1 from the image's start, 2 from the directory's, 3 from its slot's
  bool value = false;             ///< a setting that is not in flash: the address is the value
  std::uint64_t destination = 0;  ///< in memory; BIOS directories
  std::uint32_t processor = 0;    ///< combo: the PSP's or chip's id
};

struct Directory {
  DirectoryKind kind = DirectoryKind::psp;
  bool checksum_good = false;  ///< Fletcher-32
  std::uint64_t size = 0;      ///< header and entries
  std::uint32_t additional_info = 0;
  std::vector<Entry> entries;
};

/// Which level 2 directory a slot boots.
struct ImageSlot {
  std::uint32_t priority = 0;
  std::uint32_t retries = 0;
  std::uint64_t directory = 0;  ///< address
  std::uint32_t psp_id = 0;
};

/// "$PSP", "$BL2", …
[[nodiscard]] std::string_view name(DirectoryKind kind) noexcept;
[[nodiscard]] bool is_bios(DirectoryKind kind) noexcept;
/// "boot loader", "SMU firmware", …; empty for a type without a public name.
[[nodiscard]] std::string_view type_name(DirectoryKind kind, std::uint8_t type) noexcept;
/// A type whose entry points to a further directory or to an ISH structure.
[[nodiscard]] bool leads_on(DirectoryKind kind, std::uint8_t type) noexcept;

[[nodiscard]] bool looks_like_directory(bytes::ByteSpan bytes) noexcept;
[[nodiscard]] bytes::Parsed<Directory> parse_directory(bytes::Reader reader, bytes::Budget& budget);
/// The 32 bytes of an ISH structure; an error where its directory's address is none.
[[nodiscard]] bytes::Parsed<ImageSlot> parse_image_slot(bytes::Reader reader);

}  // namespace assay::formats::psp
