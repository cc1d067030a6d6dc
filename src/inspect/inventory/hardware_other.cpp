// USB devices, processors and lshw's tree.
#include <fmt/format.h>

#include "formats/pci/address.h"
#include "inspect/inventory/hardware_parts.h"
#include "inspect/inventory/joining.h"

namespace assay::inspect::inventory {
namespace {

namespace hw = formats::hardware;
using evidence::FactSource;

// "pci@0000:3b:00.0" without the bus's name; empty for other buses.
std::string pci_place(std::string_view bus_info) {
  constexpr std::string_view kPci = "pci@";
  if (!bus_info.starts_with(kPci)) return {};
  const auto address = formats::pci::parse_address(bus_info.substr(kPci.size()));
  return address ? address->text() : std::string{};
}

void lshw_adapter(const hw::LshwNode& n, const evidence::Cite& cite, Inventory& inventory) {
  const std::string place = pci_place(n.bus_info);
  if (place.empty()) return;
  const PartClass cls = n.cls == "network"   ? PartClass::nic
                        : n.cls == "display" ? PartClass::gpu
                                             : PartClass::storage;
  Component* c = find_at(inventory, FactSource::pci, place);
  if (c == nullptr) c = find_at(inventory, cls, place);
  if (c == nullptr) {
    c = &inventory.components.emplace_back();
    c->cls = cls;
    c->location = place;
    c->vendor = clean_text(n.vendor);
    c->model = clean_text(n.product);
  }
  c->sources.push_back({.kind = FactSource::other, .cite = cite});
  fill(c->firmware, n.firmware);
  fill(*c, "driver", n.driver);
  if (cls == PartClass::nic) add_mac(*c, hw::mac_text(n.serial));
}

void lshw_memory(const hw::LshwNode& n, const evidence::Cite& cite, Inventory& inventory) {
  // Banks have a slot; caches and the BIOS are of this class too.
  if (!n.id.starts_with("bank") || clean_text(n.serial).empty()) return;
  Component& c = inventory.components.emplace_back();
  c.cls = PartClass::dimm;
  c.vendor = clean_text(n.vendor);
  c.model = clean_text(n.product);
  c.serial = clean_text(n.serial);
  c.location = clean_text(n.slot);
  c.sources.push_back({.kind = FactSource::other, .cite = cite});
}

}  // namespace

void add_usb(const std::vector<hw::UsbDevice>& devices, const std::string& path,
             std::string_view unit, Inventory& inventory) {
  inventory.mark(FactSource::usb);
  for (const hw::UsbDevice& d : devices) {
    Component& c = inventory.components.emplace_back();
    c.cls = PartClass::usb;
    c.vendor = clean_text(d.manufacturer);
    c.model = fmt::format("{:04x}:{:04x}", d.vendor, d.product);
    c.serial = clean_text(d.serial);
    c.location = clean_text(d.port);
    c.revision = clean_text(d.version);
    fill(c, "name", d.name);
    if (d.device_class) c.set("class", fmt::format("{:02x}", *d.device_class));
    // Root hubs report their controller's address as serial and the kernel's version as theirs:
    // both change without anybody touching the hardware.
    if (d.vendor == 0x1D6B) {
      c.serial.clear();
      c.revision.clear();
      c.vendor.clear();
    }
    c.sources.push_back({.kind = FactSource::usb,
                         .cite = {.artefact = path, .at = fmt::format("{} {}", unit, d.line)}});
  }
}

void add_cpu(const std::vector<hw::CpuPackage>& packages, const std::string& path,
             Inventory& inventory) {
  inventory.mark(FactSource::other);
  for (const hw::CpuPackage& p : packages) {
    Component& c = inventory.components.emplace_back();
    c.cls = PartClass::cpu;
    c.vendor = p.vendor == "GenuineIntel"   ? "Intel"
               : p.vendor == "AuthenticAMD" ? "AMD"
                                            : clean_text(p.vendor);
    c.model = clean_text(p.model_name);
    c.location = fmt::format("package {}", p.id);
    if (!p.microcode.empty()) {
      c.set("microcode", clean_text(fmt::format("{}", fmt::join(p.microcode, ", "))));
      c.firmware = std::string(c.attribute("microcode"));
    }
    if (!p.family.empty() && !p.model.empty())
      c.set("signature",
            clean_text(fmt::format("family {} model {} stepping {}", p.family, p.model,
                                   p.stepping.empty() ? std::string_view("?") : p.stepping)));
    fill(c, "cores", p.cores);
    c.set("threads", fmt::format("{}", p.processors));
    if (p.hypervisor) c.set("hypervisor", "yes");
    c.sources.push_back({.kind = FactSource::other,
                         .cite = {.artefact = path, .at = fmt::format("line {}", p.line)}});
  }
}

void add_lshw(const std::vector<hw::LshwNode>& nodes, const evidence::Cite& cite,
              Inventory& inventory) {
  inventory.mark(FactSource::other);
  hw::Storage storage;
  for (const hw::LshwNode& n : nodes) {
    if (n.cls == "network" || n.cls == "display" || n.cls == "storage")
      lshw_adapter(n, cite, inventory);
    if (n.cls == "memory") lshw_memory(n, cite, inventory);
    // NVMe controllers are "storage" with a serial of the drive.
    const bool nvme = n.cls == "storage" && n.driver == "nvme";
    if ((n.cls == "disk" || nvme) && !n.serial.empty())
      storage.drives.push_back({.device = n.logical_name,
                                .vendor = n.vendor,
                                .model = n.product,
                                .serial = n.serial,
                                .firmware = n.version,
                                .wwn = {},
                                .transport = {},
                                .address = pci_place(n.bus_info),
                                .bytes = {}});
  }
  if (!storage.drives.empty()) add_storage(storage, cite, inventory);
}

}  // namespace assay::inspect::inventory
