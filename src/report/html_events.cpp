#include "report/html_events.h"

namespace assay::report {
namespace {

using appraise::ServerAppraisal;
using appraise::TimelineEvent;

void write_note(Html& html, const ServerAppraisal& s, std::size_t server, std::size_t finding,
                bool in_full) {
  const auto& f = s.findings[finding];
  html.put("<p class=\"note\">");
  badge(html, told(f));
  html.put(" ");
  if (in_full)
    html.prose(f.why).put(" ");
  else
    html.put("part of the same: ");
  html.put("<a href=\"#s")
      .digits(server + 1)
      .put("f")
      .digits(finding + 1)
      .put("\">")
      .text(f.code, 100)
      .put("</a></p>");
}

// Of the worst finding that cites it.
Markup tone_of(const ServerAppraisal& s, const TimelineEvent& e) {
  const evidence::Finding* worst = nullptr;
  for (const std::size_t f : e.findings)
    if (f < s.findings.size() && is_open(s.findings[f]) &&
        (worst == nullptr || s.findings[f].severity > worst->severity))
      worst = &s.findings[f];
  return worst != nullptr ? told(*worst).tone : Markup("info");
}

void write_event(Html& html, const ServerAppraisal& s, std::size_t server, const TimelineEvent& e,
                 bool digests_signed, std::set<std::size_t>& told_once,
                 std::set<std::uint32_t>& anchored) {
  html.put("<li");
  if (!e.findings.empty()) {
    html.put(" class=\"hit ").put(tone_of(s, e)).put("\"");
    if (anchored.insert(e.number).second)
      html.put(" id=\"s").digits(server + 1).put("e").digits(e.number).put("\"");
  }
  html.put("><span class=\"n\">")
      .digits(e.number)
      .put("</span><span class=\"t\">")
      .text(e.text, 1500);
  const Told worth = told_event(e, digests_signed);
  html.put("</span><span class=\"y\">")
      .text(e.type, 80)
      .put("</span><span class=\"m ")
      .put(worth.tone)
      .put("\">");
  html.put(worth.words).put("</span>");
  if (worth.words.view() == "not measured")
    html.put("<span></span>");
  else
    html.digest(e.digest);
  for (const std::size_t f : e.findings)
    if (f < s.findings.size()) write_note(html, s, server, f, told_once.insert(f).second);
  html.put("</li>\n");
}

}  // namespace

void write_events(Html& html, const ServerAppraisal& s, std::size_t server, const PcrGroup& group,
                  std::set<std::size_t>& told_once, std::set<std::uint32_t>& anchored) {
  for (const std::size_t f : group.general)
    write_note(html, s, server, f, told_once.insert(f).second);
  if (group.events.empty()) {
    html.put("<p class=\"soft\">The log has no event for this PCR.</p>\n");
    return;
  }
  const auto* p = group.pcr;
  const bool digests_signed =
      s.boot.quote_valid && p != nullptr && (p->state == "match" || p->state == "capped");
  html.put("<ol>\n");
  for (const auto* e : group.events)
    write_event(html, s, server, *e, digests_signed, told_once, anchored);
  html.put("</ol>\n");
}

}  // namespace assay::report
