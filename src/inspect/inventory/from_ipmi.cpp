#include "inspect/inventory/from_ipmi.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/time.h"
#include "bytes/lines.h"
#include "formats/ipmi/fru.h"
#include "formats/ipmi/fru_text.h"
#include "inspect/inventory/joining.h"
#include "inspect/inventory/malformed.h"

namespace assay::inspect::inventory {
namespace {

namespace ipmi = formats::ipmi;
using evidence::Artefact;
using evidence::Role;

// One FRU, however it was read.
struct Unit {
  std::string name;  ///< "PSU1": the device's description or the file's name
  bool power_supply = false;
  bool server = false;  ///< may be the server's own
  std::string_view chassis_part, chassis_serial;
  std::string_view board_vendor, board_product, board_part, board_serial;
  std::string board_made;
  std::string_view vendor, product, part, version, serial, asset;
  evidence::Cite cite;
};

bool names_power_supply(std::string_view name) {
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  const bool ps_number =
      lower.size() >= 3 && lower.starts_with("ps") && lower[2] >= '0' && lower[2] <= '9';
  return ps_number || lower.find("psu") != std::string::npos ||
         lower.find("pwr supply") != std::string::npos ||
         lower.find("power supply") != std::string::npos;
}

class Adder {
 public:
  Adder(bytes::Budget& budget, Inventory& inventory) : budget_(budget), inventory_(inventory) {}

  void one(const Artefact& a) {
    if (ipmi::looks_like_fru_text(a.bytes)) return text(a);
    if (ipmi::looks_like_mc_info(a.bytes)) return controller(a);
    if (a.role == Role::fru || ipmi::looks_like_fru(a.bytes)) return dump(a);
  }

 private:
  void tell(const Artefact& a, const bytes::ParseError& error) {
    inventory_.findings.push_back(malformed(a.path, error));
  }

  Component& make(PartClass cls, const Unit& u) {
    Component& c = inventory_.components.emplace_back();
    c.cls = cls;
    c.sources.push_back({.kind = evidence::FactSource::fru, .cite = u.cite});
    inventory_.mark(evidence::FactSource::fru);
    return c;
  }

  void board(const Unit& u) {
    if (u.board_vendor.empty() && u.board_product.empty() && u.board_part.empty() &&
        u.board_serial.empty())
      return;
    Component& c = make(PartClass::board, u);
    c.vendor = clean_text(u.board_vendor);
    c.model = clean_text(u.board_product);
    fill(c.model, u.board_part);
    c.serial = clean_text(u.board_serial);
    fill(c, "part-number", u.board_part);
    fill(c, "made", u.board_made);
    if (!u.server) c.location = clean_text(u.name);
  }

  Component* product(PartClass cls, const Unit& u) {
    if (u.vendor.empty() && u.product.empty() && u.part.empty() && u.serial.empty()) return nullptr;
    Component& c = make(cls, u);
    c.vendor = clean_text(u.vendor);
    c.model = clean_text(u.product);
    fill(c.model, u.part);
    c.revision = clean_text(u.version);
    c.serial = clean_text(u.serial);
    fill(c, "part-number", u.part);
    fill(c, "asset-tag", u.asset);
    return &c;
  }

  void identity(const Unit& u) {
    Identity& id = inventory_.identity;
    fill(id.manufacturer, u.vendor);
    fill(id.product, u.product);
    fill(id.sku, u.part);
    fill(id.serial, u.serial);
    fill(id.board_manufacturer, u.board_vendor);
    fill(id.board_product, u.board_product);
    fill(id.board_product, u.board_part);
    fill(id.board_serial, u.board_serial);
    fill(id.chassis_serial, u.chassis_serial);
  }

  void add(Unit u) {
    if (u.power_supply) {
      Component* c = product(PartClass::psu, u);
      if (c == nullptr) {
        u.vendor = u.board_vendor;
        u.product = u.board_product;
        u.part = u.board_part;
        u.serial = u.board_serial;
        c = product(PartClass::psu, u);
      }
      if (c != nullptr) c->location = clean_text(u.name);
      return;
    }
    u.server = u.server && !has_server_;
    board(u);
    if (!u.server) {
      const bool told_as_board = !u.board_serial.empty() || !u.board_part.empty();
      if (Component* c = told_as_board ? nullptr : product(PartClass::board, u))
        c->location = clean_text(u.name);
      return;
    }
    has_server_ = true;
    product(PartClass::system, u);
    if (!u.chassis_part.empty() || !u.chassis_serial.empty()) {
      Component& c = make(PartClass::chassis, u);
      c.model = clean_text(u.chassis_part);
      c.serial = clean_text(u.chassis_serial);
    }
    identity(u);
  }

