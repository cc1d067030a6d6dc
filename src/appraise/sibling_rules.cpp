#include "appraise/sibling_rules.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

#include "appraise/history.h"
#include "appraise/sibling_findings.h"
#include "appraise/siblings.h"
#include "base/text.h"
#include "evidence/finding_codes.h"
#include "inspect/inventory/facts.h"

namespace assay::appraise {
namespace {

using evidence::Fact;

constexpr std::size_t kMostNames = 12;
constexpr std::size_t kMostDifferences = 6;

std::string some(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < kMostNames; ++i)
    out += (i > 0 ? ", " : "") + base::printable(names[i], 100);
  if (names.size() > kMostNames) out += fmt::format(" and {} more", names.size() - kMostNames);
  return out;
}

// One server in the count: its latest collection.
struct Member {
  std::size_t server;  ///< index into the appraisals
  std::uint32_t lot;
};

struct Group {
  std::string name;
  std::vector<Member> members;
};

class Siblings {
 public:
  Siblings(std::vector<ServerAppraisal>& servers, const FactTable& table)
      : servers_(servers), table_(table) {}

  std::vector<evidence::Finding> run() {
    assign();
    count();
    std::vector<SiblingSlot> slots;
    for (std::uint32_t s = 0; s < table_.slots(); ++s)
      slots.push_back({table_.kind(s), table_.source(s)});
    const auto result = find_rare(lots_, slots, counts_);
    for (const RareFact& rare : result.rare) tell_rare(rare);
    tell_small_groups();
    std::vector<evidence::Finding> fleet;
    for (const SubPopulation& shared : result.told_as_one) fleet.push_back(tell_shared(shared));
    return fleet;
  }

 private:
  // The latest collection of each id counts; the lot is its leaf of the group.
  void assign() {
    std::map<std::string, std::size_t> latest;
    for (std::size_t i = 0; i < servers_.size(); ++i) {
      if (!servers_[i].inventory.examined) continue;
      const auto [it, is_new] = latest.try_emplace(servers_[i].id, i);
      if (!is_new && servers_[it->second].collected <= servers_[i].collected) it->second = i;
    }
    std::map<std::string, std::uint32_t> groups;
    std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> lots;
    for (const auto& [id, i] : latest) {
      const auto name = sibling_group(servers_[i].inventory.identity);
      if (name.empty()) continue;
      const auto [group, new_group] =
          groups.try_emplace(name, static_cast<std::uint32_t>(groups_.size()));
      if (new_group) groups_.push_back({name, {}});
      const auto [lot, new_lot] = lots.try_emplace({group->second, servers_[i].inventory.lot},
                                                   static_cast<std::uint32_t>(lots_.size()));
      if (new_lot) {
        lots_.push_back({.group = group->second});
        members_of_lot_.emplace_back();
      }
      groups_[group->second].members.push_back({i, lot->second});
      members_of_lot_[lot->second].push_back(i);
    }
    std::map<std::string_view, std::size_t> siblings;
    for (const Group& g : groups_)
      for (const Member& m : g.members) siblings[servers_[m.server].id] = g.members.size() - 1;
    // Earlier collections of a server have the siblings of its latest.
    for (ServerAppraisal& s : servers_)
      if (const auto it = siblings.find(s.id); it != siblings.end())
        s.inventory.siblings = it->second;
  }

