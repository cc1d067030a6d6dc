#include "fleet/rare.h"

#include <algorithm>
#include <map>
#include <set>

#include "appraise/sibling_findings.h"

namespace assay::fleet {
namespace {

using evidence::Finding;

// Two sources, or two rules, may have said the very same.
void add(std::vector<Finding>& into, Finding finding) {
  if (std::ranges::find(into, finding) == into.end()) into.push_back(std::move(finding));
}

}  // namespace

base::Result<RareReport> find_rare(IndexReader& index) {
  RareReport report;
  ASSAY_TRY(const auto counts, index.sibling_counts());
  const auto result = appraise::find_rare(counts.lots, counts.slots, counts.counts);
  report.tested = result.tested;
  report.too_few = result.too_few;
  std::set<std::uint32_t> groups;
  for (const auto& lot : counts.lots) {
    groups.insert(lot.group);
    report.compared += *std::ranges::max_element(lot.seen);
  }
  report.groups = static_cast<std::uint32_t>(groups.size());
  ASSAY_TRY(const auto holders, index.holders(counts, result.rare));
  std::vector<std::string> ids;
  for (const auto& h : holders) ids.push_back(h.server);
  ASSAY_TRY(auto planned, index.explained_findings(ids));
  std::map<std::string, std::vector<Finding>> explained;
  for (auto& p : planned) explained[p.server].push_back(std::move(p.row.finding));
  for (const auto& h : holders) {
    const auto& rare = result.rare[h.rare];
    auto finding = appraise::sibling_finding(rare, h.fact, counts.lot_names[rare.lot].group_name);
    appraise::take_over_explanation(finding, explained[h.server]);
    if (finding.severity >= evidence::Severity::warning &&
        finding.status == evidence::FindingStatus::open)
      add(report.servers[h.server], std::move(finding));
  }
  ASSAY_TRY(auto standing, index.standing_findings());
  for (auto& s : standing) add(report.servers[s.server], std::move(s.row.finding));
  for (auto& [id, findings] : report.servers)
    std::ranges::stable_sort(findings, std::greater{}, &Finding::severity);
  return report;
}

}  // namespace assay::fleet
