#include "inspect/inventory/facts.h"

#include <fmt/format.h>
#include <map>

namespace assay::inspect::inventory {
namespace {

using evidence::Fact;
using evidence::FactKind;
using evidence::FactSource;

FactSource source_of(const Component& c) {
  return c.sources.empty() ? FactSource::other : c.sources.front().kind;
}

evidence::Cite cite_of(const Component& c) {
  return c.sources.empty() ? evidence::Cite{} : c.sources.front().cite;
}

// Soldered or structural: their number is the board's, not the customer's.
bool counted(const Component& c) {
  switch (c.cls) {
    case PartClass::bridge:
    case PartClass::pci:
    case PartClass::tpm:
    case PartClass::bmc:
      return true;
    default:
      return false;
  }
}

bool has_part_fact(const Component& c) {
  return c.populated && c.cls != PartClass::acpi && c.cls != PartClass::slot &&
         c.cls != PartClass::firmware && c.cls != PartClass::bios;
}

std::string firmware_name(const Component& c) {
  // A BIOS and a BMC are one of a kind; of cards, versions are compared per model.
  if (c.cls == PartClass::bios || c.cls == PartClass::bmc || c.model.empty())
    return std::string(name(c.cls));
  return fmt::format("{} {}", name(c.cls), c.model);
}

void add_part(const Component& c, std::vector<Fact>& out) {
  Fact f;
  f.kind = FactKind::part;
  f.source = source_of(c);
  f.name = std::string(name(c.cls));
  f.value = part_value(c);
  f.place = c.location;
  f.serial = c.serial;
  f.cite = cite_of(c);
  if (!f.value.empty() || !f.serial.empty()) out.push_back(std::move(f));
}

void add_firmware(const Component& c, std::vector<Fact>& out) {
  Fact f;
  f.kind = FactKind::firmware;
  f.source = source_of(c);
  f.name = firmware_name(c);
  f.value = c.firmware;
  f.place = c.location;
  f.cite = cite_of(c);
  out.push_back(std::move(f));
}

void add_table(const Component& c, std::vector<Fact>& out) {
  Fact f;
  f.kind = FactKind::table;
  f.source = source_of(c);
  f.name = fmt::format("acpi {}", c.model);
  f.value = std::string(c.attribute("digest"));
  f.cite = cite_of(c);
  if (!f.value.empty()) out.push_back(std::move(f));
}

}  // namespace

std::string part_value(const Component& c) {
  std::string out = c.vendor;
  const auto add = [&](std::string_view word) {
    if (word.empty()) return;
    if (!out.empty()) out += ' ';
    out += word;
  };
  add(c.model);
  if (!c.revision.empty()) add("rev " + c.revision);
  if (const auto subsystem = c.attribute("subsystem"); !subsystem.empty())
    add(fmt::format("[{}]", subsystem));
  // A module without a part number is at least of a size.
  if (c.model.empty()) add(c.attribute("size"));
  return out;
}

std::vector<Fact> facts_of(const Inventory& inventory) {
  std::vector<Fact> out;
  out.reserve(inventory.components.size() * 2);
  // Keyed by source too: a bus and a table that list the same bridge are two views.
  std::map<std::tuple<FactSource, PartClass, std::string>, std::pair<std::size_t, const Component*>>
      counts;
  for (const Component& c : inventory.components) {
    if (c.cls == PartClass::acpi) add_table(c, out);
    if (has_part_fact(c)) add_part(c, out);
    if (c.populated && !c.firmware.empty()) add_firmware(c, out);
    if (!c.populated || !counted(c) || c.model.empty()) continue;
    auto& [n, first] = counts[{source_of(c), c.cls, c.model}];
    ++n;
    if (first == nullptr) first = &c;
  }
  for (const auto& [key, value] : counts) {
    Fact f;
    f.kind = FactKind::count;
    f.source = std::get<0>(key);
    f.name = fmt::format("{} {}", name(std::get<1>(key)), std::get<2>(key));
    f.value = fmt::format("{} of them", value.first);
    f.cite = cite_of(*value.second);
    out.push_back(std::move(f));
  }
  return out;
}

PartClass class_of_fact(std::string_view fact_name) noexcept {
  const auto word = fact_name.substr(0, fact_name.find(' '));
  for (std::size_t i = 0; i < kPartClasses; ++i)
    if (name(static_cast<PartClass>(i)) == word) return static_cast<PartClass>(i);
  return PartClass::pci;
}

}  // namespace assay::inspect::inventory
