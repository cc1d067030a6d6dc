#include "inspect/inventory/from_spd.h"

#include <fmt/format.h>

#include "formats/spd/spd.h"
#include "inspect/inventory/joining.h"
#include "inspect/inventory/malformed.h"

namespace assay::inspect::inventory {
namespace {

namespace spd = formats::spd;
using evidence::Artefact;
using evidence::Role;

// "1-0050" of inventory/spd/1-0050/eeprom or inventory/spd/1-0050.bin.
std::string_view place_of(std::string_view path) noexcept {
  auto name = file_name(path);
  if (name == "eeprom") name = folder_name(path);
  return name.substr(0, name.rfind('.'));
}

Component component_of(const spd::Module& m, std::string_view path) {
  Component c;
  c.cls = PartClass::dimm;
  c.vendor = spd::maker_text(m.maker);
  c.model = clean_text(m.part_number);
  c.serial = clean_text(m.serial_text());
  c.location = clean_text(place_of(path));
  if (m.module_revision != 0) c.revision = fmt::format("{:04x}", m.module_revision);
  if (m.bytes != 0) c.set("size", size_text(m.bytes));
  c.set("type", std::string(spd::name(m.generation)));
  c.set("form", std::string(spd::module_type_name(m.generation, m.module_type)));
  if (m.megatransfers != 0) c.set("speed", fmt::format("{} MT/s", m.megatransfers));
  c.set("ranks", fmt::format("{}", m.ranks));
  c.set("ecc", m.ecc ? "yes" : "no");
  c.set("chip-vendor", spd::maker_text(m.dram_maker));
  if (m.year && m.week) c.set("made", fmt::format("20{:02}-W{:02}", *m.year, *m.week));
  c.sources.push_back({.kind = evidence::FactSource::spd,
                       .cite = {.artefact = std::string(path), .at = "offset 0"}});
  return c;
}

}  // namespace

void add_spd(std::span<const Artefact* const> artefacts, bytes::Budget& budget,
             Inventory& inventory) {
  for (const Artefact* a : artefacts) {
    if (a->role != Role::spd && !spd::looks_like_spd(a->bytes)) continue;
    if (const auto paid = budget.items(1, 0, "SPD"); !paid) {
      inventory.findings.push_back(malformed(a->path, paid.error()));
      return;
    }
    const auto m = spd::parse_spd(bytes::Reader(a->bytes));
    if (!m) {
      inventory.findings.push_back(malformed(a->path, m.error()));
      continue;
    }
    for (const auto& problem : m->problems)
      inventory.findings.push_back(malformed(a->path, problem));
    inventory.mark(evidence::FactSource::spd);
    inventory.components.push_back(component_of(*m, a->path));
  }
}

}  // namespace assay::inspect::inventory
