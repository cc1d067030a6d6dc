#include "appraise/inventory_appraisal.h"

#include <algorithm>
#include <fmt/format.h>

#include "appraise/challenge.h"
#include "appraise/expected_parts.h"
#include "base/text.h"
#include "evidence/finding_codes.h"
#include "inspect/inventory/facts.h"
#include "inspect/inventory/inspect_inventory.h"

namespace assay::appraise {
namespace {

using evidence::Finding;
using inspect::inventory::Component;
using inspect::inventory::Inventory;

constexpr std::size_t kMostCites = 8;

std::string listed(const std::vector<std::string>& items) {
  std::string out;
  for (const auto& item : items) out += (out.empty() ? "" : ", ") + base::printable(item, 200);
  return out;
}

// "Two processors became one"-like sentences would need a grammar; a list on both sides does not.
std::string sentence(const reference::PartDeparture& d, std::string_view reference) {
  const auto title = inspect::inventory::title(d.cls);
  if (d.change == "added")
    return fmt::format("The reference {} has no such {}: {}.", reference, title, listed(d.now));
  if (d.change == "missing")
    return fmt::format("The reference {} also has this {}, which is not there: {}.", reference,
                       title, listed(d.was));
  if (d.change == "usage")
    return fmt::format("Slots are used otherwise than the reference {} says: {}; it says {}.",
                       reference, listed(d.now), listed(d.was));
  return fmt::format("The {} is {}; the reference {} says {}.", title, listed(d.now), reference,
                     listed(d.was));
}

// Where the parts that a departure speaks of stand; for what is missing, where its class stands.
std::vector<evidence::Cite> cites_of(const reference::PartDeparture& d,
                                     const Inventory& inventory) {
  std::vector<evidence::Cite> out;
  const auto add = [&](const Component& c) {
    if (out.size() < kMostCites && !c.sources.empty()) out.push_back(c.sources.front().cite);
  };
  for (const Component& c : inventory.components)
    if (c.cls == d.cls &&
        std::ranges::find(d.subjects, reference::reference_text(c)) != d.subjects.end())
      add(c);
  if (!out.empty()) return out;
  for (const Component& c : inventory.components)
    if (c.cls == d.cls) add(c);
  return out;
}

std::vector<const reference::Reference*> fitting(const Inputs& in, std::string_view server,
                                                 base::Time when, const std::string& what) {
  const auto names = in.policy.references_for(server);
  std::vector<const reference::Reference*> out;
  for (const auto& r : in.references)
    if (r.valid_at(when) && !r.inventory.empty() &&
        (names.empty() || std::ranges::find(names, r.name) != names.end()) &&
        (r.inventory.describes.empty() ||
         std::ranges::find(r.inventory.describes, what) != r.inventory.describes.end()))
      out.push_back(&r);
  return out;
}

void compare_with(const reference::Reference& r, const reference::InventoryComparison& c,
                  const Inventory& inventory, const Inputs& in, base::Time when,
                  ServerAppraisal& out) {
  out.inventory.reference = r.name;
  out.inventory.matches_reference = c.departures.empty();
  for (const auto& d : c.departures) {
    Finding f = evidence::make_finding(
        fmt::format("inventory.{}.{}", inspect::inventory::name(d.cls), d.change),
        std::string(inspect::inventory::title(d.cls)), sentence(d, r.name), cites_of(d, inventory));
    explain_by_changes(in, out.id, when, f);
    out.findings.push_back(std::move(f));
  }
  for (const auto source : c.unseen)
    out.findings.push_back(evidence::make_finding(
        "inventory.source.missing", std::string(evidence::name(source)),
        fmt::format("The reference {} was learned from {} too; this evidence has nothing of that "
                    "source, so what only it shows was not compared.",
                    r.name, evidence::name(source))));
}

void compare_with_references(const Inventory& inventory, const Inputs& in, base::Time when,
                             ServerAppraisal& out) {
  const bool any =
      std::ranges::any_of(in.references, [](const auto& r) { return !r.inventory.empty(); });
  if (!any) return;
  const auto what = reference::described_as(inventory.identity);
  const reference::Reference* best = nullptr;
  reference::InventoryComparison nearest;
  for (const auto* r : fitting(in, out.id, when, what)) {
    auto c = reference::compare_inventory(r->inventory, inventory);
    if (best != nullptr && c.departures.size() >= nearest.departures.size()) continue;
    best = r;
    nearest = std::move(c);
  }
  if (best != nullptr) return compare_with(*best, nearest, inventory, in, when, out);
  out.findings.push_back(
      evidence::make_finding("inventory.reference.incomparable", "reference",
                             fmt::format("None of the references given describes {} at {}.",
                                         what.empty() ? "this server, which does not say what it is"
                                                      : base::printable(what, 200),
                                         base::to_rfc3339(when))));
}

std::string sources_of(const Inventory& inventory) {
  std::string out;
  for (std::size_t s = 0; s < evidence::kFactSources; ++s)
    if (inventory.saw[s])
      out += fmt::format("{}{}", out.empty() ? "" : ", ",
                         evidence::name(static_cast<evidence::FactSource>(s)));
  return out;
}

}  // namespace

void appraise_inventory(const evidence::Bundle& bundle, const Inputs& in, base::Time when,
                        ServerAppraisal& out) {
  if (!inspect::inventory::has_inventory(bundle)) return;
  const HeldNonces nonces(bundle, in, nullptr);
  Inventory inventory = inspect::inventory::inspect_inventory(
      bundle, {.roots = in.device_roots ? &*in.device_roots : nullptr,
               .as_of = when,
               .nonces = nonces.all()});
  out.findings.insert(out.findings.end(), std::make_move_iterator(inventory.findings.begin()),
                      std::make_move_iterator(inventory.findings.end()));
  out.inventory.sources = sources_of(inventory);
  out.inventory.examined = !inventory.components.empty();
  if (!out.inventory.examined) return;
  out.inventory.identity = inventory.identity;
  out.inventory.components = static_cast<std::size_t>(
      std::ranges::count_if(inventory.components, [](const Component& c) { return c.populated; }));
  out.facts = inspect::inventory::facts_of(inventory);
  compare_with_references(inventory, in, when, out);
  compare_with_certificates(bundle, inventory, in, when, out);
  compare_with_orders(inventory, in, when, out);
}

}  // namespace assay::appraise
