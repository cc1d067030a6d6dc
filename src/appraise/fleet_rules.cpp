#include "appraise/fleet_rules.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <unordered_set>

#include "appraise/fleet.h"
#include "base/text.h"
#include "evidence/finding_codes.h"

namespace assay::appraise {
namespace {

using evidence::Finding;
using evidence::make_finding;
using Groups = std::map<std::string, std::vector<std::size_t>>;

std::string some(const std::vector<std::string>& names, std::size_t most = 8) {
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < most; ++i)
    out += (i > 0 ? ", " : "") + base::printable(names[i], 100);
  if (names.size() > most) out += fmt::format(" and {} more", names.size() - most);
  return out;
}

void share(std::vector<ServerAppraisal>& servers, const Groups& groups, std::string_view thing,
           const std::function<std::string(const ServerAppraisal&)>& members_artefact) {
  for (const auto& [key, members] : groups) {
    std::set<std::string> ids;
    for (const std::size_t i : members) ids.insert(servers[i].id);
    if (ids.size() < 2) continue;
    for (const std::size_t i : members) {
      std::vector<std::string> others;
      for (const auto& id : ids)
        if (id != servers[i].id) others.push_back(id);
      servers[i].findings.push_back(make_finding(
          "identity.shared", std::string(thing),
          fmt::format("{} shows the same {} ({}…) as {}: one of them answers for the other, or "
                      "they are one machine.",
                      base::printable(servers[i].id, 100), thing, key.substr(0, 16), some(others)),
          {{std::string(members_artefact(servers[i])), ""}}));
    }
  }
}

// TPM2_Quote adds a constant per key to the counters of keys outside its hierarchies, so only
// modular differences mean something (Part 1, 36.7). The values lie on a circle; the boots of one
// key are an arc of it, which begins behind the widest gap. Comparing two values by the sign of
// their difference would be no order at all for values a third of the circle apart, and whoever
// holds a key can sign such.
std::uint32_t first_boot(const std::vector<ServerAppraisal>& servers,
                         const std::vector<std::size_t>& members) {
  std::set<std::uint32_t> counts;
  for (const std::size_t i : members) counts.insert(servers[i].boot.reset_count);
  std::uint32_t first = *counts.begin();
  std::uint32_t widest = first - *counts.rbegin();
  for (auto it = counts.begin(); std::next(it) != counts.end(); ++it) {
    const std::uint32_t gap = *std::next(it) - *it;
    if (gap <= widest) continue;
    widest = gap;
    first = *std::next(it);
  }
  return first;
}

void compare_pair(ServerAppraisal& earlier, ServerAppraisal& later) {
  const auto& a = earlier.boot;
  const auto& b = later.boot;
  if (a.reset_count != b.reset_count || a.restart_count != b.restart_count) return;
  for (std::size_t pcr = 0; pcr < a.firmware.size(); ++pcr) {
    const auto& x = a.firmware[pcr];
    const auto& y = b.firmware[pcr];
    if (x.value.size() == 0 || y.value.size() == 0 || x.value.alg() != y.value.alg() ||
        x.value == y.value)
      continue;
    Finding told = make_finding(
        "boot.pcr.extended-later", fmt::format("PCR {}", pcr),
        fmt::format("Within one boot (resetCount {}) PCR {} changed from {}… to {}…: the earlier "
                    "quote of the same key, in {}, "
                    "shows what the firmware left. Something extended it on the running system.",
                    b.reset_count, pcr, x.value.hex().substr(0, 16), y.value.hex().substr(0, 16),
                    base::printable(earlier.source, 200)),
        {{"boot/quote.msg", fmt::format("PCR {}", pcr)}});
    // In place of the vaguer finding, whose index others hold.
    const auto vague = std::ranges::find_if(later.findings, [&](const Finding& f) {
      return f.code == "boot.pcr.unexplained" && f.subject == told.subject;
    });
    if (vague != later.findings.end())
      *vague = std::move(told);
    else
      later.findings.push_back(std::move(told));
  }
}

}  // namespace

void tell_shared_identities(std::vector<ServerAppraisal>& servers) {
  Groups by_ek;
  Groups by_uuid;
  for (std::size_t i = 0; i < servers.size(); ++i) {
    if (!servers[i].boot.ek_sha256.empty()) by_ek[servers[i].boot.ek_sha256].push_back(i);
    if (!servers[i].boot.system_uuid.empty()) by_uuid[servers[i].boot.system_uuid].push_back(i);
  }
  share(servers, by_ek, "endorsement key", [](const auto& s) { return s.boot.ek_path; });
  share(servers, by_uuid, "system UUID", [](const auto& s) { return s.boot.smbios_path; });
}

