#include <algorithm>
#include <fmt/format.h>

#include "formats/pci/names.h"
#include "inspect/inventory/hardware_parts.h"
#include "inspect/inventory/joining.h"

namespace assay::inspect::inventory {
namespace {

namespace hw = formats::hardware;

bool told_by_storage(const Component& c) noexcept {
  return std::ranges::any_of(
      c.sources, [](const Source& s) { return s.kind == evidence::FactSource::storage; });
}

// One drive for all tools that tell of it: by its serial.
Component& drive_of(const hw::Drive& d, const evidence::Cite& cite, Inventory& inventory) {
  const std::string serial = clean_text(d.serial);
  if (!serial.empty())
    for (Component& c : inventory.components)
      if (c.cls == PartClass::drive && c.serial == serial && told_by_storage(c)) {
        const Source source{.kind = evidence::FactSource::storage, .cite = cite};
        if (c.sources.back().cite != cite) c.sources.push_back(source);
        return c;
      }
  Component& c = inventory.components.emplace_back();
  c.cls = PartClass::drive;
  c.serial = serial;
  c.sources.push_back({.kind = evidence::FactSource::storage, .cite = cite});
  return c;
}

// storcli's list has no serials: such a line adds nothing where another tool told of the drives.
bool is_known_model(const hw::Drive& d, const Inventory& inventory) {
  const std::string model = clean_text(d.model);
  return std::ranges::any_of(inventory.components, [&](const Component& c) {
    return c.cls == PartClass::drive && !c.serial.empty() && c.model == model;
  });
}

void add_drive(const hw::Drive& d, const evidence::Cite& cite, Inventory& inventory) {
  if (clean_text(d.serial).empty() && is_known_model(d, inventory)) return;
  Component& c = drive_of(d, cite, inventory);
  const std::string vendor = clean_text(d.vendor);
  // lsblk says "ATA" for every drive behind a SATA translation: that is no maker.
  if (vendor != "ATA") fill(c.vendor, vendor);
  fill(c.model, d.model);
  // lsblk's four characters are the beginning of the version that others print whole.
  const std::string firmware = clean_text(d.firmware);
  if (c.firmware.empty() || (firmware.size() > c.firmware.size() && c.firmware.size() == 4))
    if (!firmware.empty()) c.firmware = firmware;
  fill(c.location, d.address);
  // "12:0" and "/c0/e12/s0" are places; "/dev/sda" is what the kernel happened to call it.
  if (d.device.find(':') != std::string::npos || d.device.starts_with("/c"))
    fill(c.location, d.device);
  else
    fill(c, "device", d.device);
  fill(c, "wwn", d.wwn);
  fill(c, "transport", d.transport);
  if (d.bytes && *d.bytes != 0 && c.attribute("size").empty())
    c.set("size", capacity_text(*d.bytes));
}

void add_controller(const hw::Controller& k, const evidence::Cite& cite, Inventory& inventory) {
  Component* c = find_at(inventory, evidence::FactSource::pci, k.address);
  if (c == nullptr) {
    c = &inventory.components.emplace_back();
    c->cls = PartClass::storage;
    c->location = clean_text(k.address);
    const auto id16 = [](std::optional<std::uint64_t> v) {
      return v && *v <= 0xFFFF ? std::optional(static_cast<std::uint16_t>(*v)) : std::nullopt;
    };
    const auto vendor = id16(k.vendor);
    const auto device = id16(k.device);
    if (vendor && device) {
      c->vendor = formats::pci::vendor_name(*vendor);
      c->model = formats::pci::id_text(*vendor, *device);
    }
    fill(c->model, k.model);
    const auto subsystem_vendor = id16(k.subsystem_vendor);
    const auto subsystem_device = id16(k.subsystem_device);
    if (subsystem_vendor && subsystem_device)
      c->set("subsystem", formats::pci::id_text(*subsystem_vendor, *subsystem_device));
  }
  c->sources.push_back({.kind = evidence::FactSource::storage, .cite = cite});
  fill(*c, "product", k.model);
  fill(*c, "board-serial", k.serial);
  fill(c->firmware, k.firmware);
  fill(*c, "bios", k.bios);
}

}  // namespace

void add_storage(const hw::Storage& storage, const evidence::Cite& cite, Inventory& inventory) {
  inventory.mark(evidence::FactSource::storage);
  for (const auto& k : storage.controllers) add_controller(k, cite, inventory);
  for (const auto& d : storage.drives) add_drive(d, cite, inventory);
}

}  // namespace assay::inspect::inventory