  void dump(const Artefact& a) {
    const auto parsed = ipmi::parse_fru(bytes::Reader(a.bytes), budget_);
    if (!parsed) return tell(a, parsed.error());
    for (const auto& problem : parsed->problems) tell(a, problem);
    Unit u;
    const auto name = file_name(a.path);
    u.name = std::string(name.substr(0, name.rfind('.')));
    u.cite = {.artefact = a.path, .at = "offset 0"};
    u.power_supply =
        names_power_supply(u.name) ||
        std::ranges::any_of(parsed->records, [](const auto& r) { return r.type == 0; });
    u.server = parsed->chassis || parsed->product;
    if (const auto& c = parsed->chassis) {
      u.chassis_part = c->part_number;
      u.chassis_serial = c->serial;
    }
    if (const auto& b = parsed->board) {
      u.board_vendor = b->manufacturer;
      u.board_product = b->product;
      u.board_part = b->part_number;
      u.board_serial = b->serial;
      if (b->made) u.board_made = base::to_rfc3339(base::Time{*b->made});
    }
    if (const auto& p = parsed->product) {
      u.vendor = p->manufacturer;
      u.product = p->name;
      u.part = p->part_number;
      u.version = p->version;
      u.serial = p->serial;
      u.asset = p->asset_tag;
    }
    add(std::move(u));
  }

  void text(const Artefact& a) {
    const auto parsed = ipmi::parse_fru_text(bytes::Reader(a.bytes), budget_);
    if (!parsed) return tell(a, parsed.error());
    inventory_.mark(evidence::FactSource::fru);
    for (const ipmi::FruDevice& d : *parsed) {
      if (!d.present) continue;
      Unit u;
      u.name = std::string(d.description);
      u.cite = {.artefact = a.path, .at = fmt::format("line {}", d.line)};
      u.power_supply = names_power_supply(d.description);
      u.server = d.id == 0;
      u.chassis_part = d.chassis_part;
      u.chassis_serial = d.chassis_serial;
      u.board_vendor = d.board_manufacturer;
      u.board_product = d.board_product;
      u.board_part = d.board_part;
      u.board_serial = d.board_serial;
      u.board_made = std::string(d.board_date);
      u.vendor = d.product_manufacturer;
      u.product = d.product_name;
      u.part = d.product_part;
      u.version = d.product_version;
      u.serial = d.product_serial;
      u.asset = d.product_asset;
      add(std::move(u));
    }
  }

  void controller(const Artefact& a) {
    const auto parsed = ipmi::parse_mc_info(bytes::Reader(a.bytes), budget_);
    if (!parsed) return tell(a, parsed.error());
    Unit u;
    u.cite = {.artefact = a.path, .at = "line 1"};
    Component& c = make(PartClass::bmc, u);
    c.vendor = clean_text(parsed->manufacturer_name);
    c.model = clean_text(parsed->product_name);
    // "Unknown (0x962)" says no more than the number beside it.
    if (c.model.starts_with("Unknown")) c.model.clear();
    if (c.vendor.starts_with("Unknown")) c.vendor.clear();
    fill(c.model, parsed->product_id);
    c.firmware = clean_text(parsed->firmware_revision);
    fill(c, "device-id", parsed->device_id);
    fill(c, "device-revision", parsed->device_revision);
    fill(c, "ipmi-version", parsed->ipmi_version);
    fill(c, "manufacturer-id", parsed->manufacturer_id);
    fill(c, "aux-firmware", parsed->aux_firmware);
  }

  bytes::Budget& budget_;
  Inventory& inventory_;
  bool has_server_ = false;
};

}  // namespace

void add_ipmi(std::span<const Artefact* const> artefacts, bytes::Budget& budget,
              Inventory& inventory) {
  Adder adder(budget, inventory);
  for (const Artefact* a : artefacts) adder.one(*a);
}

}  // namespace assay::inspect::inventory
