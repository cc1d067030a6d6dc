#include "report/html_server.h"

#include "report/html_finding.h"
#include "report/html_timeline.h"

namespace assay::report {
namespace {

using appraise::Discipline;
using appraise::kDisciplines;
using appraise::Verdict;

void write_origin(Html& html, const appraise::ServerAppraisal& s) {
  html.put("<p class=\"soft\">Collected ");
  s.collected ? html.text(base::to_rfc3339(*s.collected))
              : html.put("at a time that no manifest tells");
  if (!s.source.empty()) html.put(", read from <code>").text(s.source, 500).put("</code>");
  html.put(".</p>\n");
}

void write_disciplines(Html& html, const appraise::ServerAppraisal& s) {
  html.put("<ul class=\"disciplines\">\n");
  for (std::size_t d = 0; d < kDisciplines; ++d) {
    const Told t = s.disciplines[d] == Verdict::no_evidence ? Told{"none", "not examined"}
                                                            : told(s.disciplines[d]);
    html.put("<li>").put(discipline_title(static_cast<Discipline>(d))).put(" <span class=\"m ");
    html.put(t.tone).put("\">").put(t.words).put("</span></li>\n");
  }
  html.put("</ul>\n");
  if (s.not_appraised.empty()) return;
  html.put("<p class=\"soft\">Collected, but not read by this version: ");
  for (std::size_t i = 0; i < s.not_appraised.size() && i < 20; ++i)
    html.put(i > 0 ? Markup(", ") : Markup(""))
        .put("<code>")
        .text(s.not_appraised[i], 100)
        .put("/</code>");
  html.put(".</p>\n");
}

void write_findings(Html& html, const appraise::ServerAppraisal& s, std::size_t server,
                    const std::set<std::uint32_t>& anchored) {
  html.put("<h4>Findings <span class=\"soft\">");
  counts_in_words(html, count(s.findings));
  html.put("</span></h4>\n");
  if (s.findings.empty()) {
    html.put(s.verdict == Verdict::no_evidence
                 ? Markup("<p>No finding, because nothing was there to look at.</p>\n")
                 : Markup("<p>No finding in what was examined.</p>\n"));
  }
  for (std::size_t i = 0; i < s.findings.size(); ++i)
    write_finding(html, s.findings[i],
                  {.server = server + 1, .number = i + 1, .anchored = &anchored});
}

}  // namespace

void write_server(Html& html, const View& view, std::size_t server) {
  const auto& s = view.fleet.servers[server];
  const auto anchored = anchored_events(s);
  html.put("<section class=\"server\" id=\"s")
      .digits(server + 1)
      .put("\" aria-labelledby=\"h")
      .digits(server + 1);
  html.put("\">\n<div class=\"name\"><h3 id=\"h")
      .digits(server + 1)
      .put("\">")
      .text(s.id, 300)
      .put("</h3> ");
  badge(html, told(s.verdict));
  html.put("<a class=\"up\" href=\"#r").digits(server + 1).put("\">All servers</a></div>\n");
  write_origin(html, s);
  write_disciplines(html, s);
  write_facts(html, s);
  write_findings(html, s, server, anchored);
  write_timeline(html, s, server);
  html.put("</section>\n");
}

}  // namespace assay::report
