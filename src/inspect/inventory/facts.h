// From components to facts: what siblings are compared by, and what the index stores. A part's own
// (serial, place, MAC) stands beside what it shares with siblings, never in it.
#pragma once

#include <vector>

#include "evidence/fact.h"
#include "inspect/inventory/component.h"

namespace assay::inspect::inventory {

/// For each populated component a `part`; per PCI model and other soldered parts how many there
/// are, as a `count` (not for what is populated to order: memory, drives, supplies, cards); per
/// version a `firmware`; per ACPI table a `table`. A fact's name begins with its PartClass's name.
[[nodiscard]] std::vector<evidence::Fact> facts_of(const Inventory& inventory);

/// "Samsung M393A4K40CB2-CTD", with the revision where there is one: what makes two parts alike.
[[nodiscard]] std::string part_value(const Component& component);

/// The class whose name begins `fact_name`; pci where none does.
[[nodiscard]] PartClass class_of_fact(std::string_view fact_name) noexcept;

}  // namespace assay::inspect::inventory
