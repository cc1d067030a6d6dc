// Where a server's PCI functions lie: buses numbered as firmware numbers them, depth first within
// each root complex, so that a card more or less shifts the numbers behind it, as on real machines.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "simulate/machine.h"

namespace assay::simulate {

/// PCI Express Base 7.5.3.2, Device/Port Type; `none` is a function of the chipset.
enum class PortType : std::uint8_t {
  endpoint = 0,
  root_port = 4,
  upstream = 5,
  downstream = 6,
  to_pci = 7,
  none = 0xFF,
};

struct Function {
  std::uint8_t bus = 0;
  std::uint8_t device = 0;
  std::uint8_t function = 0;
  PciModel pci;
  PortType type = PortType::none;
  bool bridge = false;
  bool multi_function = false;
  std::uint8_t secondary = 0;    ///< bridges
  std::uint8_t subordinate = 0;  ///< bridges
  std::uint8_t slot = 0;         ///< root ports: the number of the slot or bay
  bool link_up = true;
  std::uint8_t link_speed = 0;  ///< as negotiated
  std::uint8_t link_width = 0;

  /// "0000:3b:00.0"
  [[nodiscard]] std::string address() const;
};

/// A port of a network card and the function it is.
struct NicPort {
  std::size_t function = 0;  ///< of Topology::functions
  std::uint64_t mac = 0;
  std::uint8_t slot = 0;  ///< 0: on board
  std::uint8_t port = 0;
  bool driver = true;
};

struct Topology {
  std::vector<Function> functions;  ///< by address
  std::vector<NicPort> nic_ports;
  /// For SMBIOS 9 and 41: what stands in the slot, else its root port.
  std::array<std::uint8_t, kMostSlots> slot_bus{};
  std::array<std::uint8_t, kMostSlots> slot_devfn{};
  std::uint8_t vga_bus = 0;
  std::uint8_t nic_bus = 0;
};

[[nodiscard]] Topology lay_out(const Machine& machine);

}  // namespace assay::simulate
