// FIT, Intel's firmware interface table: where in the flash a processor finds, before its first
// instruction, microcode updates, authenticated code modules and the policies of Boot Guard. A
// pointer to it stands 64 bytes below 4 GiB; addresses are physical, the flash ends at 4 GiB (Intel
// "Firmware Interface Table BIOS Specification", 1.4). Values only.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::formats::fit {

enum class Type : std::uint8_t {
  header = 0x00,
  microcode = 0x01,
  startup_acm = 0x02,
  diagnostic_acm = 0x03,
  prot_boot_guard_policy = 0x04,
  bios_startup = 0x07,
  tpm_policy = 0x08,
  bios_policy = 0x09,
  txt_policy = 0x0A,
  key_manifest = 0x0B,
  boot_policy = 0x0C,
  cse_secure_boot = 0x10,
  txtsx_policy = 0x2D,
  jmp_debug_policy = 0x2F,
  skip = 0x7F,
};

struct Entry {
  std::uint64_t address = 0;  ///< physical, or index and data ports for policies of version 0
  std::optional<std::uint64_t> offset;  ///< in the image; nothing where it lies outside
  std::uint64_t size = 0;               ///< bytes; 0 for microcode, which knows its own
  std::uint16_t version = 0;
  std::uint8_t type = 0;
  bool checksum_valid = false;  ///< C_V: the entry claims a checksum
};

struct Table {
  std::uint64_t offset = 0;  ///< in the image
  std::uint64_t size = 0;
  std::uint16_t version = 0;
  std::optional<bool> checksum_good;  ///< nothing where C_V is clear
  std::vector<Entry> entries;         ///< without the header's own and without skipped ones

  [[nodiscard]] const Entry* find(Type type) const noexcept;
};

/// "microcode", "startup ACM", …; empty for a type without a name.
[[nodiscard]] std::string_view type_name(std::uint8_t type) noexcept;

/// `image` must end where the flash ends, at 4 GiB. An error where no pointer leads to a table.
[[nodiscard]] bytes::Parsed<Table> parse_fit(bytes::Reader image, bytes::Budget& budget);
/// The table itself at `offset` of an image that lacks the flash's end, as a vendor's update does:
/// `image_end` is the physical address behind the image's last byte.
[[nodiscard]] bytes::Parsed<Table> parse_fit_at(bytes::Reader image, std::uint64_t offset,
                                                std::uint64_t image_end, bytes::Budget& budget);
/// A table that no pointer leads to, found by its signature at a multiple of 16 bytes.
[[nodiscard]] std::optional<std::uint64_t> find_fit(bytes::ByteSpan image) noexcept;

inline constexpr std::uint64_t kFlashEnd = 1ULL << 32U;

}  // namespace assay::formats::fit
