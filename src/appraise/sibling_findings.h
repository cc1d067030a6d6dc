// A rare fact as a finding that a person understands: what is rare, among how many, how sure, and
// what siblings cannot show.
#pragma once

#include <span>

#include "appraise/siblings.h"
#include "evidence/fact.h"
#include "evidence/finding.h"

namespace assay::appraise {

/// inventory.CLASS.rare. `fact` is the server's own, with its place and cite; where the rarity is
/// an absence (RareFact::fact is kNone) only its kind, source and name are read. `group` names the
/// siblings: "Supermicro X11DDW-L rev 1.20".
[[nodiscard]] evidence::Finding sibling_finding(const RareFact& rare, const evidence::Fact& fact,
                                                std::string_view group);

/// A rare part that came in by a planned change is explained by it: `rare`, made of `fact`, takes
/// over the explanation of an explained finding on the same place; where the part has no place, of
/// one on its class that names the same model.
void take_over_explanation(evidence::Finding& rare, const evidence::Fact& fact,
                           std::span<const evidence::Finding> others);

/// inventory.siblings.sub-population, for the fleet.
[[nodiscard]] evidence::Finding sub_population_finding(const SubPopulation& shared,
                                                       const evidence::Fact& fact,
                                                       std::string_view group,
                                                       std::string_view servers);

}  // namespace assay::appraise
