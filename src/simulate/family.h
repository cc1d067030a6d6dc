// The server families that a simulated fleet is bought from: invented makers and models, each with
// a board of its own, its processors' platform, what may be ordered in it and how its firmware
// writes its tables. A table of constants.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "simulate/parts.h"

namespace assay::simulate {

/// A function of the chipset or the processor, there on every server of the platform.
struct ChipFunction {
  std::uint8_t device = 0;
  std::uint8_t function = 0;
  PciModel pci;
};

/// What is soldered or plugged in behind a root port.
enum class PortUse : std::uint8_t { onboard_nic, bmc, internal, slot, bay };

/// A root port: its place, and what it leads to. Ports of empty bays are hidden by the firmware.
struct Port {
  std::uint8_t bus = 0;  ///< its root complex's first bus
  std::uint8_t device = 0;
  std::uint8_t function = 0;
  std::uint16_t id = 0;
  PortUse use = PortUse::slot;
  std::uint8_t number = 0;  ///< of the slot or bay, from 1
};

struct Platform {
  std::uint16_t vendor = 0;                ///< of its root ports
  std::span<const ChipFunction> chips;     ///< on bus 0
  std::span<const ChipFunction> internal;  ///< behind the port `internal`; may be empty
  std::span<const Port> ports;             ///< by bus, device, function
};

struct BiosVersion {
  std::string_view version;
  std::string_view date;  ///< "03/14/2024", as type 0 has it
};

enum class Locator : std::uint8_t { p1_dimma1, a1, cpu1_dimm_a1, dimm_1 };

/// One line of the price list: what an order may choose.
struct Choice {
  std::array<std::uint8_t, 2> cpus;    ///< of cpus()
  std::array<std::uint8_t, 2> dimms;   ///< of dimms()
  std::array<std::uint8_t, 3> nics;    ///< of nics(), for slot 1
  std::uint8_t drives = 0;             ///< of drives()
  std::uint8_t psus = 0;               ///< of psus()
  std::uint8_t hba = 0xFF;             ///< of cards(); 0xFF: none
  std::uint8_t gpu = 0xFF;             ///< of cards(); 0xFF: none
  std::array<std::uint8_t, 2> bays{};  ///< fewest and most drives
  std::uint8_t most_gpus = 0;
};

inline constexpr std::size_t kBiosVersions = 4;
inline constexpr std::size_t kBmcVersions = 4;

struct Family {
  std::string_view manufacturer;
  std::string_view product;
  std::string_view code;  ///< in serials and lots
  std::string_view sku;
  std::string_view board;
  std::array<std::string_view, 2> revisions;
  std::string_view bios_vendor;
  std::array<BiosVersion, kBiosVersions> bios;  ///< oldest first
  std::string_view bmc_model;
  std::array<std::string_view, kBmcVersions> bmc;  ///< oldest first
  std::string_view bmc_rogue;                      ///< a version that was never released for it
  std::string_view cpld;
  std::string_view acpi_oem;  ///< 6 characters
  std::uint8_t platform = 0;  ///< of platforms()
  std::uint8_t sockets = 1;
  std::uint8_t channels = 8;  ///< DIMM channels of a socket; one or two DIMMs each
  std::uint8_t per_channel = 1;
  Locator locator = Locator::a1;
  std::uint8_t slots = 4;        ///< one of them is always free
  std::uint8_t height = 2;       ///< rack units
  std::uint8_t onboard_nic = 0;  ///< of nics()
  std::uint8_t riser_slot = 0;   ///< the slot that stands behind a PCI Express switch; 0: none
  bool writes_asset_tag = true;
  bool names_empty_dimms = false;  ///< "NO DIMM" where others leave the text out
  Choice choice;
};

[[nodiscard]] std::span<const Family> families() noexcept;
[[nodiscard]] const Platform& platform_of(const Family& family) noexcept;

}  // namespace assay::simulate
