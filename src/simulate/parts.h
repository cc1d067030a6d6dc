// The parts that simulated servers are built from. PCI ids and part numbers are those of parts that
// many fleets hold, so that tools that know them show sensible words; serials are invented. A table
// of constants: nothing here is drawn.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace assay::simulate {

/// What one PCI function says of itself, and the link it has.
struct PciModel {
  std::uint16_t vendor = 0;
  std::uint16_t device = 0;
  std::uint16_t subsystem_vendor = 0;
  std::uint16_t subsystem_device = 0;
  std::uint8_t revision = 0;
  std::uint32_t class_code = 0;  ///< 24 bits: base class, sub-class, programming interface
  std::uint8_t speed = 0;        ///< link: 1 is 2.5 GT/s, 2 is 5, 3 is 8, 4 is 16, 5 is 32
  std::uint8_t width = 0;        ///< lanes; 0 for a function of the chipset
};

struct NicModel {
  std::string_view name;
  PciModel pci;
  std::uint8_t ports = 2;  ///< one function each
  std::uint32_t oui = 0;   ///< first three bytes of its MACs
  std::string_view firmware;
};

/// A card or device of one function: HBA, GPU, bridge.
struct CardModel {
  std::string_view name;
  PciModel pci;
};

struct DriveModel {
  std::string_view model;
  std::string_view firmware;
  std::string_view serial_prefix;
  std::uint64_t bytes = 0;
  PciModel pci;
};

struct DimmModel {
  std::string_view maker;
  std::string_view part;
  std::uint16_t gib = 0;
  std::uint16_t mts = 0;    ///< MT/s
  std::uint8_t type = 0;    ///< SMBIOS 7.18.2: 0x1A DDR4, 0x22 DDR5
  std::uint16_t jedec = 0;  ///< SMBIOS 7.18.8 Module Manufacturer ID
  std::uint8_t ranks = 0;
};

struct PsuModel {
  std::string_view maker;
  std::string_view name;
  std::string_view part;
  std::string_view revision;
  std::uint16_t watts = 0;
  std::string_view serial_prefix;
};

struct CpuModel {
  std::string_view maker;
  std::string_view name;
  std::uint8_t family = 0;   ///< SMBIOS 7.5.2
  std::uint8_t upgrade = 0;  ///< SMBIOS 7.5.5: the socket
  std::array<std::uint32_t, 2>
      signature;  ///< CPUID leaf 1, EAX, of two steppings that are sold alike
  std::uint8_t cores = 0;
  std::uint16_t mhz = 0;
  std::uint16_t most_mhz = 0;
};

inline constexpr std::size_t kSuppliers = 3;

/// By capacity and generation, then supplier: what purchasing treats as the same thing.
[[nodiscard]] std::span<const std::array<DimmModel, kSuppliers>> dimms() noexcept;
[[nodiscard]] std::span<const std::array<DriveModel, kSuppliers>> drives() noexcept;
[[nodiscard]] std::span<const std::array<PsuModel, kSuppliers>> psus() noexcept;
[[nodiscard]] std::span<const CpuModel> cpus() noexcept;
[[nodiscard]] std::span<const NicModel> nics() noexcept;
[[nodiscard]] std::span<const CardModel> cards() noexcept;  ///< HBAs, then GPUs, then a riser

/// What no family is ever sold with.
[[nodiscard]] std::span<const NicModel> foreign_nics() noexcept;
[[nodiscard]] std::span<const CardModel> foreign_bridges() noexcept;   ///< PCI Express to PCI
[[nodiscard]] std::span<const CardModel> foreign_switches() noexcept;  ///< PCI Express switches

}  // namespace assay::simulate
