// The component class registries (TCG Component Class Registry 1.0; TCG's SMBIOS-based, PCIe-based
// and Storage registries; RFC 6933 for the IETF's): four bytes that say what kind of part a
// component is, and which registry explains them. Names are Assay's own words.
#pragma once

#include <string>
#include <string_view>

#include "formats/platform/component.h"

namespace assay::formats::platform {

enum class Registry : std::uint8_t { unknown, tcg, ietf, smbios, pci, storage };

/// 2.23.133.18.3.1 to .5.
[[nodiscard]] Registry registry_of(std::string_view oid) noexcept;
/// "TCG", "SMBIOS", …; empty for an unknown one.
[[nodiscard]] std::string_view name(Registry registry) noexcept;

/// "motherboard", "memory device", "network controller"; "class 0x00ff0000 of
/// TCG" where nothing better is known. Safe to show.
[[nodiscard]] std::string class_name(const ComponentClass& cls);

/// The SMBIOS structure type behind a value of the SMBIOS registry: its upper half.
[[nodiscard]] constexpr std::uint32_t smbios_type(std::uint32_t value) noexcept {
  return value >> 16U;
}
/// Class, subclass and programming interface (24 bits) behind a value of the PCIe or storage
/// registry.
[[nodiscard]] constexpr std::uint32_t pci_class_code(std::uint32_t value) noexcept {
  return value & 0x00FF'FFFFU;
}

}  // namespace assay::formats::platform
