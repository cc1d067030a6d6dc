#include "inspect/inventory/from_pci.h"

#include <fmt/format.h>
#include <map>

#include "bytes/lines.h"
#include "crypto/digest.h"
#include "formats/pci/lspci.h"
#include "formats/pci/option_rom.h"
#include "formats/pci/vpd.h"
#include "inspect/inventory/joining.h"
#include "inspect/inventory/malformed.h"
#include "inspect/inventory/pci_function.h"

namespace assay::inspect::inventory {
namespace {

namespace pci = formats::pci;
using evidence::Artefact;
using evidence::Role;

class Adder {
 public:
  Adder(bytes::Budget& budget, Inventory& inventory, const pci::Ids* ids)
      : budget_(budget), inventory_(inventory), ids_(ids) {}

  void run(std::span<const Artefact* const> artefacts) {
    for (const Artefact* a : artefacts) {
      const auto address = pci::parse_address(folder_name(a->path));
      if (address && (a->role == Role::pci_sysfs || file_name(a->path) == "config")) {
        sysfs_file(*a, functions_[*address]);
        functions_[*address].address = address;
      } else if (a->role == Role::lspci ||
                 (a->role != Role::pci_sysfs && pci::looks_like_lspci(a->bytes))) {
        texts_.push_back(a);
      } else if (pci::looks_like_config(a->bytes)) {
        PciFunction alone;
        config(*a, alone);
        if (alone.config) add(alone);
      }
    }
    for (const auto& [address, function] : functions_) {
      (void)address;
      if (function.config || function.vendor) add(function);
    }
    for (const Artefact* a : texts_) text(*a);
  }

 private:
  void add(const PciFunction& function) {
    Component made = pci_component(function, ids_);
    inventory_.mark(evidence::FactSource::pci);
    by_place_[made.location] = inventory_.components.size();
    inventory_.components.push_back(std::move(made));
  }

  void tell(const Artefact& a, const bytes::ParseError& error) {
    inventory_.findings.push_back(malformed(a.path, error));
  }

  void config(const Artefact& a, PciFunction& f) {
    auto parsed = pci::parse_config(bytes::Reader(a.bytes), budget_);
    f.cite = {.artefact = a.path, .at = "offset 0"};
    if (!parsed) return tell(a, parsed.error());
    for (const auto& problem : parsed->problems) tell(a, problem);
    f.config = *std::move(parsed);
  }

  template <class T>
  void hex(const Artefact& a, std::optional<T>& into) {
    into = bytes::hex_number<T>(bytes::trimmed(bytes::as_chars(a.bytes)));
    if (!into)
      tell(a, {bytes::Fault::bad_value, 0, "sysfs attribute", "a number in hex, like 0x8086"});
  }

  void sysfs_file(const Artefact& a, PciFunction& f) {
    const auto name = file_name(a.path);
    const auto text = bytes::trimmed(bytes::as_chars(a.bytes));
    if (f.cite.artefact.empty()) f.cite = {.artefact = a.path, .at = "line 1"};
    if (name == "config") return config(a, f);
    if (name == "vendor") return hex(a, f.vendor);
    if (name == "device") return hex(a, f.device);
    if (name == "class") return hex(a, f.class_code);
    if (name == "revision") return hex(a, f.revision);
    if (name == "subsystem_vendor") return hex(a, f.subsystem_vendor);
    if (name == "subsystem_device") return hex(a, f.subsystem_device);
    if (name == "numa_node") f.numa_node = text;
    if (name == "label") f.label = text;
    if (name == "driver") f.driver = file_name(text);
    if (name == "uevent") uevent(text, f);
    if (name == "rom" && !a.bytes.empty()) rom(a, f);
    if (name == "vpd" && !a.bytes.empty()) vpd(a, f);
  }

  static void uevent(std::string_view text, PciFunction& f) {
    bytes::Lines lines{bytes::Reader(bytes::as_bytes(text))};
    while (const auto line = lines.next()) {
      const auto kv = bytes::split_at(line->text, '=');
      if (kv && kv->key == "DRIVER") f.driver = kv->value;
    }
  }

