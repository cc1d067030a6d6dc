#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "bytes/lines.h"
#include "formats/pci/address.h"
#include "inspect/inventory/hardware_parts.h"
#include "inspect/inventory/joining.h"

namespace assay::inspect::inventory {
namespace {

namespace hw = formats::hardware;
using evidence::FactSource;

// The PCI function at that place, else the adapter that an earlier artefact made.
Component& adapter_at(const std::string& place, const evidence::Cite& cite, Inventory& inventory) {
  Component* c = find_at(inventory, FactSource::pci, place);
  if (c == nullptr) c = find_at(inventory, PartClass::nic, place);
  if (c == nullptr) {
    c = &inventory.components.emplace_back();
    c->cls = PartClass::nic;
    c->location = clean_text(place);
  }
  const bool cited = std::ranges::any_of(
      c->sources, [&](const Source& s) { return s.kind == FactSource::network && s.cite == cite; });
  if (!cited) c->sources.push_back({.kind = FactSource::network, .cite = cite});
  return *c;
}

// Older `ip` does not say what an interface hangs on: names that the kernel and systemd give to
// hardware decide.
bool named_as_hardware(std::string_view name) noexcept {
  return name.starts_with("eth") || name.starts_with("en") || name.starts_with("ib");
}

std::string name_in_path(std::string_view path) {
  auto stem = file_name(path);
  stem = stem.substr(0, stem.rfind('.'));
  for (const std::string_view tool : {"ethtool-", "ethtool_"})
    if (stem.starts_with(tool)) return std::string(stem.substr(tool.size()));
  if (stem.starts_with("ethtool") || stem == "permaddr" || stem == "driver")
    return std::string(folder_name(path));
  return std::string(stem);
}

}  // namespace

void add_mac(Component& c, const std::string& mac) {
  if (mac.empty()) return;
  std::set<std::string> all{mac};
  std::string_view rest = c.attribute("mac");
  while (!rest.empty()) {
    const auto comma = rest.find(", ");
    all.emplace(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 2);
  }
  c.set("mac", fmt::format("{}", fmt::join(all, ", ")));
}

void add_interfaces(const std::vector<hw::Interface>& interfaces, const evidence::Cite& cite,
                    InterfacePlaces& places, Inventory& inventory) {
  inventory.mark(FactSource::network);
  for (const hw::Interface& i : interfaces) {
    if (i.loopback || !i.kind.empty()) continue;
    const bool on_pci = i.parent_bus == "pci" && formats::pci::parse_address(i.parent);
    if (!on_pci && i.permanent.empty() && !named_as_hardware(i.name)) continue;
    const std::string place = on_pci ? i.parent : places.contains(i.name) ? places[i.name] : i.name;
    places[i.name] = place;
    Component& c = adapter_at(place, cite, inventory);
    add_mac(c, i.permanent.empty() ? i.mac : i.permanent);
    fill(c, "interface", i.name);
    if (!i.permanent.empty() && i.permanent != i.mac) fill(c, "mac-in-use", i.mac);
  }
}

void add_ethtool(const std::vector<hw::Ethtool>& outputs, const std::string& path,
                 InterfacePlaces& places, Inventory& inventory) {
  inventory.mark(FactSource::network);
  const std::string interface = name_in_path(path);
  for (const hw::Ethtool& e : outputs) {
    std::string place(e.bus_info);
    if (!formats::pci::parse_address(place)) {
      const auto known = places.find(interface);
      if (known == places.end()) continue;  // a bridge, a tunnel, or nothing to tie it to
      place = known->second;
    }
    const evidence::Cite cite{.artefact = path, .at = fmt::format("line {}", e.line)};
    Component& c = adapter_at(place, cite, inventory);
    if (outputs.size() == 1) places[interface] = place;
    fill(c.firmware, e.firmware);
    fill(c, "driver", e.driver);
    fill(c, "driver-version", e.version);
    fill(c, "rom-version", e.rom_version);
    add_mac(c, hw::mac_text(e.permanent));
  }
}

}  // namespace assay::inspect::inventory
