// How two vendors lay out a BMC's flash. AMI's MegaRAC puts a "flash module header" (FMH, signature
// "$MODULE$") before or at the end of each module's first erase block. Supermicro's images carry
// the text "ATENs_FW" with a version, and older ones a footer behind each part.
#pragma once

#include <optional>
#include <string_view>

#include "bytes/reader.h"

namespace assay::formats::bmc {

struct AmiModule {
  std::string_view name;  ///< at most 8 characters; not yet printable
  std::uint8_t version_major = 0;
  std::uint8_t version_minor = 0;
  std::uint16_t type = 0;       ///< low byte what it is, high byte its format
  std::uint32_t allocated = 0;  ///< bytes of flash
  std::uint32_t location = 0;   ///< of the header, as it states itself, from the flash's start
  std::uint32_t module_at = 0;  ///< bytes from the module's start
  std::uint32_t module_size = 0;
  std::uint32_t checksum = 0;  ///< CRC-32 of the module
  std::uint16_t flags = 0;
  bool checksum_used = false;
  std::uint64_t start_at = 0;  ///< from the Reader's start: where the module's erase blocks begin
};
inline constexpr std::uint64_t kAmiHeader = 64;

/// A header at the front whose bytes add up to zero, as its checksum demands.
[[nodiscard]] std::optional<AmiModule> read_ami_module(bytes::Reader image) noexcept;
/// The short form at the end of an erase block: where in the block the header is.
[[nodiscard]] std::optional<std::uint32_t> read_ami_link(bytes::Reader image) noexcept;
/// "boot loader", "kernel", …
[[nodiscard]] std::string_view ami_type_name(std::uint16_t type) noexcept;

struct SupermicroFooter {
  std::uint64_t at = 0;  ///< of "ATENs_FW" from the Reader's start
  std::uint8_t major = 0;
  std::uint8_t minor = 0;
};
[[nodiscard]] std::optional<SupermicroFooter> find_supermicro(bytes::Reader image) noexcept;

struct SupermicroPart {
  std::uint32_t number = 0;
  std::uint32_t base = 0;  ///< flash offset plus 0x40000000
  std::uint32_t size = 0;
  std::uint32_t load = 0;
  std::uint32_t entry = 0;
  std::string_view name;  ///< not yet printable
  std::uint32_t type = 0;
};
inline constexpr std::uint64_t kSupermicroPart = 64;

/// The 64-byte footer of one part at the Reader's front, by its signature and plausible numbers.
[[nodiscard]] std::optional<SupermicroPart> read_supermicro_part(bytes::Reader image) noexcept;

}  // namespace assay::formats::bmc
