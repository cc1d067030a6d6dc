#include "report/assessment_text.h"

#include <fmt/format.h>

#include "answer/sight.h"
#include "base/text.h"

namespace assay::report {
namespace {

using answer::Assessment;
using evidence::Severity;
using Sink = std::function<void(std::string_view)>;

constexpr std::size_t kMostServers = 20;

std::string day(fleet::Seconds at) { return base::to_rfc3339({at}).substr(0, 10); }

void tell_scope(const Assessment& a, const TextStyle& style, const Sink& sink) {
  const auto& s = a.scope;
  sink("\nScope\n");
  sink(fmt::format("  {}, {} of evidence", base::counted(s.servers, "server"),
                   base::counted(s.collections, "collection")));
  if (s.collections > 0) sink(fmt::format(" from {} to {}", day(s.first), day(s.last)));
  sink("\n");
  if (s.unevidenced > 0)
    sink(fmt::format("  of {} there is no evidence at all\n",
                     base::counted(s.unevidenced, "server")));
  for (std::size_t i = 0; i < s.products.size() && i < kMostServers; ++i)
    sink(fmt::format("  {:>8}  {}\n", s.products[i].servers,
                     base::printable(s.products[i].name, 120)));
  if (s.products.size() > kMostServers)
    sink(fmt::format("            and {} more products\n", s.products.size() - kMostServers));
  for (const auto& p : s.policies)
    sink(fmt::format("  appraised under the policy {}\n", base::printable(p, 120)));
  for (const auto& i : s.inputs)
    sink(fmt::format("  {} {}\n", base::printable(i.name, 60),
                     i.sha256.empty() ? "could not be read again" : "sha256 " + i.sha256));
  static_cast<void>(style);
}

void tell_methods(const Assessment& a, const TextStyle& style, const Sink& sink) {
  sink("\nMethods\n");
  std::string none;
  for (const auto& d : a.disciplines) {
    const auto& m = answer::method_of(d.discipline);
    const auto name = appraise::name(d.discipline);
    if (d.examined() == 0) {
      none += (none.empty() ? "" : ", ") + std::string(name);
      continue;
    }
    sink(fmt::format("  {} examined {}: {} affirmed, {} with warnings, {} contraindicated\n", name,
                     base::counted(d.examined(), "server"), d.verdicts[0], d.verdicts[1],
                     d.verdicts[2]));
    sink(fmt::format("    shows   {}\n", wrapped(m.shows, style.width, "            ")));
    sink(fmt::format("    cannot  {}\n",
                     wrapped(fmt::format("exclude {}", m.cannot), style.width, "            ")));
  }
  if (!none.empty()) sink(fmt::format("  not examined at all: {}\n", none));
}

void tell_group(const Assessment::Group& g, const TextStyle& style, const Sink& sink) {
  sink(fmt::format("\n  {} {}  on {}\n",
                   colored(padded(evidence::name(g.severity), 9), g.severity, style), g.code,
                   base::counted(g.servers, "server")));
  sink(fmt::format("    {}\n", wrapped(g.meaning, style.width, "    ")));
  std::size_t told = 0;
  for (const auto& f : g.findings) {
    if (++told > kMostServers) {
      sink(fmt::format("    and {} more (--json lists all)\n", g.findings.size() - kMostServers));
      break;
    }
    sink(fmt::format("    {}  {}\n", padded(base::printable(f.server, 120), 16),
                     wrapped(base::printable(f.finding.why, 600), style.width, "      ")));
    std::string line = "since " + day(f.since);
    if (!f.finding.cites.empty()) {
      const auto& c = f.finding.cites.front();
      line += ", see " + base::printable(c.artefact, 200);
      if (!c.at.empty()) line += " (" + base::printable(c.at, 120) + ")";
    }
    sink(fmt::format("      {}\n", wrapped(line, style.width, "      ")));
    if (f.finding.remediation != nullptr)
      sink(fmt::format("      owner: {}\n",
                       wrapped(to_text(*f.finding.remediation), style.width, "      ")));
  }
}

void tell_closed(const Assessment& a, const TextStyle& style, const Sink& sink) {
  sink("\nClosed criticals\n");
  if (a.closed.empty()) sink("  none\n");
  for (const auto& c : a.closed) {
    sink(fmt::format("  {}  {}\n", base::printable(c.was.server, 120), c.was.finding.code));
    sink(fmt::format("    {}\n",
                     wrapped(base::printable(c.was.finding.why, 600), style.width, "    ")));
    const auto line = [&](std::string_view what, fleet::Seconds at, const std::string& digest,
                          const std::optional<answer::EvidenceProof>& proof) {
      sink(fmt::format(
          "    {} {}, evidence {}{}\n", what, day(at),
          digest.empty() ? "unknown" : digest.substr(0, 16) + "…",
          proof ? fmt::format(", leaf {} of {}", proof->leaf, base::printable(a.ledger, 100))
          : a.ledger.empty() ? std::string()
                             : std::string(", not in the ledger")));
    };
    line("shown by", c.was.since, c.was.evidence, c.before);
    line("gone in ", c.until, c.evidence, c.after);
  }
  if (!a.closed.empty() && a.ledger.empty())
    sink("  no ledger was named, so nothing here is proved (--ledger)\n");
  if (!a.closed.empty() && !a.ledger.empty())
    sink("  --json and --html hold the proofs; assay verify checks one offline\n");
}

}  // namespace

std::string headline(const Assessment& a) {
  const auto critical = a.count(Severity::critical);
  const auto warning = a.count(Severity::warning);
  auto out =
      fmt::format("{} and {} open; {} closed", base::counted(critical, "critical"),
                  base::counted(warning, "warning"), base::counted(a.closed.size(), "critical"));
  if (a.unowned > 0)
    out += fmt::format("; {} open without an owner", base::counted(a.unowned, "critical"));
  return out;
}

std::string words(const Assessment::Mending& m) {
  const auto& r = m.record;
  auto out = fmt::format("{}, {}", base::printable(r.owner, 200), reference::name(r.state));
  if (r.due) out += ", due " + day(r.due->seconds);
  if (m.overdue) out += ", overdue";
  out += fmt::format(": {} open, {} closed", m.open, base::counted(m.closed, "critical"));
  if (m.still_there > 0) out += fmt::format("; {} said to be fixed and still there", m.still_there);
  if (m.unseen > 0)
    out += fmt::format("; {} said to be fixed and not shown: no evidence since", m.unseen);
  return out;
}

void write_text(const Assessment& a, const TextStyle& style, const Sink& sink) {
  sink(fmt::format("Assessment as of {}\n  {}\n", base::to_rfc3339(a.as_of), headline(a)));
  tell_scope(a, style, sink);
  tell_methods(a, style, sink);
  sink("\nFindings\n");
  if (a.open.empty()) sink("  none at warning or above\n");
  for (const auto& g : a.open) tell_group(g, style, sink);
  if (!a.explained.empty()) {
    sink("\nExplained by planned changes\n");
    for (const auto& g : a.explained)
      sink(fmt::format("  {}  {} on {}\n", padded(evidence::name(g.severity), 9), g.code,
                       base::counted(g.servers, "server")));
  }
  sink("\nRecommendations\n");
  if (a.open.empty()) sink("  none\n");
  std::size_t number = 0;
  for (const auto& g : a.open)
    sink(fmt::format("  {:>2}. {} ({} on {})\n", ++number, wrapped(g.action, style.width, "      "),
                     g.code, base::counted(g.servers, "server")));
  if (!a.mending.empty()) {
    sink("\nRemediation\n");
    for (const auto& m : a.mending)
      sink(fmt::format("  {}  {}\n", padded(base::printable(m.record.id, 60), 12),
                       wrapped(words(m), style.width, "      ")));
  }
  tell_closed(a, style, sink);
}

}  // namespace assay::report
