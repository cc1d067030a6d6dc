// Cards: PCIe devices with their functions, and HPE's own form of them.
#include <charconv>
#include <fmt/format.h>

#include "formats/redfish/device.h"
#include "inspect/inventory/redfish_parts.h"

namespace assay::inspect::inventory::detail {
namespace {

namespace redfish = formats::redfish;
using redfish::Kind;
using redfish::Mistyped;
using redfish::Resource;

// "0x15b3", "15b3h", "15B3".
std::optional<std::uint32_t> hex_number(std::string_view text) {
  if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(2);
  std::uint32_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n, 16);
  if (error != std::errc{} || end == text.data()) return std::nullopt;
  return n;
}

PartClass class_of_code(std::uint32_t base_class) noexcept {
  switch (base_class) {
    case 0x01:
      return PartClass::storage;
    case 0x02:
      return PartClass::nic;
    case 0x03:
    case 0x12:
      return PartClass::gpu;
    case 0x06:
      return PartClass::bridge;
    default:
      return PartClass::pci;
  }
}

PartClass class_of(const redfish::PcieFunction& f) {
  if (f.device_class == "NetworkController") return PartClass::nic;
  if (f.device_class == "MassStorageController") return PartClass::storage;
  if (f.device_class == "DisplayController" || f.device_class == "ProcessingAccelerators")
    return PartClass::gpu;
  if (f.device_class == "Bridge") return PartClass::bridge;
  if (const auto code = hex_number(f.class_code))
    return class_of_code((*code > 0xFFFF ? *code >> 16U : *code >> 8U) & 0xFFU);
  return PartClass::pci;
}

std::string id_pair(std::string_view vendor, std::string_view device) {
  const auto v = hex_number(vendor);
  const auto d = hex_number(device);
  return v && d && *v <= 0xFFFF && *d <= 0xFFFF ? fmt::format("{:04x}:{:04x}", *v, *d)
                                                : std::string{};
}

std::string id_pair(std::optional<std::uint64_t> vendor, std::optional<std::uint64_t> device) {
  return vendor && device && *vendor <= 0xFFFF && *device <= 0xFFFF
             ? fmt::format("{:04x}:{:04x}", *vendor, *device)
             : std::string{};
}

// The first text that says something, trimmed.
std::string first_of(std::initializer_list<std::string_view> texts) {
  for (const auto text : texts)
    if (auto clean = clean_text(text); !clean.empty()) return clean;
  return {};
}

// Functions know their device, or the device knows them, or only their place says it.
std::string device_of(const redfish::PcieFunction& f) {
  if (!f.device.empty()) return f.device;
  const auto at = f.part.uri.find("/PCIeFunctions/");
  return at != std::string::npos ? f.part.uri.substr(0, at) : std::string{};
}

void add_pcie(RedfishParts& parts) {
  parts.each(Kind::pcie_device, [&](const Resource& r, Mistyped& m) {
    const auto d = redfish::pcie_device(r, m);
    Component& c = parts.add(PartClass::pci, d.part, r);
    if (c.model.empty()) c.model = clean_text(d.part.name);
    c.location = first_of({d.slot, d.part.place, d.part.description, d.part.name, d.part.id});
    if (c.model != clean_text(d.part.name)) c.set("name", clean_text(d.part.name));
  });
  parts.each(Kind::pcie_function, [&](const Resource& r, Mistyped& m) {
    const auto f = redfish::pcie_function(r, m);
    const std::string owner = device_of(f);
    Component* c = parts.at(owner);
    if (c == nullptr) {  // the device itself is not in the tree
      redfish::Part part = f.part;
      part.uri = owner.empty() ? part.uri : owner;
      c = &parts.add(class_of(f), part, r);
      c->location = first_of({f.part.place, f.part.name, f.part.id});
    }
    if (c->cls == PartClass::pci) c->cls = class_of(f);
    if (c->attribute("pci-id").empty()) {
      c->set("pci-id", id_pair(f.vendor_id, f.device_id));
      c->set("subsystem", id_pair(f.subsystem_vendor_id, f.subsystem_id));
    }
    parts.also(owner, r.uri, r);
    for (const auto* list : {&f.ethernet, &f.storage, &f.net_functions})
      for (const auto& uri : *list) parts.also(owner, uri, r);
  });
}

PartClass class_of(const redfish::HpeDevice& d, std::uint32_t code) {
  if (d.type == "GPU" || d.type == "Accelerator") return PartClass::gpu;
  if (d.type.find("NIC") != std::string::npos || d.type.find("Network") != std::string::npos)
    return PartClass::nic;
  return class_of_code(code);
}

// HPE has no PCIeDevice before iLO 6: HpeServerDevice is the card, HpeServerPciDevice its numbers.
void add_hpe(RedfishParts& parts) {
  parts.each(Kind::hpe_device, [&](const Resource& r, Mistyped& m) {
    auto d = redfish::hpe_device(r, m);
    const bool empty = d.part.absent() || d.part.name.starts_with("Empty ");
    if (d.part.firmware == "N/A") d.part.firmware.clear();
    redfish::HpePciDevice pci;
    for (const auto& uri : d.instances)
      if (const auto* found = parts.tree.find(uri);
          found != nullptr && found->kind == Kind::hpe_pci_device)
        pci = redfish::hpe_pci_device(*found, m);
    const auto code = static_cast<std::uint32_t>(pci.class_code.value_or(0) & 0xFFU);
    if (!empty)
      if (Component* same = parts.find([&](const Component& c) {
            return !c.serial.empty() && c.serial == clean_text(d.part.serial) &&
                   c.cls != PartClass::drive && c.cls != PartClass::dimm;
          })) {
        fill(*same, d.part);
        return;
      }
    Component& c = parts.add(empty ? PartClass::slot : class_of(d, code), d.part, r);
    c.populated = !empty;
    if (!empty && c.attribute("part-number").empty() && !c.model.empty() &&
        c.model == clean_text(d.part.part_number))
      c.set("part-number", c.model);
    if (!empty) c.model = first_of({d.part.name, d.part.part_number});
    c.location = first_of({d.part.place, d.part.name, d.part.id});
    c.set("pci-id", id_pair(pci.vendor, pci.device));
    c.set("subsystem", id_pair(pci.subsystem_vendor, pci.subsystem));
    c.set("address", pci.address);
    for (const auto& uri : d.instances) parts.also(r.uri, uri, r);
  });
}

}  // namespace

void add_cards(RedfishParts& parts) {
  add_pcie(parts);
  add_hpe(parts);
}

}  // namespace assay::inspect::inventory::detail
