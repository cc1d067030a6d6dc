// What a server says it is: firmware (type 0), system (1), board (2), chassis (3) and the texts
// that vendors add (11 to 14, 32), as DSP0134 clauses 7.1 to 7.4, 7.12 to 7.15 and 7.33 define
// them. Members are in the specification's order; see values.h for what absent means.
#pragma once

#include <vector>

#include "formats/smbios/values.h"
#include "formats/smbios/words.h"

namespace assay::formats::smbios {

/// Type 0.
struct Bios {
  static constexpr std::uint8_t kType = 0;
  Text vendor;
  Text version;
  Number<std::uint32_t> starting_address;  ///< physical; the segment times 16
  Text release_date;                       ///< as written, mostly mm/dd/yyyy
  std::optional<Size> rom_size;
  std::optional<Flags> characteristics;  ///< with both extension bytes from bit 32
  Number<std::uint32_t> vendor_bits;     ///< bits 32 to 63 of the field: the vendors' own
  std::optional<Release> release;
  std::optional<Release> controller_release;  ///< embedded controller or BMC

  static void fields(auto& s, auto&& f) {
    f(Field{"vendor", "Vendor", 4}, s.vendor);
    f(Field{"version", "Version", 5}, s.version);
    f(Field{"starting_address", "Address"}, s.starting_address);
    f(Field{"release_date", "Release Date", 8}, s.release_date);
    f(Field{"rom_size", "ROM Size"}, s.rom_size);
    f(Field{"characteristics", "Characteristics", 0, words::bios_characteristics},
      s.characteristics);
    f(Field{"vendor_characteristics", "", 0x0E}, s.vendor_bits);
    f(Field{.key = "bios_release",
            .label = "BIOS Revision",
            .other_label = "Platform Firmware Revision"},
      s.release);
    f(Field{.key = "embedded_controller_release",
            .label = "Firmware Revision",
            .other_label = "Embedded Controller Firmware Revision"},
      s.controller_release);
  }
};

/// Type 1.
struct System {
  static constexpr std::uint8_t kType = 1;
  Text manufacturer, product_name, version, serial_number;
  std::optional<Uuid> uuid;
  std::optional<Coded> wake_up_type;
  Text sku_number, family;

  static void fields(auto& s, auto&& f) {
    f(Field{"manufacturer", "Manufacturer", 4}, s.manufacturer);
    f(Field{"product_name", "Product Name", 5}, s.product_name);
    f(Field{"version", "Version", 6}, s.version);
    f(Field{"serial_number", "Serial Number", 7}, s.serial_number);
    f(Field{"uuid", "UUID"}, s.uuid);
    f(Field{"wake_up_type", "Wake-up Type", 0x18, words::wake_up_type}, s.wake_up_type);
    f(Field{"sku_number", "SKU Number", 0x19}, s.sku_number);
    f(Field{"family", "Family", 0x1A}, s.family);
  }
};

/// Type 2. A server may have several: risers, blades, planars.
struct BaseBoard {
  static constexpr std::uint8_t kType = 2;
  Text manufacturer, product, version, serial_number, asset_tag;
  std::optional<Flags> features;
  Text location_in_chassis;
  std::optional<Handle> chassis_handle;
  std::optional<Coded> board_type;
  std::vector<Handle> contained;

  static void fields(auto& s, auto&& f) {
    f(Field{"manufacturer", "Manufacturer", 4}, s.manufacturer);
    f(Field{"product", "Product Name", 5}, s.product);
    f(Field{"version", "Version", 6}, s.version);
    f(Field{"serial_number", "Serial Number", 7}, s.serial_number);
    f(Field{"asset_tag", "Asset Tag", 8}, s.asset_tag);
    f(Field{"features", "Features", 9, words::board_features}, s.features);
    f(Field{"location_in_chassis", "Location In Chassis", 0x0A}, s.location_in_chassis);
    f(Field{"chassis_handle", "Chassis Handle", 0x0B}, s.chassis_handle);
    f(Field{"board_type", "Type", 0x0D, words::board_type}, s.board_type);
    f(Field{"contained_object_handles", "Contained Object Handles"}, s.contained);
  }
};

/// 7.4.4: so many of a board type (7.3.2) or, with bit 7, of a structure type.
struct ContainedElement {
  std::uint8_t type = 0;
  std::uint8_t minimum = 0;
  std::uint8_t maximum = 0;
};

/// Type 3.
struct Chassis {
  static constexpr std::uint8_t kType = 3;
  Text manufacturer;
  std::optional<Coded> type, lock;
  Text version, serial_number, asset_tag;
  std::optional<Coded> boot_up_state, power_supply_state, thermal_state, security_status;
  Number<std::uint32_t> oem_defined;
  Number<std::uint8_t> height;       ///< rack units
  Number<std::uint8_t> power_cords;  ///< how many
  std::vector<ContainedElement> contained;
  Text sku_number;
  std::optional<Coded> rack_type;
  Number<std::uint8_t> rack_height;

