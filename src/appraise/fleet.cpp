#include "appraise/fleet.h"

#include <algorithm>
#include <fmt/format.h>

#include "appraise/expected_parts.h"
#include "appraise/fleet_rules.h"
#include "appraise/remediation.h"
#include "appraise/sibling_rules.h"
#include "base/text.h"
#include "evidence/finding_codes.h"
#include "evidence/known_names.h"

namespace assay::appraise {
namespace {

using evidence::Finding;

void apply_policy(const Policy& policy, ServerAppraisal& server) {
  for (Finding& f : server.findings)
    if (const auto* severity = policy.severity_of(server.id, f.code)) f.severity = *severity;
}

void give_verdict(const Inputs& in, ServerAppraisal& s) {
  const auto about_boot = [](const Finding& f) {
    return evidence::family(f.code) == "boot" || (evidence::family(f.code) == "artefact" &&
                                                  evidence::is_boot(evidence::role_of(f.subject)));
  };
  Verdict boot = judge(s.boot.examined, s.findings, about_boot);
  // Nothing but a valid quote over a log affirms, whatever else was silent.
  if (boot == Verdict::affirmed && !s.boot.quote_valid) boot = Verdict::warning;
  s.disciplines[static_cast<std::size_t>(Discipline::boot)] = boot;
  const auto about_inventory = [](const Finding& f) {
    return evidence::family(f.code) == "inventory" ||
           (evidence::family(f.code) == "artefact" &&
            evidence::is_inventory(evidence::role_of(f.subject)));
  };
  s.disciplines[static_cast<std::size_t>(Discipline::inventory)] =
      judge(s.inventory.examined, s.findings, about_inventory);
  const auto about_firmware = [&](const Finding& f) {
    return evidence::family(f.code) == "firmware" ||
           (evidence::family(f.code) == "artefact" &&
            std::ranges::any_of(f.cites, [&](const evidence::Cite& c) {
              return std::ranges::find(s.firmware.images, c.artefact) != s.firmware.images.end();
            }));
  };
  s.disciplines[static_cast<std::size_t>(Discipline::firmware)] =
      judge(s.firmware.examined, s.findings, about_firmware);
  std::vector<Discipline> required;
  for (const auto& name : in.policy.required)
    if (const auto d = discipline_from_name(name)) required.push_back(*d);
  s.verdict = overall(s.disciplines, required, s.findings);
}

// An inventory that agrees with itself says what the server has, not what it should have.
void tell_basis(ServerAppraisal& s) {
  if (!s.inventory.examined || !s.inventory.reference.empty() || !s.inventory.certificate.empty() ||
      s.inventory.ordered || s.inventory.siblings + 1 >= kFewestSiblings)
    return;
  s.findings.push_back(evidence::make_finding(
      "inventory.basis.none", "inventory",
      fmt::format("{} were read ({}), and nothing was given to compare them with.",
                  base::counted(s.inventory.components, "part"), s.inventory.sources)));
}

// Worst first, so that the first line a person reads is the one that matters.
void sort_findings(ServerAppraisal& s) {
  const auto rank = [&](std::size_t i) {
    const int open = s.findings[i].status == evidence::FindingStatus::open ? 0 : 10;
    return std::pair(open - static_cast<int>(s.findings[i].severity), i);
  };
  std::vector<std::size_t> order(s.findings.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {}, rank);
  std::vector<Finding> sorted;
  std::vector<std::size_t> place(order.size());
  for (const std::size_t i : order) {
    place[i] = sorted.size();
    sorted.push_back(std::move(s.findings[i]));
  }
  s.findings = std::move(sorted);
  if (s.timeline)
    for (TimelineEvent& e : s.timeline->events)
      for (std::size_t& f : e.findings) f = place[f];
}

Coverage count(const std::vector<ServerAppraisal>& servers) {
  Coverage c;
  c.servers = servers.size();
  for (const auto& s : servers) {
    for (std::size_t d = 0; d < kDisciplines; ++d)
      if (s.disciplines[d] != Verdict::no_evidence) ++c.examined[d];
    c.fresh += s.boot.fresh ? 1U : 0U;
    c.ak_bound += s.boot.ak_bound ? 1U : 0U;
    c.with_reference += s.boot.reference.empty() && s.inventory.reference.empty() ? 0U : 1U;
    c.manifests += s.manifest_signer.empty() ? 0U : 1U;
    for (const auto& folder : s.not_appraised)
      if (std::ranges::find(c.not_appraised, folder) == c.not_appraised.end())
        c.not_appraised.push_back(folder);
  }
  return c;
}

}  // namespace

FleetAppraisal finish_fleet(std::vector<ServerAppraisal> servers, const FactTable& facts,
                            const Inputs& in) {
  FleetAppraisal fleet;
  fleet.as_of = in.as_of;
  fleet.policy = in.policy.name;
  for (const auto& r : in.references) fleet.references.push_back(r.name);
  fleet.servers = std::move(servers);
  tell_repeated_ids(fleet.servers);
  tell_shared_identities(fleet.servers);
  compare_quotes_of_one_key(fleet.servers);
  weigh_unexplained_pcrs(fleet.servers);
  fleet.findings = tell_rollouts(fleet.servers);
  compare_collections(fleet.servers, facts, in);
  for (auto& f : compare_siblings(fleet.servers, facts)) fleet.findings.push_back(std::move(f));
  if (in.assets != nullptr)
    fleet.findings.insert(fleet.findings.end(), in.assets->rows.findings.begin(),
                          in.assets->rows.findings.end());
  for (auto& s : fleet.servers) {
    tell_basis(s);
    for (Finding& f : s.findings)
      if (f.code.ends_with(".rare") && f.status == evidence::FindingStatus::open)
        explain_by_changes(in, s.id, s.collected.value_or(in.as_of), f);
  }
  for (auto& s : fleet.servers) {
    apply_policy(in.policy, s);
    sort_findings(s);
    give_verdict(in, s);
    apply_remediation(in.remediation, s.id, s.collected.value_or(in.as_of), in.as_of, s.findings);
  }
  for (Finding& f : fleet.findings)
    if (const auto* severity = in.policy.severity_of("*", f.code)) f.severity = *severity;
  fleet.coverage = count(fleet.servers);
  return fleet;
}

FleetAppraisal finish_fleet(std::vector<ServerAppraisal> servers, const Inputs& in) {
  FactTable facts;
  for (auto& s : servers) {
    s.fact_refs = facts.intern(s.facts);
    s.facts = std::vector<evidence::Fact>();
  }
  return finish_fleet(std::move(servers), facts, in);
}

}  // namespace assay::appraise
