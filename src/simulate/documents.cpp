#include "simulate/documents.h"

#include <fmt/format.h>

#include "formats/json/json.h"

namespace assay::simulate {
namespace {

using formats::json::Value;

Value interface(std::size_t index, std::string name, std::string_view kind, std::string address) {
  const bool loop = kind == "loopback";
  Value flags = loop ? Value{"LOOPBACK", "UP", "LOWER_UP"}
                     : Value{"BROADCAST", "MULTICAST", "UP", "LOWER_UP"};
  return Value{{"ifindex", index},
               {"ifname", std::move(name)},
               {"flags", std::move(flags)},
               {"mtu", loop ? 65536 : 1500},
               {"qdisc", loop ? "noqueue" : "mq"},
               {"operstate", loop ? "UNKNOWN" : "UP"},
               {"linkmode", "DEFAULT"},
               {"group", "default"},
               {"txqlen", 1000},
               {"link_type", kind},
               {"address", std::move(address)},
               {"broadcast", loop ? "00:00:00:00:00:00" : "ff:ff:ff:ff:ff:ff"}};
}

Value link(std::string_view path) { return Value{{"@odata.id", path}}; }

Value resource(std::string_view path, std::string_view type, std::string_view id,
               std::string_view name) {
  return Value{{"@odata.id", path}, {"@odata.type", type}, {"Id", id}, {"Name", name}};
}

Value health() { return Value{{"State", "Enabled"}, {"Health", "OK"}}; }

Value software(std::string_view id, std::string_view name, std::string_view maker,
               std::string_view version) {
  Value v = resource(fmt::format("/redfish/v1/UpdateService/FirmwareInventory/{}", id),
                     "#SoftwareInventory.v1_3_0.SoftwareInventory", id, name);
  v["Manufacturer"] = maker;
  v["Version"] = version;
  v["Updateable"] = true;
  v["Status"] = health();
  return v;
}

Value system(const Machine& m) {
  Value v =
      resource("/redfish/v1/Systems/1", "#ComputerSystem.v1_13_0.ComputerSystem", "1", "System");
  v["SystemType"] = "Physical";
  v["Manufacturer"] = m.family->manufacturer;
  v["Model"] = m.family->product;
  v["SKU"] = m.family->sku;
  v["SerialNumber"] = m.serial;
  v["UUID"] = uuid_text(m.uuid);
  v["AssetTag"] = m.asset_tag;
  v["HostName"] = m.id;
  v["PowerState"] = "On";
  v["BiosVersion"] = m.family->bios[m.bios].version;
  const CpuModel& cpu = cpus()[m.order->cpu];
  v["ProcessorSummary"] = {{"Count", m.family->sockets},
                           {"Model", cpu.name},
                           {"CoreCount", m.family->sockets * cpu.cores}};
  std::uint64_t gib = 0;
  for (const Dimm& d : m.dimms) gib += d.model != nullptr ? d.model->gib : 0U;
  v["MemorySummary"] = {{"TotalSystemMemoryGiB", gib}, {"Status", health()}};
  v["Status"] = health();
  return v;
}

Value manager(const Machine& m) {
  Value v = resource("/redfish/v1/Managers/1", "#Manager.v1_9_0.Manager", "1", "Manager");
  v["ManagerType"] = "BMC";
  v["Model"] = m.family->bmc_model;
  v["FirmwareVersion"] = m.bmc;
  v["UUID"] =
      fmt::format("{}{}", uuid_text(m.uuid).substr(0, 24), fmt::format("{:012x}", m.bmc_mac));
  v["PowerState"] = "On";
  v["Status"] = health();
  return v;
}

std::string line(const Value& v) { return formats::json::to_text(v, -1) + "\n"; }

}  // namespace

std::string ip_link_json(const Machine& m, const Topology& t) {
  Value out = Value::array();
  out.push_back(interface(1, "lo", "loopback", "00:00:00:00:00:00"));
  // The two ports of the card in slot 1 are bonded on half of the roles: both then show the first
  // one's address, and the second's own only as permanent.
  const bool bonded = m.order->role % 2 == 1;
  std::string first;
  for (const NicPort& p : t.nic_ports) {
    if (!p.driver) continue;
    auto name = p.slot == 0 ? fmt::format("eno{}", p.port + 1)
                            : fmt::format("ens{}f{}np{}", p.slot, p.port, p.port);
    const std::string own = mac_text(p.mac);
    const bool slave = bonded && p.slot == 1;
    if (slave && first.empty()) first = own;
    Value v = interface(out.size() + 1, std::move(name), "ether", slave ? first : own);
    if (slave) v["master"] = "bond0";
    if (slave && first != own) v["permaddr"] = own;
    out.push_back(std::move(v));
  }
  if (!first.empty()) out.push_back(interface(out.size() + 1, "bond0", "ether", first));
  return line(out);
}

std::string nvme_list_json(const Machine& m) {
  Value devices = Value::array();
  for (std::size_t i = 0; i < m.drives.size(); ++i) {
    const DriveModel& d = *m.drives[i].model;
    devices.push_back({{"NameSpace", 1},
                       {"DevicePath", fmt::format("/dev/nvme{}n1", i)},
                       {"Firmware", d.firmware},
                       {"Index", i},
                       {"ModelNumber", d.model},
                       {"SerialNumber", m.drives[i].serial},
                       {"UsedBytes", d.bytes},
                       {"MaximumLBA", d.bytes / 512},
                       {"PhysicalSize", d.bytes},
                       {"SectorSize", 512}});
  }
  return line(Value{{"Devices", std::move(devices)}});
}

std::vector<Resource> redfish_tree(const Machine& m) {
  std::vector<Resource> out;
  Value root =
      resource("/redfish/v1/", "#ServiceRoot.v1_9_0.ServiceRoot", "RootService", "Root Service");
  root["RedfishVersion"] = "1.11.0";
  root["UUID"] = uuid_text(m.uuid);
  root["Systems"] = link("/redfish/v1/Systems");
  root["Managers"] = link("/redfish/v1/Managers");
  root["UpdateService"] = link("/redfish/v1/UpdateService");
  out.push_back({"", line(root)});
  out.push_back({"Managers/1/", line(manager(m))});
  out.push_back({"Systems/1/", line(system(m))});
  Value list{{"@odata.id", "/redfish/v1/UpdateService/FirmwareInventory"},
             {"@odata.type", "#SoftwareInventoryCollection.SoftwareInventoryCollection"},
             {"Name", "Firmware Inventory"},
             {"Members@odata.count", 3},
             {"Members", Value::array()}};
  for (const auto* id : {"BIOS", "BMC", "CPLD"})
    list["Members"].push_back(
        link(fmt::format("/redfish/v1/UpdateService/FirmwareInventory/{}", id)));
  out.push_back({"UpdateService/FirmwareInventory/", line(list)});
  out.push_back(
      {"UpdateService/FirmwareInventory/BIOS/",
       line(software("BIOS", "BIOS", m.family->bios_vendor, m.family->bios[m.bios].version))});
  out.push_back({"UpdateService/FirmwareInventory/BMC/",
                 line(software("BMC", "BMC", m.family->manufacturer, m.bmc))});
  out.push_back({"UpdateService/FirmwareInventory/CPLD/",
                 line(software("CPLD", "System CPLD", m.family->manufacturer, m.family->cpld))});
  return out;
}

}  // namespace assay::simulate
