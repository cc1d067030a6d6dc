// Inventories of made-up servers, part by part, for the tests of references.
#pragma once

#include <string>
#include <vector>

#include "inspect/inventory/component.h"
#include "reference/inventory_reference.h"

namespace assay::reference::testing {

using evidence::FactSource;
using inspect::inventory::Component;
using inspect::inventory::Inventory;
using inspect::inventory::PartClass;

inline Component part(PartClass cls, std::string model, FactSource source = FactSource::smbios) {
  Component c;
  c.cls = cls;
  c.model = std::move(model);
  c.sources.push_back({source, {"inventory/x", "0"}});
  return c;
}

inline Component version(PartClass cls, std::string firmware) {
  Component c = part(cls, "");
  c.firmware = std::move(firmware);
  return c;
}

inline Component slot(std::string place, std::string usage) {
  Component c = part(PartClass::slot, "");
  c.location = std::move(place);
  c.set("usage", std::move(usage));
  return c;
}

/// Of one product; it saw the sources of its parts and no other.
inline Inventory server(std::vector<Component> parts) {
  Inventory out;
  out.identity.manufacturer = "Acme";
  out.identity.product = "A-1";
  out.identity.board_manufacturer = "Acme";
  out.identity.board_product = "B-1";
  out.components = std::move(parts);
  for (const auto& c : out.components)
    for (const auto& s : c.sources) out.mark(s.kind);
  return out;
}

inline std::vector<Component> times(std::size_t n, const Component& c) { return {n, c}; }

inline std::vector<Component> both(std::vector<Component> a, const std::vector<Component>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

inline InventoryReference learned(const std::vector<Inventory>& servers) {
  InventoryLearner learner;
  for (const auto& s : servers) learner.add(s);
  return std::move(learner).finish();
}

}  // namespace assay::reference::testing
