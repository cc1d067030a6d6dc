#include "report/html_timeline.h"

#include <fmt/format.h>
#include <map>

#include "report/html_events.h"

namespace assay::report {
namespace {

using appraise::ServerAppraisal;

// Groups by PCR; a PCR is there because it has a state, events or both.
std::map<std::uint32_t, PcrGroup> grouped(const ServerAppraisal& s) {
  std::map<std::uint32_t, PcrGroup> out;
  for (const auto& p : s.timeline->pcrs) out[p.pcr].pcr = &p;
  std::set<std::size_t> told;  // findings that an event carries
  for (const auto& e : s.timeline->events) {
    PcrGroup& group = out[e.pcr];
    group.events.push_back(&e);
    for (const std::size_t f : e.findings) {
      if (f >= s.findings.size()) continue;
      group.findings.insert(f);
      told.insert(f);
    }
  }
  // What is about a PCR, but about none of its events.
  for (std::size_t f = 0; f < s.findings.size(); ++f) {
    if (told.contains(f)) continue;
    for (auto& [number, group] : out)
      if (s.findings[f].subject == fmt::format("PCR {}", number)) {
        group.findings.insert(f);
        group.general.push_back(f);
      }
  }
  return out;
}

Told state_of(const ServerAppraisal& s, const PcrGroup& group) {
  const auto* p = group.pcr;
  return p != nullptr ? told_pcr(p->pcr, p->state, s.boot.quote_valid) : told_pcr(0, {}, true);
}

bool worth_a_look(const ServerAppraisal& s, const PcrGroup& group) {
  for (const std::size_t f : group.findings)
    if (s.findings[f].severity != evidence::Severity::info) return true;
  return group.pcr != nullptr && group.pcr->state == "mismatch";
}

Markup tone_of(const ServerAppraisal& s, const PcrGroup& group) {
  const evidence::Finding* worst = nullptr;
  for (const std::size_t f : group.findings)
    if (is_open(s.findings[f]) && (worst == nullptr || s.findings[f].severity > worst->severity))
      worst = &s.findings[f];
  const Markup state = state_of(s, group).tone;
  if (worst == nullptr || worst->severity == evidence::Severity::info || state.view() == "bad")
    return state;
  return told(*worst).tone;
}

// The row of PCRs above the timeline: where to look, at a glance.
void write_map(Html& html, const ServerAppraisal& s, std::size_t server,
               const std::map<std::uint32_t, PcrGroup>& groups) {
  html.put("<nav class=\"map\" aria-label=\"PCRs\">");
  for (const auto& [number, group] : groups) {
    html.put("<a class=\"m ")
        .put(tone_of(s, group))
        .put("\" href=\"#s")
        .digits(server + 1)
        .put("p")
        .digits(number);
    html.put("\">").digits(number).put("</a>");
  }
  html.put("</nav>\n");
}

void write_summary(Html& html, const ServerAppraisal& s, std::uint32_t number,
                   const PcrGroup& group) {
  html.put("<summary><span class=\"pn\">PCR ")
      .digits(number)
      .put("</span> <strong>")
      .put(pcr_title(number));
  html.put("</strong> <span class=\"tally\">");
  if (!group.findings.empty())
    html.put("<b class=\"fg ")
        .put(tone_of(s, group))
        .put("\">")
        .counted(group.findings.size(), "finding")
        .put(group.events.empty() ? Markup("</b>") : Markup("</b>, "));
  if (!group.events.empty()) html.counted(group.events.size(), "event");
  html.put("</span><span class=\"state\"><span class=\"m ");
  html.put(state_of(s, group).tone).put("\">").put(state_of(s, group).words).put("</span>");
  if (group.pcr != nullptr && !group.pcr->value.empty()) html.put(" ").digest(group.pcr->value);
  html.put("</span></summary>\n");
}

void write_no_log(Html& html, const ServerAppraisal& s) {
  html.put(
      "<p class=\"callout\"><strong>There is no event log to show.</strong> What ran at boot is "
      "not explained");
  if (s.timeline && !s.timeline->pcrs.empty())
    html.put("; the values below are what the TPM signed, in the ")
        .text(s.timeline->bank, 40)
        .put(" bank");
  html.put(".</p>\n");
}

void write_legend(Html& html, const ServerAppraisal& s) {
  if (s.boot.events == 0) return write_no_log(html, s);
  html.put("<p class=\"soft\">The log’s ").count(s.timeline->events.size());
  html.put(" events in the order of each PCR, digests of the ").text(s.timeline->bank, 40);
  html.put(
      " bank. <b>Words proven</b>: the TPM signed the digest of these very words. <b>Words "
      "fit</b>: they hash to "
      "the digest in the log, but nothing signed confirms that. <b>Words differ</b>: they are not "
      "what was "
      "measured. <b>Digest only</b>: the words are the log’s claim.</p>\n");
  if (s.boot.events > s.timeline->events.size())
    html.put("<p class=\"callout\">The log has ")
        .count(s.boot.events)
        .put(" events; the first ")
        .count(s.timeline->events.size())
        .put(" are shown.</p>\n");
  if (!s.boot.quote_valid)
    html.put(
        "<p class=\"callout\"><strong>No valid quote covers this log:</strong> nothing signed "
        "vouches for any of "
        "it.</p>\n");
  html.put(
      "<p class=\"paper\">On paper, the events of PCRs without findings are left out unless they "
      "were opened "
      "before printing; their values stand here in full.</p>\n");
}

}  // namespace

std::set<std::uint32_t> anchored_events(const ServerAppraisal& s) {
  std::set<std::uint32_t> out;
  if (!s.timeline) return out;
  for (const auto& e : s.timeline->events)
    if (!e.findings.empty()) out.insert(e.number);
  return out;
}

void write_timeline(Html& html, const ServerAppraisal& s, std::size_t server) {
  if (!s.boot.examined && !s.timeline) return;  // the facts already say that there is none
  html.put("<h4 class=\"boot\">Boot timeline</h4>\n");
  if (!s.timeline || (s.timeline->events.empty() && s.timeline->pcrs.empty())) {
    if (s.boot.events == 0) return write_no_log(html, s);
    html.put("<p class=\"callout\">The events of this boot were not kept for this report.</p>\n");
    return;
  }
  const auto groups = grouped(s);
  write_legend(html, s);
  write_map(html, s, server, groups);
  html.put("<div class=\"timeline\">\n");
  std::set<std::size_t> told_once;
  std::set<std::uint32_t> anchored;
  for (const auto& [number, group] : groups) {
    html.put("<details class=\"pcr\" id=\"s").digits(server + 1).put("p").digits(number);
    html.put(worth_a_look(s, group) ? Markup("\" open>\n") : Markup("\">\n"));
    write_summary(html, s, number, group);
    write_events(html, s, server, group, told_once, anchored);
    html.put("</details>\n");
  }
  html.put("</div>\n");
}

}  // namespace assay::report
