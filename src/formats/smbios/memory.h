// Memory: arrays (type 16), devices (type 17) and the addresses they answer to (types 19 and 20),
// DSP0134 clauses 7.17, 7.18, 7.20 and 7.21. A device is a socket: its size is 0 where it is empty.
#pragma once

#include "formats/smbios/values.h"
#include "formats/smbios/words.h"

namespace assay::formats::smbios {

/// Type 16.
struct MemoryArray {
  static constexpr std::uint8_t kType = 16;
  std::optional<Coded> location, use, error_correction;
  std::optional<Size> maximum_capacity;
  std::optional<Handle> error_information;
  Number<std::uint16_t> devices;

  static void fields(auto& s, auto&& f) {
    f(Field{"location", "Location", 4, words::array_location}, s.location);
    f(Field{"use", "Use", 5, words::array_use}, s.use);
    f(Field{"error_correction", "Error Correction Type", 6, words::array_error_correction},
      s.error_correction);
    f(Field{"maximum_capacity", "Maximum Capacity"}, s.maximum_capacity);
    f(Field{"error_information_handle", "Error Information Handle", 0x0B}, s.error_information);
    f(Field{"number_of_devices", "Number Of Devices", 0x0D}, s.devices);
  }
};

/// Type 17.
struct MemoryDevice {
  static constexpr std::uint8_t kType = 17;
  std::optional<Handle> array, error_information;
  Number<std::uint16_t> total_width, data_width;  ///< bits
  std::optional<Size> size;                       ///< 0: no module in the socket
  std::optional<Coded> form_factor;
  Number<std::uint8_t> device_set;
  Text device_locator, bank_locator;
  std::optional<Coded> memory_type;
  std::optional<Flags> type_detail;
  Number<std::uint32_t> speed;  ///< MT/s
  Text manufacturer, serial_number, asset_tag, part_number;
  Number<std::uint8_t> rank;
  Number<std::uint32_t> configured_speed;  ///< MT/s
  std::optional<Millivolts> minimum_voltage, maximum_voltage, configured_voltage;
  std::optional<Coded> technology;
  std::optional<Flags> mode_capability;
  Text firmware_version;
  std::optional<JedecId> module_manufacturer;
  Number<std::uint16_t> module_product;
  std::optional<JedecId> controller_manufacturer;
  Number<std::uint16_t> controller_product;
  std::optional<Size> non_volatile_size, volatile_size, cache_size, logical_size;
  std::optional<JedecId> pmic0_manufacturer;
  Number<std::uint16_t> pmic0_revision;
  std::optional<JedecId> rcd_manufacturer;
  Number<std::uint16_t> rcd_revision;