  static void fields(auto& s, auto&& f) {
    f(Field{"manufacturer", "Manufacturer", 4}, s.manufacturer);
    f(Field{"chassis_type", "Type", 5, words::chassis_type, 1, 0, 0x7F}, s.type);
    f(Field{"lock", "Lock", 5, words::present, 1, 7, 1}, s.lock);
    f(Field{"version", "Version", 6}, s.version);
    f(Field{"serial_number", "Serial Number", 7}, s.serial_number);
    f(Field{"asset_tag", "Asset Tag", 8}, s.asset_tag);
    f(Field{"boot_up_state", "Boot-up State", 9, words::chassis_state}, s.boot_up_state);
    f(Field{"power_supply_state", "Power Supply State", 0x0A, words::chassis_state},
      s.power_supply_state);
    f(Field{"thermal_state", "Thermal State", 0x0B, words::chassis_state}, s.thermal_state);
    f(Field{"security_status", "Security Status", 0x0C, words::chassis_security},
      s.security_status);
    f(Field{"oem_defined", "OEM Information", 0x0D}, s.oem_defined);
    f(Field{"height_u", "Height", 0x11}, s.height);
    f(Field{"power_cords", "Number Of Power Cords", 0x12}, s.power_cords);
    f(Field{"contained_elements", "Contained Elements"}, s.contained);
    f(Field{"sku_number", "SKU Number"}, s.sku_number);
    f(Field{"rack_type", "Rack Type", 0, words::rack_type}, s.rack_type);
    f(Field{"rack_height", "Rack Height"}, s.rack_height);
  }
};

/// Type 11: texts that the vendor wanted to be there. An index beyond the set is an empty text.
struct OemStrings {
  static constexpr std::uint8_t kType = 11;
  std::vector<std::string_view> strings;
  static void fields(auto& s, auto&& f) { f(Field{"oem_strings", ""}, s.strings); }
};

/// Type 12: jumpers and switches, in words.
struct ConfigurationOptions {
  static constexpr std::uint8_t kType = 12;
  std::vector<std::string_view> options;
  static void fields(auto& s, auto&& f) { f(Field{"options", ""}, s.options); }
};

/// Type 13.
struct BiosLanguage {
  static constexpr std::uint8_t kType = 13;
  std::vector<std::string_view> installable;
  std::optional<Coded> format;
  Text current;
  static void fields(auto& s, auto&& f) {
    f(Field{"installable_languages", "Installable Languages"}, s.installable);
    f(Field{"format", "Language Description Format", 5, words::language_format, 1, 0, 1}, s.format);
    f(Field{"current_language", "Currently Installed Language", 0x15}, s.current);
  }
};

/// Type 14.
struct GroupAssociations {
  static constexpr std::uint8_t kType = 14;
  Text name;
  std::vector<Handle> items;
  static void fields(auto& s, auto&& f) {
    f(Field{"group_name", "Name", 4}, s.name);
    f(Field{"items", "Items"}, s.items);
  }
};

/// Type 32.
struct SystemBoot {
  static constexpr std::uint8_t kType = 32;
  std::optional<Coded> status;
  static void fields(auto& s, auto&& f) {
    f(Field{"boot_status", "Status", 0x0A, words::boot_status}, s.status);
  }
};

}  // namespace assay::formats::smbios
