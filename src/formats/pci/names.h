// Names for PCI's numbers without any file: every class code of the PCI Code and ID Assignment
// Specification 1.16 (chapter 1), and the vendors that servers are made of, under the names they go
// by today. pci.ids (ids.h) knows many more.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace assay::formats::pci {

/// "Ethernet controller" for class 02, sub-class 00; the base class's words where the sub-class has
/// none; empty where that is unknown too. `class_code` has 24 bits, as Config::class_code.
[[nodiscard]] std::string_view class_name(std::uint32_t class_code) noexcept;

/// "NVM Express" for 01 08 02; empty where the programming interface has no name.
[[nodiscard]] std::string_view interface_name(std::uint32_t class_code) noexcept;

/// "Intel"; empty where the vendor is not in the table.
[[nodiscard]] std::string_view vendor_name(std::uint16_t vendor) noexcept;

/// "8086:1521": how a part of a bus is named where nothing better is known.
[[nodiscard]] std::string id_text(std::uint16_t vendor, std::uint16_t device);

}  // namespace assay::formats::pci