void tell_repeated_ids(std::vector<ServerAppraisal>& servers) {
  Groups by_id;
  for (std::size_t i = 0; i < servers.size(); ++i) by_id[servers[i].id].push_back(i);
  for (const auto& [id, members] : by_id) {
    if (members.size() < 2) continue;
    // Collections that tell apart when they were taken are a history, not a doubt.
    std::set<std::int64_t> times;
    for (const std::size_t i : members)
      if (servers[i].collected) times.insert(servers[i].collected->seconds);
    if (times.size() == members.size()) continue;
    std::vector<std::string> sources;
    for (const std::size_t i : members) sources.push_back(servers[i].source);
    for (const std::size_t i : members)
      servers[i].findings.push_back(
          make_finding("identity.repeated", base::printable(id, 100),
                       fmt::format("{} pieces of evidence say that they are of {}: {}.",
                                   members.size(), base::printable(id, 100), some(sources)),
                       {{"manifest.json", "server"}}));
  }
}

void compare_quotes_of_one_key(std::vector<ServerAppraisal>& servers) {
  Groups by_key;
  for (std::size_t i = 0; i < servers.size(); ++i)
    if (!servers[i].boot.qualified_signer.empty())
      by_key[servers[i].boot.qualified_signer].push_back(i);
  for (auto& [key, members] : by_key) {
    if (members.size() < 2) continue;
    const std::uint32_t first = first_boot(servers, members);
    std::ranges::sort(members, {}, [&](std::size_t i) {
      const auto& boot = servers[i].boot;
      return std::tuple(boot.reset_count - first, boot.clock, i);
    });
    for (std::size_t i = 0; i + 1 < members.size(); ++i) {
      ServerAppraisal& earlier = servers[members[i]];
      ServerAppraisal& later = servers[members[i + 1]];
      compare_pair(earlier, later);
      // By the TPM `earlier` came first; the collectors' own times must not say the reverse.
      if (earlier.collected && later.collected && *later.collected < *earlier.collected)
        earlier.findings.push_back(make_finding(
            "boot.clock.backwards", "quote",
            fmt::format("Collected {}, after {}, but the TPM's counters say that it was made "
                        "before it: an old quote.",
                        base::to_rfc3339(*earlier.collected), base::printable(later.source, 200)),
            {{earlier.boot.quote_path, "clockInfo"}}));
    }
  }
}

void weigh_unexplained_pcrs(std::vector<ServerAppraisal>& servers) {
  std::unordered_set<std::uint64_t> replays;
  const auto print = [](std::size_t pcr, std::uint64_t log) {
    return log ^ (0x9E3779B97F4A7C15ULL * (pcr + 1));
  };
  for (const auto& s : servers)
    for (std::size_t pcr = 0; pcr < s.boot.firmware.size(); ++pcr)
      if (s.boot.firmware[pcr].matches && s.boot.firmware[pcr].log_print != 0)
        replays.insert(print(pcr, s.boot.firmware[pcr].log_print));
  for (auto& s : servers)
    for (Finding& f : s.findings) {
      if (f.code != "boot.pcr.unexplained" || !f.subject.starts_with("PCR ")) continue;
      const std::size_t pcr = static_cast<std::size_t>(f.subject[4] - '0');
      if (f.subject.size() != 5 || pcr >= s.boot.firmware.size()) continue;
      const bool siblings = replays.contains(print(pcr, s.boot.firmware[pcr].log_print));
      if (!siblings && !s.boot.matches_reference) continue;
      f.severity = evidence::Severity::critical;
      f.why += siblings
                   ? " Another server's log for this PCR is the same and does give what its TPM "
                     "signed, so this is no quirk of the firmware."
                   : " The log is what the reference expects, so this is no quirk of the firmware.";
    }
}

std::vector<Finding> tell_rollouts(std::vector<ServerAppraisal>& servers) {
  // Counted by server: several collections of one server are no rollout.
  std::map<std::string, std::set<std::string>> compared;
  std::map<std::string, std::vector<std::pair<std::size_t, std::size_t>>> by_key;
  for (std::size_t i = 0; i < servers.size(); ++i) {
    if (!servers[i].boot.reference.empty())
      compared[servers[i].boot.reference].insert(servers[i].id);
    for (const auto& d : servers[i].departures)
      by_key[servers[i].boot.reference + "|" + d.key].emplace_back(i, d.finding);
  }
  std::vector<Finding> fleet;
  for (const auto& [key, members] : by_key) {
    const std::size_t of = compared[servers[members.front().first].boot.reference].size();
    std::set<std::string> ids;
    for (const auto& [server, finding] : members) ids.insert(servers[server].id);
    if (ids.size() < kRolloutServers ||
        static_cast<double>(ids.size()) < kRolloutShare * static_cast<double>(of))
      continue;
    const std::vector<std::string> names(ids.begin(), ids.end());
    const Finding& example = servers[members.front().first].findings[members.front().second];
    Finding f =
        make_finding("boot.rollout", example.subject,
                     fmt::format("{} of {} servers show the same new value: {} Servers: {}.",
                                 ids.size(), of, example.why, some(names, 12)),
                     example.cites);
    fleet.push_back(f);
    for (const auto& [server, finding] : members) {
      Finding own = servers[server].findings[finding];
      own.why = fmt::format("Like {} of {} servers: {}", ids.size(), of, own.why);
      own.code = f.code;
      own.severity = f.severity;
      own.action = f.action;
      servers[server].findings[finding] = std::move(own);
    }
  }
  return fleet;
}

}  // namespace assay::appraise
