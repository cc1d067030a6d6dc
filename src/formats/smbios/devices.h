// Connectors (type 8), slots (9), devices on the board (10 and 41) and power supplies (39), DSP0134
// clauses 7.9 to 7.11, 7.40 and 7.42.
#pragma once

#include <vector>

#include "formats/smbios/values.h"
#include "formats/smbios/words.h"

namespace assay::formats::smbios {

/// Type 8.
struct PortConnector {
  static constexpr std::uint8_t kType = 8;
  Text internal_designator;
  std::optional<Coded> internal_type;
  Text external_designator;
  std::optional<Coded> external_type, port_type;
  static void fields(auto& s, auto&& f) {
    f(Field{"internal_reference_designator", "Internal Reference Designator", 4},
      s.internal_designator);
    f(Field{"internal_connector_type", "Internal Connector Type", 5, words::connector_type},
      s.internal_type);
    f(Field{"external_reference_designator", "External Reference Designator", 6},
      s.external_designator);
    f(Field{"external_connector_type", "External Connector Type", 7, words::connector_type},
      s.external_type);
    f(Field{"port_type", "Port Type", 8, words::port_type}, s.port_type);
  }
};

/// 7.10.9: one of the other functions behind a slot.
struct SlotPeer {
  BusAddress address;
  std::uint8_t width = 0;
};

/// Type 9.
struct SystemSlot {
  static constexpr std::uint8_t kType = 9;
  Text designation;
  std::optional<Coded> type, width, usage, length;
  Number<std::uint16_t> id;
  std::optional<Flags> characteristics;
  std::optional<BusAddress> address;
  Number<std::uint8_t> base_width;  ///< lanes
  std::vector<SlotPeer> peers;
  Number<std::uint8_t> generation;  ///< of PCI Express
  std::optional<Coded> physical_width;
  Number<std::uint16_t> pitch;  ///< hundredths of a millimetre
  std::optional<Coded> height;

  static void fields(auto& s, auto&& f) {
    f(Field{"designation", "Designation", 4}, s.designation);
    f(Field{"slot_type", "Type", 5, words::slot_type}, s.type);
    f(Field{"data_bus_width", "Data Bus Width", 6, words::slot_width}, s.width);
    f(Field{"current_usage", "Current Usage", 7, words::slot_usage}, s.usage);
    f(Field{"length", "Length", 8, words::slot_length}, s.length);
    f(Field{"id", "ID", 9}, s.id);
    f(Field{"characteristics", "Characteristics", 0, words::slot_characteristics},
      s.characteristics);
    f(Field{"bus_address", "Bus Address", 0x0D}, s.address);
    f(Field{"base_width", "Data Bus Width (Base)", 0x11}, s.base_width);
    f(Field{"peers", ""}, s.peers);
    f(Field{"pci_express_generation", "PCI Express Generation"}, s.generation);
    f(Field{"physical_width", "Slot Physical Width", 0, words::slot_width}, s.physical_width);
    f(Field{"pitch_hundredth_mm", "Pitch"}, s.pitch);
    f(Field{"height", "Height", 0, words::slot_height}, s.height);
  }
};

struct BoardDevice {
  std::optional<Coded> type, status;
  Text description;
};

/// Type 10, which type 41 replaced.
struct OnBoardDevices {
  static constexpr std::uint8_t kType = 10;
  std::vector<BoardDevice> devices;
  static void fields(auto& s, auto&& f) { f(Field{"devices", ""}, s.devices); }
};

/// Type 39.
struct PowerSupply {
  static constexpr std::uint8_t kType = 39;
  Number<std::uint8_t> unit_group;
  Text location, device_name, manufacturer, serial_number, asset_tag, model_part_number, revision;
  Number<std::uint16_t> max_power;  ///< watts
  std::optional<bool> present;
  std::optional<Coded> status;  ///< of one that is present
  std::optional<Coded> type, range_switching, plugged, hot_replaceable;
  std::optional<Handle> voltage_probe, cooling_device, current_probe;

  static void fields(auto& s, auto&& f) {
    f(Field{"power_unit_group", "Power Unit Group", 4}, s.unit_group);
    f(Field{"location", "Location", 5}, s.location);
    f(Field{"device_name", "Name", 6}, s.device_name);
    f(Field{"manufacturer", "Manufacturer", 7}, s.manufacturer);
    f(Field{"serial_number", "Serial Number", 8}, s.serial_number);
    f(Field{"asset_tag", "Asset Tag", 9}, s.asset_tag);
    f(Field{"model_part_number", "Model Part Number", 0x0A}, s.model_part_number);
    f(Field{"revision", "Revision", 0x0B}, s.revision);
    f(Field{"max_power_w", "Max Power Capacity", 0x0C}, s.max_power);
    f(Field{"present", ""}, s.present);
    f(Field{"status", "", 0, words::power_supply_status}, s.status);
    f(Field{"power_supply_type", "Type", 0x0E, words::power_supply_type, 2, 10, 0x0F}, s.type);
    f(Field{"input_voltage_range_switching", "Input Voltage Range Switching", 0x0E,
            words::range_switching, 2, 3, 0x0F},
      s.range_switching);
    f(Field{"plugged", "Plugged", 0, words::yes}, s.plugged);
    f(Field{"hot_replaceable", "Hot Replaceable", 0x0E, words::yes, 2, 0, 1}, s.hot_replaceable);
    f(Field{"input_voltage_probe_handle", "Input Voltage Probe Handle", 0x10}, s.voltage_probe);
    f(Field{"cooling_device_handle", "Cooling Device Handle", 0x12}, s.cooling_device);
    f(Field{"input_current_probe_handle", "Input Current Probe Handle", 0x14}, s.current_probe);
  }
};

/// Type 41.
struct OnboardDevice {
  static constexpr std::uint8_t kType = 41;
  Text designation;
  std::optional<Coded> type, status;
  Number<std::uint8_t> instance;
  std::optional<BusAddress> address;
  static void fields(auto& s, auto&& f) {
    f(Field{"reference_designation", "Reference Designation", 4}, s.designation);
    f(Field{"device_type", "Type", 5, words::onboard_type, 1, 0, 0x7F}, s.type);
    f(Field{"device_status", "Status", 5, words::enabled, 1, 7, 1}, s.status);
    f(Field{"type_instance", "Type Instance", 6}, s.instance);
    f(Field{"bus_address", "Bus Address", 7}, s.address);
  }
};

}  // namespace assay::formats::smbios
