#include "fleet/rare.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <tuple>

#include "appraise/sibling_findings.h"
#include "base/text.h"
#include "evidence/finding_codes.h"

namespace assay::fleet {
namespace {

using evidence::Finding;

// Two sources, or two rules, may have said the very same.
void add(std::vector<Finding>& into, Finding finding) {
  if (std::ranges::find(into, finding) == into.end()) into.push_back(std::move(finding));
}

// One by one, an import cannot tell that two servers answer with one identity; the index can.
void tell_shared(const IndexReader::SharedIdentity& shared, RareReport& report) {
  constexpr std::size_t kMostNames = 8;
  for (const auto& id : shared.servers) {
    std::string others;
    std::size_t named = 0;
    for (const auto& other : shared.servers)
      if (other != id && named++ < kMostNames)
        others += (others.empty() ? "" : ", ") + base::printable(other, 100);
    if (named > kMostNames) others += fmt::format(" and {} more", named - kMostNames);
    add(report.servers[id],
        evidence::make_finding(
            "identity.shared", "system UUID",
            fmt::format("The system UUID {} is also that of {}.", shared.uuid, others),
            {{"inventory", "system UUID"}}));
  }
}

}  // namespace

base::Result<SiblingReport> compare_siblings(IndexReader& index) {
  SiblingReport report;
  ASSAY_TRY(const auto counts, index.sibling_counts());
  const auto result = appraise::find_rare(counts.lots, counts.slots, counts.counts);
  report.rarity.tested = result.tested;
  report.rarity.too_few = result.too_few;
  std::set<std::uint32_t> groups;
  for (const auto& lot : counts.lots) {
    groups.insert(lot.group);
    report.rarity.compared += *std::ranges::max_element(lot.seen);
  }
  report.rarity.groups = static_cast<std::uint32_t>(groups.size());
  ASSAY_TRY(const auto holders, index.holders(counts, result.rare));
  std::vector<std::string> ids;
  for (const auto& h : holders) ids.push_back(h.server);
  ASSAY_TRY(auto planned, index.explained_findings(ids));
  std::map<std::string, std::vector<Finding>> explained;
  for (auto& p : planned) explained[p.server].push_back(std::move(p.row.finding));
  for (const auto& h : holders) {
    const auto& rare = result.rare[h.rare];
    auto finding = appraise::sibling_finding(rare, h.fact, counts.lot_names[rare.lot].group_name);
    appraise::take_over_explanation(finding, h.fact, explained[h.server]);
    if (finding.severity >= evidence::Severity::warning &&
        finding.status == evidence::FindingStatus::open)
      report.findings.push_back({h.server,
                                 {.server = h.number,
                                  .origin = Origin::siblings,
                                  .finding = std::move(finding),
                                  .since = h.since}});
  }
  return report;
}

base::Result<RareReport> find_rare(IndexReader& index) {
  RareReport report;
  ASSAY_TRY(const auto known, index.rarity());
  if (known) {
    report.rarity = *known;
  } else {
    ASSAY_TRY(auto siblings, compare_siblings(index));
    report.rarity = siblings.rarity;
    for (auto& s : siblings.findings) add(report.servers[s.server], std::move(s.row.finding));
  }
  ASSAY_TRY(auto standing, index.standing_findings());
  for (auto& s : standing) add(report.servers[s.server], std::move(s.row.finding));
  ASSAY_TRY(const auto identities, index.shared_identities());
  for (const auto& shared : identities) tell_shared(shared, report);
  for (auto& [id, findings] : report.servers)
    std::ranges::sort(findings, [](const Finding& a, const Finding& b) {
      return std::tie(b.severity, a.code, a.subject, a.why) <
             std::tie(a.severity, b.code, b.subject, b.why);
    });
  return report;
}

}  // namespace assay::fleet
