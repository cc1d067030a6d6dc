// The devices of a server (DSP0268): PCIe cards and their functions, network adapters and what the
// operating system sees of them, storage controllers and drives, graphics controllers, and HPE's
// own form of a card. One card may be told of by several of these; joining them is the caller's.
#pragma once

#include "formats/redfish/part.h"

namespace assay::formats::redfish {

struct PcieDevice {
  Part part;
  std::string slot;                    ///< Slot.Location.PartLocation.ServiceLabel
  std::vector<std::string> functions;  ///< Links.PCIeFunctions
  std::vector<std::string> chassis;    ///< Links.Chassis
};

struct PcieFunction {
  Part part;
  std::string device_class;  ///< DeviceClass: "NetworkController"
  std::string class_code;    ///< "0x020000"
  std::string vendor_id;     ///< "0x15b3"
  std::string device_id;
  std::string subsystem_vendor_id;
  std::string subsystem_id;
  std::string device;                      ///< Links.PCIeDevice
  std::vector<std::string> ethernet;       ///< Links.EthernetInterfaces
  std::vector<std::string> storage;        ///< Links.StorageControllers
  std::vector<std::string> net_functions;  ///< Links.NetworkDeviceFunctions
};

struct NetworkAdapter {
  Part part;                              ///< firmware: the first controller's package version
  std::vector<std::string> pcie_devices;  ///< Controllers[].Links.PCIeDevices
};

/// NetworkInterface: what a system sees of an adapter.
struct NetworkInterface {
  Part part;
  std::string adapter;  ///< Links.NetworkAdapter
};

/// MAC addresses of an EthernetInterface, a NetworkDeviceFunction or a port, the permanent one
/// first where there is one.
struct NetworkAddress {
  Part part;
  std::vector<std::string> macs;
  std::string type;   ///< EthernetInterfaceType: "Physical", "Virtual"
  bool vlan = false;  ///< an interface on top of another
};

struct StorageController {
  Part part;
  std::vector<std::string> pcie_functions;  ///< Links.PCIeFunctions
};

struct Storage {
  Part part;
  std::vector<StorageController> controllers;  ///< StorageControllers: up to schema 1.13
  std::vector<std::string> drives;
};

struct Drive {
  Part part;  ///< firmware: Revision, or FirmwareVersion
  std::uint64_t bytes = 0;
  std::string media;     ///< MediaType: "SSD"
  std::string protocol;  ///< "NVMe"
};

/// HpeServerDevice: a card, an embedded device or an empty slot.
struct HpeDevice {
  Part part;
  std::string type;                    ///< DeviceType: "GPU", "LOM/NIC", "Unknown"
  std::vector<std::string> instances;  ///< DeviceInstances: HpeServerPciDevice resources
};

struct HpePciDevice {
  Part part;
  std::string address;  ///< "0000:48:00.0"; empty where a number is missing
  std::optional<std::uint64_t> vendor, device, subsystem_vendor, subsystem, class_code;
};

[[nodiscard]] PcieDevice pcie_device(const Resource& resource, Mistyped& mistyped);
[[nodiscard]] PcieFunction pcie_function(const Resource& resource, Mistyped& mistyped);
[[nodiscard]] NetworkAdapter network_adapter(const Resource& resource, Mistyped& mistyped);
[[nodiscard]] NetworkInterface network_interface(const Resource& resource, Mistyped& mistyped);
[[nodiscard]] NetworkAddress network_address(const Resource& resource, Mistyped& mistyped);
[[nodiscard]] StorageController storage_controller(const Resource& resource, Mistyped& mistyped);
[[nodiscard]] Storage storage(const Resource& resource, Mistyped& mistyped);
[[nodiscard]] Drive drive(const Resource& resource, Mistyped& mistyped);
/// SimpleStorage.Devices.
[[nodiscard]] std::vector<Drive> simple_storage(const Resource& resource, Mistyped& mistyped);
[[nodiscard]] HpeDevice hpe_device(const Resource& resource, Mistyped& mistyped);
[[nodiscard]] HpePciDevice hpe_pci_device(const Resource& resource, Mistyped& mistyped);

}  // namespace assay::formats::redfish
