#include "appraise/sibling_findings.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "evidence/finding_codes.h"
#include "inspect/inventory/facts.h"

namespace assay::appraise {
namespace {

using evidence::Fact;
using evidence::FactKind;

// "the BMC's firmware 1.73.4", "2 of the PCI bridge 8086:2030", "the network adapter Intel X710".
std::string in_words(const Fact& f) {
  if (f.kind == FactKind::event)
    return fmt::format("{} with digest {}…", f.name, f.value.substr(0, 16));
  const auto cls = inspect::inventory::class_of_fact(f.name);
  const auto title = inspect::inventory::title(cls);
  const auto blank = f.name.find(' ');
  const std::string rest = blank == std::string::npos ? "" : f.name.substr(blank);
  switch (f.kind) {
    case FactKind::firmware:
      return fmt::format("{}{} version {}", title, rest, f.value);
    case FactKind::count:
      return fmt::format("{}{}: {}", title, rest, f.value);
    case FactKind::table:
      return fmt::format("{}{} with SHA-256 {}…", title, rest, f.value.substr(0, 16));
    default:
      break;
  }
  return f.value.empty() ? fmt::format("{} without a model name", title)
                         : fmt::format("{} {}", title, f.value);
}

}  // namespace

evidence::Finding sibling_finding(const RareFact& rare, const Fact& fact, std::string_view group) {
  const std::string code =
      fact.kind == FactKind::event
          ? std::string("boot.event.rare")
          : fmt::format("inventory.{}.rare",
                        inspect::inventory::name(inspect::inventory::class_of_fact(fact.name)));
  const std::string what =
      rare.fact == kNone
          ? fmt::format("No {} is here, which nearly all siblings have",
                        base::printable(fact.name, 200))
          : fmt::format("{}{}: {} of {} siblings have it", base::printable(in_words(fact), 300),
                        fact.place.empty() ? "" : " in " + fact.place, rare.holders, rare.of);
  auto finding = evidence::make_finding(
      code, fact.place.empty() ? base::printable(fact.name, 200) : base::printable(fact.place, 200),
      fmt::format(
          "{} ({}{}). A second supplier or an update under way would be this rare with "
          "probability {:.1g}. What a whole lot shares cannot be seen this way.",
          what, base::printable(group, 200),
          rare.fact == kNone ? fmt::format("; {} of {} have none", rare.holders, rare.of) : "",
          rare.p));
  if (!fact.cite.artefact.empty()) finding.cites.push_back(fact.cite);
  return finding;
}

void take_over_explanation(evidence::Finding& rare, const Fact& fact,
                           std::span<const evidence::Finding> others) {
  // "drive WUS4BB096D7P3E3": class and model; of a part, its value is the model.
  const auto blank = fact.name.find(' ');
  const std::string_view cls = std::string_view(fact.name).substr(0, blank);
  const std::string_view model = blank == std::string::npos
                                     ? std::string_view(fact.value)
                                     : std::string_view(fact.name).substr(blank + 1);
  const auto it = std::ranges::find_if(others, [&](const evidence::Finding& f) {
    if (f.status != evidence::FindingStatus::explained ||
        evidence::family(f.code) != evidence::family(rare.code))
      return false;
    return fact.place.empty() ? f.subject == cls && !model.empty() && f.why.contains(model)
                              : f.subject == rare.subject;
  });
  if (it == others.end()) return;
  rare.status = evidence::FindingStatus::explained;
  rare.explained_by = it->explained_by;
}

evidence::Finding sub_population_finding(const SubPopulation& shared, const Fact& fact,
                                         std::string_view group, std::string_view servers) {
  return evidence::make_finding(
      "inventory.siblings.sub-population", base::printable(fact.name, 200),
      fmt::format("{} of {} servers of one lot of {} share what other lots do not have: {}. "
                  "Servers: {}.",
                  shared.holders, shared.of, base::printable(group, 200),
                  shared.fact == kNone ? "no " + base::printable(fact.name, 200)
                                       : base::printable(in_words(fact), 300),
                  servers));
}

}  // namespace assay::appraise
