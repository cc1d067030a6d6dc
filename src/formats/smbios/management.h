// What manages the server and its firmware: IPMI (type 38), the host's interface to the BMC (42),
// TPM (43) and the firmware inventory (45), DSP0134 clauses 7.39, 7.43, 7.44 and 7.46; the Redfish
// host interface inside type 42 is DSP0270, clause 8.
#pragma once

#include <string>
#include <vector>

#include "formats/smbios/values.h"
#include "formats/smbios/words.h"

namespace assay::formats::smbios {

/// Type 38.
struct IpmiDevice {
  static constexpr std::uint8_t kType = 38;
  std::optional<Coded> interface_type;
  std::optional<Release> specification;
  Number<std::uint8_t> i2c_address;  ///< seven bits
  Number<std::uint8_t> nv_storage_address;
  Number<std::uint64_t> base_address;
  std::optional<Coded> address_space, register_spacing, interrupt_polarity, interrupt_trigger;
  Number<std::uint8_t> interrupt;

  static void fields(auto& s, auto&& f) {
    f(Field{"interface_type", "Interface Type", 4, words::ipmi_interface}, s.interface_type);
    f(Field{"specification_version", "Specification Version"}, s.specification);
    f(Field{"i2c_address", "I2C Slave Address"}, s.i2c_address);
    f(Field{"nv_storage_address", "NV Storage Device Address", 7}, s.nv_storage_address);
    f(Field{"base_address", ""}, s.base_address);
    f(Field{"address_space", "", 0, words::address_space}, s.address_space);
    f(Field{"register_spacing", "Register Spacing", 0, words::register_spacing},
      s.register_spacing);
    f(Field{"interrupt_polarity", "Interrupt Polarity", 0, words::interrupt_polarity},
      s.interrupt_polarity);
    f(Field{"interrupt_trigger", "Interrupt Trigger Mode", 0, words::interrupt_trigger},
      s.interrupt_trigger);
    f(Field{"interrupt_number", "Interrupt Number"}, s.interrupt);
  }
};

/// DSP0270, 8.4, for Redfish over IP; of other protocols only the type is there.
struct HostProtocol {
  std::optional<Coded> type;
  std::optional<Uuid> service_uuid;
  std::optional<Coded> host_assignment;
  std::string host_address, host_mask;  ///< empty where assigned at run time
  std::optional<Coded> service_discovery;
  std::string service_address, service_mask;
  Number<std::uint16_t> service_port;
  Number<std::uint32_t> service_vlan;
  Text service_hostname;
};

/// Type 42.
struct HostInterface {
  static constexpr std::uint8_t kType = 42;
  std::optional<Coded> interface_type, device_type;
  Number<std::uint16_t> vendor_id, product_id;  ///< USB or PCI
  Number<std::uint16_t> subvendor_id, subdevice_id;
  Number<std::uint32_t> oem_id;  ///< IANA number of an OEM device
  std::string mac;
  std::optional<BusAddress> address;
  std::vector<HostProtocol> protocols;

  static void fields(auto& s, auto&& f) {
    f(Field{.key = "interface_type",
            .label = "Host Interface Type",
            .at = 4,
            .words = words::host_interface,
            .other_label = "Interface Type"},
      s.interface_type);
    f(Field{"device_type", "Device Type", 0, words::host_device}, s.device_type);
    f(Field{.key = "vendor_id", .label = "idVendor", .other_label = "VendorID"}, s.vendor_id);
    f(Field{.key = "product_id", .label = "idProduct", .other_label = "DeviceID"}, s.product_id);
    f(Field{"subvendor_id", "SubVendorID"}, s.subvendor_id);
    f(Field{"subdevice_id", "SubDeviceID"}, s.subdevice_id);
    f(Field{"oem_id", ""}, s.oem_id);
    f(Field{"mac", "MAC Address"}, s.mac);
    f(Field{"bus_address", "Bus Address"}, s.address);
    f(Field{"protocols", ""}, s.protocols);
  }
};

/// Type 43.
struct TpmDevice {
  static constexpr std::uint8_t kType = 43;
  Text vendor_id;
  std::optional<Release> specification;
  std::optional<Release> firmware;
  Number<std::uint32_t> firmware_2;  ///< Firmware Version 2: the vendor's own
  Text description;
  std::optional<Flags> characteristics;
  Number<std::uint32_t> oem_defined;

  static void fields(auto& s, auto&& f) {
    f(Field{"vendor_id", "Vendor ID"}, s.vendor_id);
    f(Field{"specification_version", "Specification Version"}, s.specification);
    f(Field{"firmware_version", "Firmware Revision"}, s.firmware);
    f(Field{"firmware_version_2", "", 0x0E}, s.firmware_2);
    f(Field{"description", "Description", 0x12}, s.description);
    f(Field{"characteristics", "Characteristics", 0x13, words::tpm_characteristics, 8},
      s.characteristics);
    f(Field{"oem_defined", "OEM-specific Information", 0x1B}, s.oem_defined);
  }
};

/// Type 45.
struct FirmwareInventory {
  static constexpr std::uint8_t kType = 45;
  Text component_name, version;
  Number<std::uint8_t> version_format;
  Text id;
  Number<std::uint8_t> id_format;
  Text release_date, manufacturer, lowest_supported_version;
  std::optional<Size> image_size;
  std::optional<Flags> characteristics;
  std::optional<Coded> state;
  std::vector<Handle> components;

  static void fields(auto& s, auto&& f) {
    f(Field{"component_name", "Firmware Component Name", 4}, s.component_name);
    f(Field{"firmware_version", "Firmware Version", 5}, s.version);
    f(Field{"version_format", "", 6}, s.version_format);
    f(Field{"firmware_id", "Firmware ID", 7}, s.id);
    f(Field{"id_format", "", 8}, s.id_format);
    f(Field{"release_date", "Release Date", 9}, s.release_date);
    f(Field{"manufacturer", "Manufacturer", 0x0A}, s.manufacturer);
    f(Field{"lowest_supported_version", "Lowest Supported Firmware Version", 0x0B},
      s.lowest_supported_version);
    f(Field{"image_size", "Image Size", 0x0C}, s.image_size);
    f(Field{"characteristics", "Characteristics", 0x14, words::firmware_characteristics, 2},
      s.characteristics);
    f(Field{"state", "State", 0x16, words::firmware_state}, s.state);
    f(Field{"associated_components", "Associated Components"}, s.components);
  }
};

}  // namespace assay::formats::smbios
