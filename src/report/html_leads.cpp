#include <algorithm>
#include <map>
#include <tuple>

#include "evidence/finding_codes.h"
#include "report/html_finding.h"
#include "report/html_overview.h"

namespace assay::report {
namespace {

using evidence::Finding;
using evidence::Severity;

constexpr std::size_t kMostLeads = 8;
constexpr std::size_t kMostLinks = 6;

// One kind of finding, and the servers whose worst it is.
struct Lead {
  const Finding* example = nullptr;  // of servers.front()
  std::vector<std::size_t> servers;
};

// Evidence that lies comes before evidence of a change: it takes the ground from under everything
// else.
bool doubts_evidence(const Finding& f) {
  const auto* row = evidence::find_code(f.code);
  return row != nullptr && row->blocks_affirmed;
}

// Each server stands under its worst finding alone, so that ten findings of one cause are told
// once. The fleet's own findings stand right below and are not told a second time per server.
std::vector<Lead> collect(const View& view) {
  std::map<std::pair<Severity, std::string_view>, Lead> by_kind;
  for (const std::size_t i : view.order) {
    const Finding* worst = most_severe(view.fleet.servers[i].findings);
    if (worst == nullptr || worst->severity == Severity::info || worst->code == "boot.rollout")
      continue;
    Lead& lead = by_kind[{worst->severity, worst->code}];
    if (lead.example == nullptr) lead.example = worst;
    lead.servers.push_back(i);
  }
  std::vector<Lead> out;
  out.reserve(by_kind.size());
  for (auto& [kind, lead] : by_kind) out.push_back(std::move(lead));
  const auto key = [](const Lead& l) {
    return std::tuple(l.example->severity, doubts_evidence(*l.example), l.servers.size());
  };
  std::ranges::stable_sort(out, [&](const Lead& a, const Lead& b) { return key(a) > key(b); });
  return out;
}

void links(Html& html, const View& view, const std::vector<std::size_t>& servers,
           std::size_t from) {
  for (std::size_t i = from; i < servers.size() && i < from + kMostLinks; ++i) {
    if (i > from) html.put(", ");
    server_link(html, view, servers[i]);
  }
  if (servers.size() > from + kMostLinks)
    html.put(" and ").count(servers.size() - from - kMostLinks).put(" more");
}

void write_lead(Html& html, const View& view, const Lead& lead) {
  html.put("<li>");
  badge(html, told(*lead.example));
  html.put("<div><p><strong>");
  server_link(html, view, lead.servers.front());
  html.put("</strong> ").prose(lead.example->why).put("</p>\n");
  if (lead.servers.size() > 1) {
    html.put("<p class=\"soft\">The same kind on ");
    links(html, view, lead.servers, 1);
    html.put(".</p>\n");
  }
  if (!lead.example->action.empty())
    html.put("<p class=\"soft\"><b>Do:</b> ").prose(lead.example->action).put("</p>");
  html.put("</div></li>\n");
}

void write_unseen(Html& html, const View& view) {
  std::vector<std::size_t> unseen;
  for (const std::size_t i : view.order)
    if (view.fleet.servers[i].verdict == appraise::Verdict::no_evidence) unseen.push_back(i);
  if (unseen.empty()) return;
  html.put("<li>");
  badge(html, told(appraise::Verdict::no_evidence));
  html.put("<div><p>Evidence that an appraisal needs is missing for <strong>")
      .counted(unseen.size(), "server");
  html.put("</strong>: ");
  links(html, view, unseen, 0);
  html.put(
      ".</p>\n<p class=\"soft\"><b>Do:</b> Collect it. Until then nobody can say whether they are "
      "good or bad."
      "</p></div></li>\n");
}

void write_fleet_findings(Html& html, const View& view) {
  if (view.fleet.findings.empty()) return;
  html.put(
      "<section aria-labelledby=\"h-fleet\">\n<h2 id=\"h-fleet\">Findings of the fleet as a "
      "whole</h2>\n"
      "<p class=\"soft\">What only the servers together can tell.</p>\n");
  for (std::size_t i = 0; i < view.fleet.findings.size(); ++i)
    write_finding(html, view.fleet.findings[i], {.number = i + 1});
  html.put("</section>\n");
}

}  // namespace

void write_leads(Html& html, const View& view) {
  if (view.fleet.servers.empty()) return write_fleet_findings(html, view);
  const std::vector<Lead> leads = collect(view);
  html.put("<section aria-labelledby=\"h-first\">\n<h2 id=\"h-first\">Look here first</h2>\n");
  const bool nothing = leads.empty() && view.fleet.findings.empty() && view.with[1] == 0;
  if (nothing)
    html.put(
        "<p>No open finding at warning or above, in what was examined. What was not examined "
        "stands "
        "below.</p>\n");
  html.put(nothing ? Markup("") : Markup("<ol class=\"leads\">\n"));
  const std::size_t critical = static_cast<std::size_t>(std::ranges::count_if(
      leads, [](const Lead& l) { return l.example->severity == Severity::critical; }));
  for (std::size_t i = 0; i < std::min({kMostLeads, leads.size(), critical}); ++i)
    write_lead(html, view, leads[i]);
  if (!view.fleet.findings.empty()) {
    const Finding& f = *std::ranges::max_element(view.fleet.findings, {}, &Finding::severity);
    html.put("<li>");
    badge(html, told(f));
    html.put(
            "<div><p><a href=\"#h-fleet\"><b>The fleet:</b></a> the same new value "
            "appeared on many "
            "servers at once: ")
        .counted(view.fleet.findings.size(), "finding");
    html.put(" of the fleet as a whole.</p></div></li>\n");
  }
  write_unseen(html, view);
  for (std::size_t i = critical; i < std::min(kMostLeads, leads.size()); ++i)
    write_lead(html, view, leads[i]);
  html.put(nothing ? Markup("") : Markup("</ol>\n"));
  if (leads.size() > kMostLeads)
    html.put("<p class=\"soft\">")
        .counted(leads.size() - kMostLeads, "more kind")
        .put(" of findings: see the <a href=\"#h-servers\">servers</a>.</p>\n");
  html.put("</section>\n");
  write_fleet_findings(html, view);
}

}  // namespace assay::report
