#include "appraise/compare_inventory.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "evidence/finding_codes.h"
#include "inspect/inventory/match.h"
#include "inspect/inventory/merge.h"

namespace assay::appraise {
namespace {

using inspect::inventory::Change;
using inspect::inventory::ClassSet;
using inspect::inventory::ComponentDifference;
using inspect::inventory::Inventory;
using inspect::inventory::PartClass;

enum class SameServer : std::uint8_t { yes, no, unknown };

SameServer same_server(const Inventory& a, const Inventory& b) {
  const auto& x = a.identity;
  const auto& y = b.identity;
  if (!x.uuid.empty() && x.uuid == y.uuid) return SameServer::yes;
  if (!x.serial.empty() && !y.serial.empty())
    return inspect::inventory::same_serial(x.serial, y.serial) ? SameServer::yes : SameServer::no;
  return !x.uuid.empty() && !y.uuid.empty() ? SameServer::no : SameServer::unknown;
}

bool share_a_source(const Inventory& a, const Inventory& b) {
  for (std::size_t s = 0; s < evidence::kFactSources; ++s)
    if (a.saw[s] && b.saw[s]) return true;
  return false;
}

std::string_view word(Change change) {
  switch (change) {
    case Change::added:
      return "added";
    case Change::missing:
      return "removed";
    case Change::moved:
      return "moved";
    default:
      return "modified";
  }
}

Difference to_difference(const ComponentDifference& d, const Inventory& golden,
                         const Inventory& observed) {
  const auto& part = d.observed ? observed.components[*d.observed] : golden.components[*d.expected];
  const auto title = inspect::inventory::title(d.cls);
  Difference out{.what = std::string(title),
                 .change = word(d.change),
                 .path = part.location.empty() ? std::string(inspect::inventory::name(d.cls))
                                               : base::printable(part.location, 200),
                 .golden = d.before,
                 .observed = d.after};
  if (!d.field.empty()) out.so = fmt::format("another {}", d.field);
  const auto* row = evidence::find_code(fmt::format(
      "inventory.{}.{}", inspect::inventory::name(d.cls), inspect::inventory::code_ending(d)));
  if (row == nullptr) {
    out.severity = evidence::Severity::info;
    out.why = fmt::format("The two do not agree on the {}.", title);
    return out;
  }
  out.severity = row->severity;
  out.why = row->meaning;
  return out;
}

std::string listed(const ClassSet& classes) {
  std::string out;
  for (std::size_t c = 0; c < classes.size(); ++c)
    if (classes.test(c))
      out += fmt::format("{}{}", out.empty() ? "" : ", ",
                         inspect::inventory::title(static_cast<PartClass>(c)));
  return out;
}

ClassSet populated_classes(const Inventory& inventory) {
  ClassSet out;
  for (const auto& c : inventory.components)
    if (c.populated) out.set(static_cast<std::size_t>(c.cls));
  return out;
}

std::string summary_of(const Comparison& c, SameServer same, std::size_t compared) {
  const std::string whom = same == SameServer::yes ? "the same server"
                           : same == SameServer::no
                               ? "two servers, whose serial numbers were "
                                 "not compared"
                               : "servers that do not say whether they are one";
  if (c.differences.empty())
    return fmt::format("No difference in {} ({}).", base::counted(compared, "class", "classes"),
                       whom);
  return fmt::format("{} in {} ({}).", base::counted(c.differences.size(), "difference"),
                     base::counted(compared, "class", "classes"), whom);
}

}  // namespace

Comparison compare_inventories(const Inventory& golden, const Inventory& observed) {
  Comparison out{.kind = "inventory"};
  const ClassSet sees_golden = inspect::inventory::visible_classes(golden);
  const ClassSet sees_observed = inspect::inventory::visible_classes(observed);
  const ClassSet both = sees_golden & sees_observed;
  const SameServer same = same_server(golden, observed);
  // Of two different sources, only what both list in full can be missing from one of them.
  const ClassSet listed_by_both =
      inspect::inventory::listed_classes(golden) & inspect::inventory::listed_classes(observed);
  const bool one_view = share_a_source(golden, observed);
  const inspect::inventory::MatchOptions options{
      .visible = both, .places = one_view, .same_words = one_view};
  for (const auto& d :
       inspect::inventory::match_components(golden.components, observed.components, options)) {
    if (d.change == Change::unseen || !both.test(static_cast<std::size_t>(d.cls))) continue;
    const bool one_sided = d.change == Change::added || d.change == Change::missing;
    if (one_sided && !one_view && !listed_by_both.test(static_cast<std::size_t>(d.cls))) continue;
    if (d.change == Change::swapped && same == SameServer::no) continue;
    out.differences.push_back(to_difference(d, golden, observed));
  }
  if (const auto only = populated_classes(golden) & ~both; only.any())
    out.notes.push_back("Only the golden side looked at: " + listed(only) + ".");
  if (const auto only = populated_classes(observed) & ~both; only.any())
    out.notes.push_back("Only the observed side looked at: " + listed(only) + ".");
  out.summary =
      summary_of(out, same, (populated_classes(golden) & populated_classes(observed)).count());
  return out;
}

}  // namespace assay::appraise
