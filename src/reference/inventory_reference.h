// The inventory part of a reference: which parts known-good servers have, class by class, in a form
// that people can read and edit. A class has one population, or several that are all good (a second
// supplier); where each server has its own, only the values count, not how many of each.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "evidence/fact.h"
#include "inspect/inventory/component.h"

namespace assay::reference {

/// How many of each: {"M393A8G40AB2-CWE": 2}.
using Population = std::map<std::string, std::uint32_t>;

struct PartRule {
  inspect::inventory::PartClass cls = inspect::inventory::PartClass::pci;
  evidence::FactSource source = evidence::FactSource::other;
  std::vector<Population> allowed;  ///< at least one, unless it varies; an empty one: no such part
  bool varies = false;              ///< each server has its own: any value of `allowed` is good
};

struct InventoryReference {
  /// Boards (or, where none is named, products) that it describes: "Supermicro X11DDW-L".
  std::vector<std::string> describes;
  std::vector<PartRule> rules;

  [[nodiscard]] bool empty() const noexcept { return rules.empty(); }
};

/// What a reference is chosen by: manufacturer and product of the board, else of the system.
[[nodiscard]] std::string described_as(const inspect::inventory::Identity& identity);

/// The text of one component that a reference compares; empty where it is not compared (an empty
/// socket, a part without any name). Serials, MACs and places of memory are never in it.
[[nodiscard]] std::string reference_text(const inspect::inventory::Component& component);

/// What a server has, by (class, source), as reference_text() tells it.
using Populations =
    std::map<std::pair<inspect::inventory::PartClass, evidence::FactSource>, Population>;
[[nodiscard]] Populations populations_of(const inspect::inventory::Inventory& inventory);

/// A class that departs from every allowed population; told against the nearest.
struct PartDeparture {
  inspect::inventory::PartClass cls = inspect::inventory::PartClass::pci;
  evidence::FactSource source = evidence::FactSource::other;
  std::string_view change;            ///< "added", "missing", "changed", "version", "usage"
  std::vector<std::string> was;       ///< "2 x M393A8G40AB2-CWE"; empty where added
  std::vector<std::string> now;       ///< empty where missing
  std::vector<std::string> subjects;  ///< for citing: the observed texts concerned
};

struct InventoryComparison {
  std::vector<PartDeparture> departures;
  /// Sources that the reference has and the evidence does not.
  std::vector<evidence::FactSource> unseen;
};

[[nodiscard]] InventoryComparison compare_inventory(const InventoryReference& reference,
                                                    const inspect::inventory::Inventory& observed);

class InventoryLearner {
 public:
  void add(const inspect::inventory::Inventory& inventory);
  [[nodiscard]] bool empty() const noexcept { return servers_ == 0; }
  [[nodiscard]] InventoryReference finish() &&;

 private:
  std::size_t servers_ = 0;
  std::vector<std::string> describes_;
  std::vector<Populations> seen_;
  std::vector<std::vector<evidence::FactSource>> sources_;
};

}  // namespace assay::reference