  static void fields(auto& s, auto&& f) {
    f(Field{"array_handle", "Array Handle", 4}, s.array);
    f(Field{"error_information_handle", "Error Information Handle", 6}, s.error_information);
    f(Field{"total_width_bits", "Total Width", 8}, s.total_width);
    f(Field{"data_width_bits", "Data Width", 0x0A}, s.data_width);
    f(Field{"size", "Size"}, s.size);
    f(Field{"form_factor", "Form Factor", 0x0E, words::memory_form_factor}, s.form_factor);
    f(Field{"device_set", "Set", 0x0F}, s.device_set);
    f(Field{"device_locator", "Locator", 0x10}, s.device_locator);
    f(Field{"bank_locator", "Bank Locator", 0x11}, s.bank_locator);
    f(Field{"memory_type", "Type", 0x12, words::memory_type}, s.memory_type);
    f(Field{"type_detail", "Type Detail", 0x13, words::memory_type_detail, 2}, s.type_detail);
    f(Field{"speed_mts", "Speed"}, s.speed);
    f(Field{"manufacturer", "Manufacturer", 0x17}, s.manufacturer);
    f(Field{"serial_number", "Serial Number", 0x18}, s.serial_number);
    f(Field{"asset_tag", "Asset Tag", 0x19}, s.asset_tag);
    f(Field{"part_number", "Part Number", 0x1A}, s.part_number);
    f(Field{"rank", "Rank"}, s.rank);
    f(Field{.key = "configured_speed_mts",
            .label = "Configured Memory Speed",
            .other_label = "Configured Clock Speed"},
      s.configured_speed);
    f(Field{"minimum_voltage_mv", "Minimum Voltage", 0x22}, s.minimum_voltage);
    f(Field{"maximum_voltage_mv", "Maximum Voltage", 0x24}, s.maximum_voltage);
    f(Field{"configured_voltage_mv", "Configured Voltage", 0x26}, s.configured_voltage);
    f(Field{"memory_technology", "Memory Technology", 0x28, words::memory_technology},
      s.technology);
    f(Field{"operating_mode_capability", "Memory Operating Mode Capability", 0x29,
            words::memory_mode, 2},
      s.mode_capability);
    f(Field{"firmware_version", "Firmware Version", 0x2B}, s.firmware_version);
    f(Field{"module_manufacturer_id", "Module Manufacturer ID", 0x2C}, s.module_manufacturer);
    f(Field{"module_product_id", "Module Product ID", 0x2E}, s.module_product);
    f(Field{"controller_manufacturer_id", "Memory Subsystem Controller Manufacturer ID", 0x30},
      s.controller_manufacturer);
    f(Field{"controller_product_id", "Memory Subsystem Controller Product ID", 0x32},
      s.controller_product);
    f(Field{"non_volatile_size", "Non-Volatile Size", 0x34}, s.non_volatile_size);
    f(Field{"volatile_size", "Volatile Size", 0x3C}, s.volatile_size);
    f(Field{"cache_size", "Cache Size", 0x44}, s.cache_size);
    f(Field{"logical_size", "Logical Size", 0x4C}, s.logical_size);
    f(Field{"pmic0_manufacturer_id", "PMIC0 Manufacturer ID", 0x5C}, s.pmic0_manufacturer);
    f(Field{"pmic0_revision", "PMIC0 Revision Number", 0x5E}, s.pmic0_revision);
    f(Field{"rcd_manufacturer_id", "RCD Manufacturer ID", 0x60}, s.rcd_manufacturer);
    f(Field{"rcd_revision", "RCD Revision Number", 0x62}, s.rcd_revision);
  }
};

/// Type 19. Addresses are physical and in bytes, the end being the last one.
struct ArrayMappedAddress {
  static constexpr std::uint8_t kType = 19;
  Number<std::uint64_t> start, end;
  std::optional<Handle> array;
  Number<std::uint8_t> partition_width;
  static void fields(auto& s, auto&& f) {
    f(Field{"starting_address", "Starting Address"}, s.start);
    f(Field{"ending_address", "Ending Address"}, s.end);
    f(Field{"array_handle", "Physical Array Handle", 0x0C}, s.array);
    f(Field{"partition_width", "Partition Width", 0x0E}, s.partition_width);
  }
};

/// Type 20.
struct DeviceMappedAddress {
  static constexpr std::uint8_t kType = 20;
  Number<std::uint64_t> start, end;
  std::optional<Handle> device, array_mapped_address;
  Number<std::uint8_t> row_position, interleave_position, interleaved_depth;
  static void fields(auto& s, auto&& f) {
    f(Field{"starting_address", "Starting Address"}, s.start);
    f(Field{"ending_address", "Ending Address"}, s.end);
    f(Field{"device_handle", "Physical Device Handle", 0x0C}, s.device);
    f(Field{"array_mapped_address_handle", "Memory Array Mapped Address Handle", 0x0E},
      s.array_mapped_address);
    f(Field{"partition_row_position", "Partition Row Position", 0x10}, s.row_position);
    f(Field{"interleave_position", "Interleave Position", 0x11}, s.interleave_position);
    f(Field{"interleaved_data_depth", "Interleaved Data Depth", 0x12}, s.interleaved_depth);
  }
};

}  // namespace assay::formats::smbios
