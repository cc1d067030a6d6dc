// Network adapters with their addresses, storage controllers and drives. An adapter that is also a
// PCIe device is one card.
#include <algorithm>
#include <fmt/format.h>

#include "formats/redfish/device.h"
#include "inspect/inventory/redfish_parts.h"

namespace assay::inspect::inventory::detail {
namespace {

namespace redfish = formats::redfish;
using redfish::Kind;
using redfish::Mistyped;
using redfish::Resource;

std::string first_of(std::initializer_list<std::string_view> texts) {
  for (const auto text : texts)
    if (auto clean = clean_text(text); !clean.empty()) return clean;
  return {};
}

// The card that this already became: by a link, else by its serial number.
std::optional<std::size_t> same_card(const RedfishParts& parts,
                                     const std::vector<std::string>& links,
                                     const redfish::Part& part) {
  for (const auto& link : links)
    if (const auto it = parts.by_uri.find(part_key(link)); it != parts.by_uri.end())
      return it->second;
  const std::string serial = clean_text(part.serial);
  if (serial.empty()) return std::nullopt;
  return parts.index_of([&](const Component& c) {
    return c.serial == serial &&
           (c.cls == PartClass::nic || c.cls == PartClass::pci || c.cls == PartClass::storage);
  });
}

void add_adapters(RedfishParts& parts) {
  parts.each(Kind::network_adapter, [&](const Resource& r, Mistyped& m) {
    auto a = redfish::network_adapter(r, m);
    if (const auto known = same_card(parts, a.pcie_devices, a.part)) {
      Component& c = parts.inventory.components[*known];
      c.cls = PartClass::nic;
      fill(c, a.part);
      parts.also(*known, r.uri, r);
      return;
    }
    Component& c = parts.add(PartClass::nic, a.part, r);
    c.location = first_of({a.part.place, a.part.name, a.part.id});
    c.set("name", clean_text(a.part.name));
  });
  // What the system sees of an adapter: a card of its own only where the tree has no adapter.
  parts.each(Kind::network_interface, [&](const Resource& r, Mistyped& m) {
    const auto i = redfish::network_interface(r, m);
    if (!i.adapter.empty() && parts.at(i.adapter) != nullptr) parts.also(i.adapter, r.uri, r);
  });
}

void give(Component& c, const std::vector<std::string>& macs) {
  std::string all(c.attribute("mac"));
  for (const auto& raw : macs) {
    const std::string mac = clean_mac(raw);
    if (mac.empty() || all.find(mac) != std::string::npos || all.size() > 1000) continue;
    all += (all.empty() ? "" : " ") + mac;
  }
  c.set("mac", std::move(all));
}

// The adapter that a function or port lies under.
Component* owner(RedfishParts& parts, std::string_view uri) {
  while (!uri.empty()) {
    if (Component* c = parts.at(uri); c != nullptr && c->cls == PartClass::nic) return c;
    const auto slash = uri.rfind('/');
    uri = slash == std::string_view::npos ? std::string_view{} : uri.substr(0, slash);
  }
  return nullptr;
}

void add_addresses(RedfishParts& parts) {
  for (const Kind kind : {Kind::network_device_function, Kind::network_port})
    parts.each(kind, [&](const Resource& r, Mistyped& m) {
      if (Component* c = owner(parts, r.uri)) give(*c, redfish::network_address(r, m).macs);
    });
  std::unordered_map<std::string, std::size_t> by_mac;
  const auto& all = parts.inventory.components;
  for (std::size_t i = parts.first; i < all.size(); ++i) {
    std::string_view macs = all[i].attribute("mac");
    while (!macs.empty()) {
      const auto blank = macs.find(' ');
      by_mac.emplace(macs.substr(0, blank), i);
      macs = blank == std::string_view::npos ? std::string_view{} : macs.substr(blank + 1);
    }
  }
  parts.each(Kind::ethernet_interface, [&](const Resource& r, Mistyped& m) {
    const std::string uri = redfish::normal_uri(r.uri);
    const auto a = redfish::network_address(r, m);
    if (uri.find("/managers/") != std::string::npos) {  // the BMC's own port
      const auto cut = uri.find("/ethernetinterfaces");
      if (Component* bmc = parts.at(uri.substr(0, cut))) give(*bmc, a.macs);
      return;
    }
    if (Component* c = parts.at(r.uri)) return give(*c, a.macs);
    const std::string mac = a.macs.empty() ? std::string{} : clean_mac(a.macs.front());
    if (mac.empty() || a.vlan || (a.type != "Physical" && !a.type.empty())) return;
    if (by_mac.contains(mac)) return;  // a port of a card, or a VLAN on top of an interface
    Component& c = parts.add(PartClass::nic, a.part, r);
    // "Ethernet Interface" names every one of them; "System NIC 1" one.
    const bool numbered = a.part.name.find_first_of("0123456789") != std::string::npos;
    c.location = numbered ? first_of({a.part.place, a.part.name})
                          : first_of({a.part.place, a.part.description, a.part.name, a.part.id});
    give(c, a.macs);
    by_mac.emplace(mac, all.size() - 1);
  });
}

std::string size_words(std::uint64_t bytes) {
  if (bytes == 0) return {};
  // Drives are sold in powers of ten.
  return bytes >= 1'000'000'000 ? fmt::format("{} GB", bytes / 1'000'000'000)
                                : fmt::format("{} bytes", bytes);
}

void add_drive(RedfishParts& parts, const redfish::Drive& d, const Resource& r) {
  Component& c = parts.add(PartClass::drive, d.part, r);
  c.location = first_of({d.part.place, d.part.name, d.part.id});
  c.set("size", size_words(d.bytes));
  c.set("type", clean_text(d.media));
  c.set("protocol", clean_text(d.protocol));
}

void add_controller(RedfishParts& parts, const redfish::StorageController& s, const Resource& r) {
  if (const auto known = same_card(parts, s.pcie_functions, s.part)) {
    Component& c = parts.inventory.components[*known];
    if (c.cls == PartClass::pci) c.cls = PartClass::storage;
    fill(c, s.part);
    parts.also(*known, s.part.uri, r);
    return;
  }
  Component& c = parts.add(PartClass::storage, s.part, r);
  c.location = first_of({s.part.place, s.part.name, s.part.id});
}

}  // namespace

void add_networks(RedfishParts& parts) {
  add_adapters(parts);
  add_addresses(parts);
}

void add_storage(RedfishParts& parts) {
  parts.each(Kind::storage, [&](const Resource& r, Mistyped& m) {
    for (const auto& c : redfish::storage(r, m).controllers) add_controller(parts, c, r);
  });
  parts.each(Kind::storage_controller, [&](const Resource& r, Mistyped& m) {
    add_controller(parts, redfish::storage_controller(r, m), r);
  });
  bool drives = false;
  parts.each(Kind::drive, [&](const Resource& r, Mistyped& m) {
    drives = true;
    add_drive(parts, redfish::drive(r, m), r);
  });
  if (drives) return;  // SimpleStorage tells of the same ones in fewer words
  parts.each(Kind::simple_storage, [&](const Resource& r, Mistyped& m) {
    for (const auto& d : redfish::simple_storage(r, m)) add_drive(parts, d, r);
  });
}

}  // namespace assay::inspect::inventory::detail
