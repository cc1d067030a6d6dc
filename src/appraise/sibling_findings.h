// A rare fact as a finding that a person understands: what is rare, among how many, how sure, and
// what siblings cannot show.
#pragma once

#include "appraise/siblings.h"
#include "evidence/fact.h"
#include "evidence/finding.h"

namespace assay::appraise {

/// inventory.CLASS.rare. `fact` is the server's own, with its place and cite; where the rarity is an
/// absence (RareFact::fact is kNone) only its kind, source and name are read. `group` names the
/// siblings: "Supermicro X11DDW-L rev 1.20".
[[nodiscard]] evidence::Finding sibling_finding(const RareFact& rare, const evidence::Fact& fact,
                                                std::string_view group);

/// inventory.siblings.sub-population, for the fleet.
[[nodiscard]] evidence::Finding sub_population_finding(const SubPopulation& shared,
                                                       const evidence::Fact& fact,
                                                       std::string_view group,
                                                       std::string_view servers);

}  // namespace assay::appraise
