// What all sources know of one PCI function, and the component that it becomes. Configuration space
// goes before words; names are added so that a person can read the result.
#pragma once

#include <optional>
#include <string>

#include "formats/pci/address.h"
#include "formats/pci/config.h"
#include "formats/pci/ids.h"
#include "inspect/inventory/component.h"

namespace assay::inspect::inventory {

/// Views live as long as the artefacts; texts are not yet clean.
struct PciFunction {
  std::optional<formats::pci::Address> address;
  std::optional<formats::pci::Config> config;
  std::optional<std::uint16_t> vendor, device, subsystem_vendor, subsystem_device;
  std::optional<std::uint32_t> class_code;  ///< 24 bits
  std::optional<std::uint8_t> revision;
  std::string_view vendor_text, device_text, class_text, subsystem_text;
  std::string_view driver, slot, numa_node, label;
  std::string_view product, part_number, board_serial;  ///< of its VPD
  std::optional<std::uint64_t> serial;                  ///< where there is no configuration space
  std::optional<bool> option_rom;
  std::string option_rom_digest;  ///< sha256 of all images, hex
  evidence::Cite cite;
};

/// PCI class 01 is storage (NVMe drives' controllers too), 02 nic, 03 and 12 gpu, 06 bridge.
[[nodiscard]] PartClass part_class(std::uint32_t class_code) noexcept;

/// `ids` may be null.
[[nodiscard]] Component pci_component(const PciFunction& function, const formats::pci::Ids* ids);

}  // namespace assay::inspect::inventory
