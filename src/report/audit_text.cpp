#include "report/audit_text.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"

namespace assay::report {
namespace {

using appraise::Discipline;
using appraise::FleetAppraisal;
using appraise::kDisciplines;
using appraise::ServerAppraisal;
using appraise::Verdict;
using Sink = std::function<void(std::string_view)>;

constexpr std::size_t kListAll = 50;

std::string verdict_text(Verdict v, const TextStyle& style) {
  std::string text = padded(appraise::name(v), 16);
  if (!style.color) return text;
  switch (v) {
    case Verdict::affirmed:
      return "\x1b[32m" + text + "\x1b[0m";
    case Verdict::warning:
      return "\x1b[33m" + text + "\x1b[0m";
    case Verdict::contraindicated:
      return "\x1b[1;31m" + text + "\x1b[0m";
    case Verdict::no_evidence:
      break;
  }
  return "\x1b[35m" + text + "\x1b[0m";
}

std::string examined(const ServerAppraisal& s) {
  std::string out;
  for (std::size_t d = 0; d < kDisciplines; ++d)
    if (s.disciplines[d] != Verdict::no_evidence)
      out +=
          fmt::format("{}{} {}", out.empty() ? "" : ", ",
                      appraise::name(static_cast<Discipline>(d)), appraise::name(s.disciplines[d]));
  return out.empty() ? "nothing was examined" : out;
}

// One line of what is known beside the findings.
std::string facts(const appraise::BootSummary& b) {
  std::vector<std::string> parts;
  if (b.secure_boot) parts.push_back(*b.secure_boot ? "Secure Boot on" : "Secure Boot off");
  if (b.dbx_entries > 0)
    parts.push_back(fmt::format("dbx of {}, {}", base::counted(b.dbx_entries, "digest"),
                                !b.dbx_at_least.empty() ? "as new as " + b.dbx_at_least
                                : !b.dbx_against.empty()
                                    ? b.dbx_against
                                    : std::string("age unknown (give --revocations)")));
  if (!b.sbat_level.empty()) parts.push_back("SBAT " + b.sbat_level);
  if (b.events > 0) parts.push_back(base::counted(b.events, "event"));
  if (b.ima_entries > 0)
    parts.push_back(fmt::format("IMA {} of {} covered", b.ima_covered, b.ima_entries));
  if (b.ak_bound) parts.push_back("AK bound");
  if (b.fresh) parts.push_back("fresh");
  if (!b.reference.empty())
    parts.push_back(fmt::format("{} the reference {}", b.matches_reference ? "as" : "departs from",
                                b.reference));
  std::string out;
  for (const auto& p : parts) out += (out.empty() ? "" : "; ") + p;
  return out;
}

// What the inventory rests on.
std::string facts(const appraise::InventorySummary& i) {
  if (!i.examined) return {};
  std::string out = fmt::format("{} by {}", base::counted(i.components, "part"), i.sources);
  if (!i.reference.empty())
    out += fmt::format("; {} the reference {}", i.matches_reference ? "as" : "departs from",
                       i.reference);
  if (!i.certificate.empty()) out += "; platform certificate by " + i.certificate;
  if (i.reference.empty() && i.certificate.empty() && i.siblings > 0)
    out += fmt::format("; compared with {} alone, which cannot show what a whole lot shares",
                       base::counted(i.siblings, "sibling"));
  return out;
}

void write_server(const ServerAppraisal& s, const TextStyle& style, const Sink& sink) {
  sink(fmt::format("{}  {}  {}\n", verdict_text(s.verdict, style),
                   padded(base::printable(s.id, 120), 20), examined(s)));
  if (const auto line = facts(s.boot); !line.empty())
    sink(fmt::format("    {}\n", wrapped(line, style.width, "    ")));
  if (const auto line = facts(s.inventory); !line.empty())
    sink(fmt::format("    {}\n", wrapped(base::printable(line, 1000), style.width, "    ")));
  for (const auto& f : s.findings) sink(to_text(f, style, "    "));
}

void write_coverage(const FleetAppraisal& fleet, const Sink& sink) {
  const auto& c = fleet.coverage;
  sink("\nWhat was examined\n");
  std::string none;
  for (std::size_t d = 0; d < kDisciplines; ++d) {
    const auto name = appraise::name(static_cast<Discipline>(d));
    if (c.examined[d] == 0)
      none += (none.empty() ? "" : ", ") + std::string(name);
    else
      sink(fmt::format("  {:<10} {} of {} servers\n", name, c.examined[d], c.servers));
  }
  sink(fmt::format("  {:<10} {} of {} quotes answered a nonce that the appraiser holds\n",
                   "freshness", c.fresh, c.servers));
  sink(fmt::format("  {:<10} {} of {} attestation keys are bound to their TPM\n", "identity",
                   c.ak_bound, c.servers));
  sink(fmt::format("  {:<10} {} of {} servers were compared with a reference\n", "reference",
                   c.with_reference, c.servers));
  if (!none.empty()) sink(fmt::format("  not examined at all: {}\n", none));
  if (!c.not_appraised.empty()) {
    std::string folders;
    for (const auto& f : c.not_appraised)
      folders += (folders.empty() ? "" : ", ") + base::printable(f, 60) + "/";
    sink(fmt::format("  collected, but this version does not appraise it yet: {}\n", folders));
  }
}

}  // namespace

std::string headline(const FleetAppraisal& fleet) {
  std::array<std::size_t, 4> counts{};
  for (const auto& s : fleet.servers) ++counts[static_cast<std::size_t>(s.verdict)];
  std::string out;
  for (const Verdict v :
       {Verdict::affirmed, Verdict::warning, Verdict::contraindicated, Verdict::no_evidence}) {
    const auto n = counts[static_cast<std::size_t>(v)];
    if (n > 0) out += fmt::format("{}{} {}", out.empty() ? "" : ", ", n, appraise::name(v));
  }
  return fmt::format("{}{}{}", base::counted(fleet.servers.size(), "server"),
                     out.empty() ? "" : ": ", out);
}

void write_text(const FleetAppraisal& fleet, const TextStyle& style, const Sink& sink) {
  const bool all = fleet.servers.size() <= kListAll;
  std::size_t left_out = 0;
  for (const auto& s : fleet.servers) {
    if (all || s.verdict != Verdict::affirmed || !s.findings.empty())
      write_server(s, style, sink);
    else
      ++left_out;
  }
  if (left_out > 0)
    sink(fmt::format("{} without any finding: affirmed\n", base::counted(left_out, "server")));
  if (!fleet.findings.empty()) {
    sink("\nFleet\n");
    for (const auto& f : fleet.findings) sink(to_text(f, style, "    "));
  }
  write_coverage(fleet, sink);
  sink(fmt::format("\n{}  (policy {}, as of {})\n", headline(fleet), fleet.policy,
                   base::to_rfc3339(fleet.as_of)));
}

}  // namespace assay::report
