// The capabilities of a PCI function: what each id of the two lists means (PCI Code and ID
// Assignment Specification 1.16, chapters 2 and 3), in the words that lspci prints.
#pragma once

#include <cstdint>
#include <string_view>

namespace assay::formats::pci {

// Ids of the list in the first 256 bytes.
inline constexpr std::uint16_t kCapVpd = 0x03;
inline constexpr std::uint16_t kCapPciX = 0x07;
inline constexpr std::uint16_t kCapVendorSpecific = 0x09;
inline constexpr std::uint16_t kCapSubsystem = 0x0D;
inline constexpr std::uint16_t kCapExpress = 0x10;

// Ids of the list that begins at 0x100.
inline constexpr std::uint16_t kExtAer = 0x01;
inline constexpr std::uint16_t kExtSerialNumber = 0x03;
inline constexpr std::uint16_t kExtVendorSpecific = 0x0B;
inline constexpr std::uint16_t kExtSrIov = 0x10;
inline constexpr std::uint16_t kExtDpc = 0x1D;
inline constexpr std::uint16_t kExtDvsec = 0x23;
inline constexpr std::uint16_t kExtDoe = 0x2E;

struct Capability {
  std::uint16_t id = 0;
  std::uint16_t offset = 0;  ///< bytes from the start of configuration space
  std::uint8_t version = 0;  ///< of an extended capability; 0 for the others
  bool extended = false;     ///< of the list at 0x100
  bool operator==(const Capability&) const = default;
};

/// "Power Management", "Advanced Error Reporting"; empty for an id without a name.
[[nodiscard]] std::string_view name(const Capability& capability) noexcept;

}  // namespace assay::formats::pci
