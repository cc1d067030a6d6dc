// Serial presence detect: the EEPROM on a memory module that says what it is and who made it. DDR3
// (JEDEC 21-C annex K), DDR4 (annex L) and DDR5 (JESD400-5). Linux shows it as
// /sys/bus/i2c/devices/*/eeprom. Texts are views into the caller's bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/reader.h"
#include "formats/spd/jep106.h"

namespace assay::formats::spd {

enum class Generation : std::uint8_t { ddr3, ddr4, ddr5 };

struct Module {
  Generation generation = Generation::ddr4;
  std::uint8_t revision = 0;     ///< of the SPD, BCD: 0x11 is 1.1
  std::uint8_t module_type = 0;  ///< base module type
  std::uint64_t bytes = 0;       ///< capacity without ECC; 0 where a geometry is reserved
  std::uint32_t ranks = 0;
  std::uint32_t device_width = 0;  ///< bits of one chip
  bool ecc = false;
  std::uint32_t megatransfers = 0;  ///< MT/s of the fastest clock; 0 where not given

  // What the module's maker wrote. Without these bytes (a DDR4 read of only 256) they are empty.
  bool has_maker_part = false;
  Maker maker;
  std::string_view part_number;         ///< blank padded as written; not yet printable
  std::optional<std::uint32_t> serial;  ///< its four bytes, the first highest
  std::optional<std::uint8_t> year;     ///< 0 to 99, of 2000; nothing where not BCD
  std::optional<std::uint8_t> week;     ///< 1 to 53
  std::uint16_t module_revision = 0;
  Maker dram_maker;

  bool crc_good = false;
  /// Blocks whose CRC is wrong, and the maker's part where the bytes end before it.
  std::vector<bytes::ParseError> problems;

  /// Eight hex digits, upper case, as SMBIOS and dmidecode have it; empty without.
  [[nodiscard]] std::string serial_text() const;
};

/// "DDR4".
[[nodiscard]] std::string_view name(Generation generation) noexcept;
/// "RDIMM", "UDIMM"…; empty for a type without a name.
[[nodiscard]] std::string_view module_type_name(Generation generation, std::uint8_t type) noexcept;

/// All of the EEPROM: at least 128 (DDR3), 128 (DDR4, whose maker's part needs 384) or 512 bytes
/// (DDR5, 640). Refuses other device types.
[[nodiscard]] bytes::Parsed<Module> parse_spd(bytes::Reader reader);

/// A size that such EEPROMs have, a device type, and a first block whose CRC is right.
[[nodiscard]] bool looks_like_spd(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::spd