  void count() {
    std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, std::uint32_t> counts;
    for (const Group& g : groups_)
      for (const Member& m : g.members) {
        std::set<std::uint32_t> held;
        bool saw[evidence::kFactSources] = {};
        for (const FactRef& ref : servers_[m.server].fact_refs) {
          const auto slot = table_.slot_of(ref.fact);
          saw[static_cast<std::size_t>(table_.source(slot))] = true;
          if (held.insert(ref.fact).second) ++counts[{m.lot, slot, ref.fact}];
        }
        for (std::size_t s = 0; s < evidence::kFactSources; ++s)
          lots_[m.lot].seen[s] += saw[s] ? 1U : 0U;
      }
    for (const auto& [key, holders] : counts)
      counts_.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), holders});
  }

  const FactRef* find_fact(const ServerAppraisal& s, std::uint32_t fact) const {
    const auto it = std::ranges::find(s.fact_refs, fact, &FactRef::fact);
    return it != s.fact_refs.end() ? &*it : nullptr;
  }

  bool has_slot(const ServerAppraisal& s, std::uint32_t slot) const {
    return std::ranges::any_of(
        s.fact_refs, [&](const FactRef& ref) { return table_.slot_of(ref.fact) == slot; });
  }
  bool saw_source(const ServerAppraisal& s, std::uint32_t slot) const {
    return std::ranges::any_of(s.fact_refs, [&](const FactRef& ref) {
      return table_.source(table_.slot_of(ref.fact)) == table_.source(slot);
    });
  }

  Fact absent(std::uint32_t slot) const {
    return {table_.kind(slot), table_.source(slot), std::string(table_.name(slot)), {}, {}, {}, {}};
  }

  static void add(ServerAppraisal& s, const RareFact& rare, const Fact& fact,
                  std::string_view group) {
    auto finding = sibling_finding(rare, fact, group);
    take_over_explanation(finding, fact, s.findings);
    s.findings.push_back(std::move(finding));
  }

  void tell_rare(const RareFact& rare) {
    const std::string& group = groups_[lots_[rare.lot].group].name;
    for (const std::size_t i : members_of_lot_[rare.lot]) {
      ServerAppraisal& s = servers_[i];
      if (rare.fact == kNone) {
        if (saw_source(s, rare.slot) && !has_slot(s, rare.slot))
          add(s, rare, absent(rare.slot), group);
      } else if (const FactRef* ref = find_fact(s, rare.fact)) {
        add(s, rare, table_.fact(*ref), group);
      }
    }
  }

  evidence::Finding tell_shared(const SubPopulation& shared) const {
    std::vector<std::string> names;
    Fact example = absent(shared.slot);
    for (const std::size_t i : members_of_lot_[shared.lot]) {
      const FactRef* ref = shared.fact == kNone ? nullptr : find_fact(servers_[i], shared.fact);
      if (ref != nullptr) example = table_.fact(*ref);
      if (ref != nullptr || (shared.fact == kNone && !has_slot(servers_[i], shared.slot)))
        names.push_back(servers_[i].id);
    }
    return sub_population_finding(shared, example, groups_[lots_[shared.lot].group].name,
                                  some(names));
  }

  // Too few for a statistic: what most of them share and one does not is worth a line, no more.
  void tell_small_groups() {
    for (const Group& g : groups_) {
      if (g.members.size() < kFewestSiblings) continue;
      const auto n = static_cast<std::uint32_t>(g.members.size());
      if (lower_tail(n, SiblingRule{}.honest_share, 1) <= SiblingRule{}.fdr) continue;
      std::map<std::uint32_t, std::uint32_t> holders;
      for (const Member& m : g.members) {
        std::set<std::uint32_t> held;
        for (const FactRef& ref : servers_[m.server].fact_refs)
          if (held.insert(ref.fact).second) ++holders[ref.fact];
      }
      for (const Member& m : g.members) tell_differences(servers_[m.server], g, holders, n);
    }
  }

  void tell_differences(ServerAppraisal& s, const Group& g,
                        const std::map<std::uint32_t, std::uint32_t>& holders, std::uint32_t n) {
    tell_differences(s, g, holders, n, false);
    tell_differences(s, g, holders, n, true);
  }

  // Parts and events apart: each discipline tells its own.
  void tell_differences(ServerAppraisal& s, const Group& g,
                        const std::map<std::uint32_t, std::uint32_t>& holders, std::uint32_t n,
                        bool events) {
    std::set<std::uint32_t> told;
    std::string words;
    std::vector<evidence::Cite> cites;
    for (const FactRef& ref : s.fact_refs) {
      const auto kind = table_.kind(table_.slot_of(ref.fact));
      if ((kind == evidence::FactKind::event) != events) continue;
      if (holders.at(ref.fact) * 4 > n || !told.insert(ref.fact).second) continue;
      if (told.size() > kMostDifferences) continue;
      const Fact f = table_.fact(ref);
      const bool digest =
          f.kind == evidence::FactKind::event || f.kind == evidence::FactKind::table;
      words += fmt::format("{}{} {} ({} of {})", words.empty() ? "" : "; ", f.name,
                           digest && f.value.size() > 16 ? f.value.substr(0, 16) + "…" : f.value,
                           holders.at(ref.fact), n);
      if (!f.cite.artefact.empty()) cites.push_back(f.cite);
    }
    if (told.empty()) return;
    if (told.size() > kMostDifferences)
      words += fmt::format("; and {} more", told.size() - kMostDifferences);
    s.findings.push_back(evidence::make_finding(
        events ? "boot.siblings.differ" : "inventory.siblings.differ", base::printable(g.name, 200),
        fmt::format("Few of the {} siblings have what this server has: {}. They are too few to "
                    "call that rare.",
                    n, base::printable(words, 1500)),
        std::move(cites)));
  }

  std::vector<ServerAppraisal>& servers_;
  const FactTable& table_;
  std::vector<Group> groups_;
  std::vector<SiblingLot> lots_;
  std::vector<std::vector<std::size_t>> members_of_lot_;
  std::vector<HolderCount> counts_;
};

}  // namespace

