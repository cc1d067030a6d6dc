#include "inspect/inventory/pci_function.h"

#include <fmt/format.h>

#include "formats/pci/names.h"
#include "inspect/inventory/joining.h"

namespace assay::inspect::inventory {
namespace {

namespace pci = formats::pci;

constexpr std::uint16_t kNoId = 0xFFFF;

// The kernel's own files know a virtual function's ids; its configuration space has none.
template <class T>
std::optional<T> either(const std::optional<T>& told, std::optional<T> read) {
  return told ? told : read;
}

struct Numbers {
  std::optional<std::uint16_t> vendor, device, subsystem_vendor, subsystem_device;
  std::optional<std::uint32_t> class_code;
  std::optional<std::uint8_t> revision;
};

Numbers numbers_of(const PciFunction& f) {
  Numbers n{.vendor = f.vendor,
            .device = f.device,
            .subsystem_vendor = f.subsystem_vendor,
            .subsystem_device = f.subsystem_device,
            .class_code = f.class_code,
            .revision = f.revision};
  if (!f.config) return n;
  const pci::Config& c = *f.config;
  if (c.vendor != kNoId) {
    n.vendor = c.vendor;
    n.device = c.device;
    n.revision = c.revision;
    n.class_code = c.class_code;
  }
  n.revision = either(n.revision, std::optional(c.revision));
  n.class_code = either(n.class_code, std::optional(c.class_code));
  if (c.subsystem_vendor != 0 && c.subsystem_vendor != kNoId) {
    n.subsystem_vendor = c.subsystem_vendor;
    n.subsystem_device = c.subsystem_device;
  }
  return n;
}

void add_names(const PciFunction& f, const Numbers& n, const pci::Ids* ids, Component& out) {
  const std::uint16_t vendor = n.vendor.value_or(0);
  const std::uint16_t device = n.device.value_or(0);
  // The built-in table first: one vendor reads the same whoever collected.
  fill(out.vendor, pci::vendor_name(vendor));
  if (ids != nullptr) {
    fill(out.vendor, ids->vendor(vendor));
    fill(out, "name", ids->device(vendor, device));
    fill(out, "subsystem-name",
         ids->subsystem(vendor, device, n.subsystem_vendor.value_or(0),
                        n.subsystem_device.value_or(0)));
  }
  fill(out.vendor, f.vendor_text);
  fill(out, "name", f.product);
  fill(out, "name", f.device_text);
  fill(out, "subsystem-name", f.subsystem_text);
  if (n.class_code) {
    fill(out, "class", pci::class_name(*n.class_code));
    out.set("class-code", fmt::format("{:06x}", *n.class_code));
  }
  fill(out, "class", f.class_text);
  fill(out, "name", out.attribute("class"));
}

void add_config(const pci::Config& c, Component& out) {
  out.set("config-size", fmt::format("{}", c.size));
  if (c.vendor == kNoId) out.set("virtual-function", "yes");
  if (c.buses)
    out.set("bus", fmt::format("{:02x}-{:02x}", c.buses->secondary, c.buses->subordinate));
  if (c.sr_iov && c.sr_iov->total != 0)
    out.set("virtual-functions", fmt::format("{} of {}", c.sr_iov->enabled, c.sr_iov->total));
  if (!c.express) return;
  out.set("port", std::string(pci::port_type_name(c.express->port_type)));
  if (c.express->most && c.express->now) {
    out.set("link", c.express->now->text());
    out.set("link-most", c.express->most->text());
  }
  if (c.express->slot) {
    if (c.express->slot->number != 0) out.set("slot", fmt::format("{}", c.express->slot->number));
    out.set("card-present", c.express->slot->card_present ? "yes" : "no");
  }
}

}  // namespace

PartClass part_class(std::uint32_t class_code) noexcept {
  switch (class_code >> 16U) {
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

Component pci_component(const PciFunction& f, const pci::Ids* ids) {
  Component out;
  const Numbers n = numbers_of(f);
  out.cls = part_class(n.class_code.value_or(0));
  if (n.vendor && n.device) out.model = pci::id_text(*n.vendor, *n.device);
  if (n.revision) {
    out.revision = fmt::format("{:02x}", *n.revision);
    out.set("revision", out.revision);
  }
  if (n.subsystem_vendor && n.subsystem_device && *n.subsystem_vendor != 0)
    out.set("subsystem", pci::id_text(*n.subsystem_vendor, *n.subsystem_device));
  if (f.address) out.location = f.address->text();
  add_names(f, n, ids, out);
  // What lspci printed without numbers is at least its words.
  if (out.model.empty()) out.model = clean_text(f.device_text);
  auto serial = f.serial;
  auto rom = f.option_rom;
  if (f.config) {
    add_config(*f.config, out);
    serial = either(f.config->serial, serial);
    if (!rom) rom = f.config->rom.has_value();
  }
  if (serial && *serial != 0 && *serial != ~std::uint64_t{0}) {
    out.serial = pci::serial_text(*serial);
    out.set("serial", out.serial);
  }
  if (rom) out.set("option-rom", *rom ? "yes" : "no");
  out.set("option-rom-digest", f.option_rom_digest);
  fill(out, "driver", f.driver);
  fill(out, "slot", f.slot);
  fill(out, "label", f.label);
  if (f.numa_node != "-1") fill(out, "numa-node", f.numa_node);
  fill(out, "part-number", f.part_number);
  fill(out, "board-serial", f.board_serial);
  out.sources.push_back({.kind = evidence::FactSource::pci, .cite = f.cite});
  return out;
}

}  // namespace assay::inspect::inventory