  void rom(const Artefact& a, PciFunction& f) {
    const auto parsed = pci::parse_option_rom(bytes::Reader(a.bytes), budget_);
    f.option_rom = true;
    if (!parsed) return tell(a, parsed.error());
    if (parsed->broken) tell(a, *parsed->broken);
    // Of the images alone: how far the window behind them reaches differs between readers.
    const auto images = bytes::ByteSpan(a.bytes).first(static_cast<std::size_t>(parsed->size));
    f.option_rom_digest = hash_.hash(crypto::HashAlg::sha256, images).hex();
  }

  void vpd(const Artefact& a, PciFunction& f) {
    const auto parsed = pci::parse_vpd(bytes::Reader(a.bytes), budget_);
    if (!parsed) return tell(a, parsed.error());
    if (parsed->broken) tell(a, *parsed->broken);
    if (parsed->checksum_good == false)
      tell(a, {bytes::Fault::bad_value, 0, "RV", "a checksum that makes the sum zero"});
    f.product = parsed->product;
    f.part_number = parsed->value("PN");
    f.board_serial = parsed->value("SN");
  }

  void text(const Artefact& a) {
    auto parsed = pci::parse_lspci(bytes::Reader(a.bytes), budget_);
    if (!parsed) return tell(a, parsed.error());
    for (pci::LspciDevice& d : parsed->devices) device(a, d);
  }

  void device(const Artefact& a, pci::LspciDevice& d) {
    // The dump's own offsets are places in configuration space: say whose.
    const auto dump_problem = [&](const bytes::ParseError& error) {
      auto finding = malformed(a.path, error);
      finding.cites.front().at =
          fmt::format("line {}, {}, register 0x{:x}", d.line, d.address.text(), error.offset);
      inventory_.findings.push_back(std::move(finding));
    };
    if (d.dump_problem) dump_problem(*d.dump_problem);
    PciFunction f;
    f.address = d.address;
    f.cite = {.artefact = a.path, .at = fmt::format("line {}", d.line)};
    if (d.config)
      for (const auto& problem : d.config->problems) dump_problem(problem);
    f.config = std::move(d.config);
    f.vendor = d.vendor;
    f.device = d.device;
    f.subsystem_vendor = d.subsystem_vendor;
    f.subsystem_device = d.subsystem_device;
    f.revision = d.revision;
    if (d.class_id)
      f.class_code = static_cast<std::uint32_t>(*d.class_id) << 8U | d.interface.value_or(0);
    f.vendor_text = d.vendor_text;
    f.device_text = d.device_text;
    f.class_text = d.class_text;
    f.subsystem_text = d.subsystem_text;
    f.driver = d.driver;
    f.slot = d.slot;
    f.part_number = d.part_number;
    f.board_serial = d.serial_number;
    f.serial = d.serial;
    if (d.rom_mentioned) f.option_rom = true;
    const std::string numa = d.numa_node ? fmt::format("{}", *d.numa_node) : "";
    f.numa_node = numa;
    if (!join(f)) add(f);
  }

  // True where the function is known already under the same ids: then it only gains what was
  // missing.
  bool join(const PciFunction& f) {
    const auto known = by_place_.find(f.address->text());
    if (known == by_place_.end()) return false;
    Component& was = inventory_.components[known->second];
    Component now = pci_component(f, ids_);
    const bool numbered = f.config || (f.vendor && f.device);
    if (numbered && now.model != was.model) return false;
    fill(was.vendor, now.vendor);
    fill(was.revision, now.revision);
    fill(was.serial, now.serial);
    if (was.attribute("name") == was.attribute("class"))
      was.set("name", std::string(now.attribute("name")));
    for (auto& [key, value] : now.attributes)
      if (was.attribute(key).empty()) was.set(key, std::move(value));
    was.sources.push_back(std::move(now.sources.front()));
    return true;
  }

  bytes::Budget& budget_;
  Inventory& inventory_;
  const pci::Ids* ids_;
  crypto::HashEngine hash_;
  std::map<pci::Address, PciFunction> functions_;
  std::map<std::string, std::size_t, std::less<>> by_place_;
  std::vector<const Artefact*> texts_;
};

}  // namespace

void add_pci(std::span<const Artefact* const> artefacts, bytes::Budget& budget,
             Inventory& inventory, const pci::Ids* ids) {
  Adder(budget, inventory, ids).run(artefacts);
}

}  // namespace assay::inspect::inventory
