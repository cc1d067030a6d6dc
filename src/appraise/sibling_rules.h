// The fleet step for inventories: servers are grouped with their siblings, counted, and what is
// rare is told on the server that has it. Also one server against its own earlier evidence, where
// the call holds several collections of it.
#pragma once

#include <vector>

#include "appraise/appraise_server.h"
#include "appraise/fact_table.h"
#include "evidence/finding.h"

namespace assay::appraise {

/// Fewest servers of one board that can vouch for each other at all.
inline constexpr std::size_t kFewestSiblings = 3;

/// "Supermicro SYS-1029P-WTR, board Supermicro X11DDW-L rev 1.20"; empty where the server says
/// nothing about itself.
[[nodiscard]] std::string sibling_group(const inspect::inventory::Identity& identity);

/// inventory.CLASS.rare, inventory.siblings.differ, and what the whole fleet is told
/// (inventory.siblings.sub-population). Fills InventorySummary::siblings.
[[nodiscard]] std::vector<evidence::Finding> compare_siblings(std::vector<ServerAppraisal>& servers,
                                                              const FactTable& table);

/// compare_history() between successive collections of one id.
void compare_collections(std::vector<ServerAppraisal>& servers, const FactTable& table,
                         const Inputs& inputs);

}  // namespace assay::appraise