std::string sibling_group(const inspect::inventory::Identity& id) {
  std::string out;
  const auto add = [&](std::string_view before, std::string_view text) {
    if (text.empty()) return;
    if (!out.empty()) out += before;
    out += text;
  };
  add("", id.manufacturer);
  add(" ", id.product);
  add(out.empty() ? "" : ", board ", id.board_manufacturer);
  add(id.board_manufacturer.empty() ? ", board " : " ", id.board_product);
  add(" rev ", id.board_revision);
  return out;
}

std::vector<evidence::Finding> compare_siblings(std::vector<ServerAppraisal>& servers,
                                                const FactTable& table) {
  return Siblings(servers, table).run();
}

void compare_collections(std::vector<ServerAppraisal>& servers, const FactTable& table,
                         const Inputs& inputs) {
  std::map<std::string, std::vector<std::size_t>> by_id;
  for (std::size_t i = 0; i < servers.size(); ++i)
    if (servers[i].inventory.examined && servers[i].collected) by_id[servers[i].id].push_back(i);
  const auto facts_of = [&](std::size_t i) {
    std::vector<Fact> out;
    for (const FactRef& ref : servers[i].fact_refs) out.push_back(table.fact(ref));
    return out;
  };
  for (auto& [id, members] : by_id) {
    if (members.size() < 2) continue;
    std::ranges::sort(members, {},
                      [&](std::size_t i) { return std::pair(*servers[i].collected, i); });
    auto earlier = facts_of(members.front());
    for (std::size_t k = 1; k < members.size(); ++k) {
      auto later = facts_of(members[k]);
      const HistoryContext context{.server = id,
                                   .earlier = *servers[members[k - 1]].collected,
                                   .later = *servers[members[k]].collected,
                                   .changes = inputs.changes,
                                   .asset_row_between = inputs.assets != nullptr &&
                                                        inputs.assets->index.begins_between(
                                                            id, *servers[members[k - 1]].collected,
                                                            *servers[members[k]].collected)};
      auto findings = compare_history(earlier, later, context);
      auto& into = servers[members[k]].findings;
      into.insert(into.end(), std::make_move_iterator(findings.begin()),
                  std::make_move_iterator(findings.end()));
      earlier = std::move(later);
    }
  }
}

}  // namespace assay::appraise
