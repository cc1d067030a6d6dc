#include "formats/redfish/device.h"

#include <fmt/format.h>

namespace assay::formats::redfish {
namespace {

void append(std::vector<std::string>& to, std::vector<std::string> more) {
  for (auto& one : more) to.push_back(std::move(one));
}

void add_mac(std::vector<std::string>& macs, std::string mac) {
  if (!mac.empty()) macs.push_back(std::move(mac));
}

StorageController controller_of(const Fields& f, std::string uri) {
  return {part(f, std::move(uri)), f.object("Links").links("PCIeFunctions")};
}

Drive drive_of(const Fields& f, std::string uri) {
  Drive d;
  d.part = part(f, std::move(uri));
  if (d.part.firmware.empty()) d.part.firmware = f.text("Revision");
  d.bytes = f.number("CapacityBytes").value_or(0);
  d.media = f.text("MediaType");
  d.protocol = f.text("Protocol");
  return d;
}

}  // namespace

PcieDevice pcie_device(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  PcieDevice d;
  d.part = part(f, r.uri);
  d.slot = f.object("Slot").object("Location").object("PartLocation").text("ServiceLabel");
  const Fields links = f.object("Links");
  d.functions = links.links("PCIeFunctions");
  d.chassis = links.links("Chassis");
  return d;
}

PcieFunction pcie_function(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  PcieFunction p;
  p.part = part(f, r.uri);
  p.device_class = f.text("DeviceClass");
  p.class_code = f.text("ClassCode");
  p.vendor_id = f.text("VendorId");
  p.device_id = f.text("DeviceId");
  p.subsystem_vendor_id = f.text("SubsystemVendorId");
  p.subsystem_id = f.text("SubsystemId");
  const Fields links = f.object("Links");
  p.device = links.link("PCIeDevice");
  p.ethernet = links.links("EthernetInterfaces");
  p.storage = links.links("StorageControllers");
  p.net_functions = links.links("NetworkDeviceFunctions");
  return p;
}

NetworkAdapter network_adapter(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  NetworkAdapter a;
  a.part = part(f, r.uri);
  f.each("Controllers", [&](const Fields& c) {
    if (a.part.firmware.empty()) a.part.firmware = c.text("FirmwarePackageVersion");
    if (a.part.place.empty())
      a.part.place = c.object("Location").object("PartLocation").text("ServiceLabel");
    append(a.pcie_devices, c.object("Links").links("PCIeDevices"));
  });
  return a;
}

NetworkInterface network_interface(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  return {part(f, r.uri), f.object("Links").link("NetworkAdapter")};
}

NetworkAddress network_address(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  NetworkAddress a;
  a.part = part(f, r.uri);
  a.type = f.text("EthernetInterfaceType");
  const Fields vlan = f.object("VLAN");
  a.vlan = f.has("VLAN") && vlan.flag("VLANEnable").value_or(false) && f.object("Links").exists() &&
           !f.object("Links").links("RelatedInterfaces").empty();
  for (const Fields& from : {f, f.object("Ethernet")})
    for (const std::string_view key : {"PermanentMACAddress", "MACAddress"})
      add_mac(a.macs, from.text(key));
  append(a.macs, f.texts("AssociatedNetworkAddresses"));
  append(a.macs, f.object("Ethernet").texts("AssociatedMACAddresses"));
  return a;
}

StorageController storage_controller(const Resource& r, Mistyped& mistyped) {
  return controller_of(Fields(r.root, mistyped), r.uri);
}

Storage storage(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  Storage s;
  s.part = part(f, r.uri);
  f.each("StorageControllers", [&](const Fields& c) {
    s.controllers.push_back(
        controller_of(c, fmt::format("{}#/StorageControllers/{}", r.uri, s.controllers.size())));
  });
  s.drives = f.links("Drives");
  return s;
}

Drive drive(const Resource& r, Mistyped& mistyped) {
  return drive_of(Fields(r.root, mistyped), r.uri);
}

std::vector<Drive> simple_storage(const Resource& r, Mistyped& mistyped) {
  std::vector<Drive> out;
  Fields(r.root, mistyped).each("Devices", [&](const Fields& f) {
    out.push_back(drive_of(f, fmt::format("{}#/Devices/{}", r.uri, out.size())));
  });
  return out;
}

HpeDevice hpe_device(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  HpeDevice d{part(f, r.uri), f.text("DeviceType"), f.links("DeviceInstances")};
  if (d.part.part_number.empty()) d.part.part_number = f.text("ProductPartNumber");
  return d;
}

HpePciDevice hpe_pci_device(const Resource& r, Mistyped& mistyped) {
  const Fields f(r.root, mistyped);
  HpePciDevice d;
  d.part = part(f, r.uri);
  const auto segment = f.number("SegmentNumber").value_or(0);
  const auto bus = f.number("BusNumber");
  const auto device = f.number("DeviceNumber");
  const auto function = f.number("FunctionNumber");
  if (bus && device && function)
    d.address = fmt::format("{:04x}:{:02x}:{:02x}.{:x}", segment, *bus, *device, *function);
  d.vendor = f.number("VendorID");
  d.device = f.number("DeviceID");
  d.subsystem_vendor = f.number("SubsystemVendorID");
  d.subsystem = f.number("SubsystemDeviceID");
  d.class_code = f.number("ClassCode");
  return d;
}

}  // namespace assay::formats::redfish
