// JEP106, JEDEC's register of manufacturers: two bytes of an EEPROM that say who made a memory
// module or its chips. Holds the makers that servers' memory comes from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace assay::formats::spd {

/// Both bytes with their odd parity in bit 7, as the EEPROM has them.
struct Maker {
  std::uint8_t bank = 0;  ///< how many continuation codes come before `code`
  std::uint8_t code = 0;
  bool operator==(const Maker&) const = default;

  /// 00 00 and FF FF are an EEPROM that nobody wrote.
  [[nodiscard]] bool known() const noexcept {
    return (bank != 0 || code != 0) && (bank != 0xFF || code != 0xFF);
  }
};

/// "Samsung"; empty for a maker outside the table. Parity is not needed.
[[nodiscard]] std::string_view maker_name(Maker maker) noexcept;
/// The name, else "JEP106 80ce", else empty.
[[nodiscard]] std::string maker_text(Maker maker);

}  // namespace assay::formats::spd
