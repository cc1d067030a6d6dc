// A PCI function's address as Linux writes it, DOMAIN:BUS:DEVICE.FUNCTION: "0000:3b:00.0". lspci
// leaves the domain out where a machine has only one.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::formats::pci {

struct Address {
  std::uint32_t domain = 0;  ///< up to 32 bits: VMD and hypervisors make large ones
  std::uint8_t bus = 0;
  std::uint8_t device = 0;    ///< 0 to 31
  std::uint8_t function = 0;  ///< 0 to 7
  auto operator<=>(const Address&) const = default;

  /// "0000:3b:00.0": always with the domain, hex digits lower case.
  [[nodiscard]] std::string text() const;
};

/// With or without domain; nothing where it is not an address, or anything follows it.
[[nodiscard]] std::optional<Address> parse_address(std::string_view text) noexcept;

}  // namespace assay::formats::pci
