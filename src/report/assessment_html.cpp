#include "report/assessment_html.h"

#include "answer/sight.h"
#include "report/assessment_text.h"
#include "report/html_finding.h"
#include "report/html_style.h"
#include "report/html_words.h"

namespace assay::report {
namespace {

using answer::Assessment;
using evidence::Severity;

constexpr std::size_t kMostServers = 50;

std::string day(fleet::Seconds at) { return base::to_rfc3339({at}).substr(0, 10); }

void row(Html& html, Markup name, std::string_view value) {
  html.put("<div><dt>").put(name).put("</dt><dd>").text(value, 500).put("</dd></div>\n");
}

void masthead(Html& html, const Assessment& a, const std::string& title) {
  html.put("<header>\n<p class=\"brand\">Assay <span>assessment of a fleet</span></p>\n<h1>")
      .text(title.empty() ? "Assessment" : title, 300)
      .put("</h1>\n<p class=\"headline\">")
      .text(headline(a))
      .put(".</p>\n<dl class=\"meta\">\n");
  row(html, "As of", base::to_rfc3339(a.as_of));
  row(html, "Servers", std::to_string(a.scope.servers));
  if (a.scope.collections > 0)
    row(html, "Evidence", day(a.scope.first) + " to " + day(a.scope.last));
  row(html, "Ledger", a.ledger.empty() ? "none: nothing is proved" : a.ledger);
  row(html, "Engine", "assay " ASSAY_VERSION);
  html.put("</dl>\n</header>\n");
}

void scope(Html& html, const Assessment& a) {
  const auto& s = a.scope;
  html.put("<h2 id=\"scope\">1 Scope</h2>\n<p>").counted(s.servers, "server");
  html.put(" that evidence or the asset register know, ").counted(s.collections, "collection");
  html.put(" of evidence.");
  if (s.unevidenced > 0) {
    html.put(" Of <strong>").counted(s.unevidenced, "server");
    html.put("</strong> there is no evidence at all: nothing below is about them.");
  }
  html.put("</p>\n<table><thead><tr><th>Product</th><th>Servers</th></tr></thead><tbody>\n");
  for (std::size_t i = 0; i < s.products.size() && i < kMostServers; ++i) {
    html.put("<tr><td>").text(s.products[i].name, 200).put("</td><td>");
    html.count(s.products[i].servers).put("</td></tr>\n");
  }
  html.put("</tbody></table>\n");
  if (s.products.size() > kMostServers)
    html.put("<p class=\"soft\">and ").count(s.products.size() - kMostServers).put(" more.</p>\n");
  if (!s.policies.empty() || !s.inputs.empty()) {
    html.put("<h4>What it was appraised with</h4>\n<ul>\n");
    for (const auto& p : s.policies) html.put("<li>policy ").text(p, 200).put("</li>\n");
    for (const auto& i : s.inputs) {
      html.put("<li>").text(i.name, 100).put(" ");
      i.sha256.empty() ? html.put("that could not be read again") : html.digest(i.sha256);
      html.put("</li>\n");
    }
    html.put("</ul>\n");
  }
}

void methods(Html& html, const Assessment& a) {
  html.put(
      "<h2 id=\"methods\">2 Methods</h2>\n<table><thead><tr><th>Discipline</th><th>Servers "
      "examined</th><th>Affirmed, warned, contraindicated</th><th>What it shows, and what it "
      "cannot "
      "exclude</th></tr></thead><tbody>\n");
  for (const auto& d : a.disciplines) {
    const auto& m = answer::method_of(d.discipline);
    html.put("<tr><th>").text(appraise::name(d.discipline)).put("</th><td>");
    d.examined() == 0 ? html.put("<span class=\"v none\">none</span>") : html.count(d.examined());
    html.put("</td><td>");
    if (d.examined() > 0)
      html.count(d.verdicts[0]).put(", ").count(d.verdicts[1]).put(", ").count(d.verdicts[2]);
    html.put("</td><td>Shows ").text(m.shows, 600).put(". <span class=\"soft\">Cannot exclude ");
    html.text(m.cannot, 600).put(".</span></td></tr>\n");
  }
  html.put("</tbody></table>\n");
}

void finding(Html& html, const answer::AssessedFinding& f) {
  html.put("<tr><th>").text(f.server, 120).put("</th><td>").prose(f.finding.why);
  if (f.finding.remediation != nullptr)
    html.put("<br><b>Owner:</b> ").text(to_text(*f.finding.remediation), 500);
  html.put("</td><td>").text(day(f.since)).put("</td><td class=\"soft\">");
  if (!f.finding.cites.empty()) {
    const auto& c = f.finding.cites.front();
    html.put("<code>").text(c.artefact, 300).put("</code> ").shortened(c.at);
  }
  html.put("</td></tr>\n");
}

void group(Html& html, const Assessment::Group& g) {
  evidence::Finding shown;
  shown.severity = g.severity;
  html.put("<section class=\"group\"><p class=\"about\">");
  badge(html, told(shown));
  html.put(" <span>").text(g.meaning, 600).put("</span> <code>").text(g.code, 100);
  html.put("</code></p>\n<p class=\"do\"><b>Do:</b> ").prose(g.action).put("</p>\n");
  html.put(
      "<table class=\"found\"><thead><tr><th>Server</th><th>Why</th><th>Since</th><th>See</th></tr>"
      "</thead><tbody>\n");
  for (std::size_t i = 0; i < g.findings.size() && i < kMostServers; ++i)
    finding(html, g.findings[i]);
  html.put("</tbody></table>\n");
  if (g.findings.size() > kMostServers)
    html.put("<p class=\"soft\">and ")
        .count(g.findings.size() - kMostServers)
        .put(" more, which the JSON form lists.</p>\n");
  html.put("</section>\n");
}

void findings(Html& html, const Assessment& a) {
  html.put("<h2 id=\"findings\">3 Findings</h2>\n");
  if (a.open.empty()) html.put("<p>None at warning or above.</p>\n");
  for (const auto severity : {Severity::critical, Severity::warning}) {
    if (a.count(severity) == 0) continue;
    html.put("<h4>").put(severity == Severity::critical ? Markup("Critical") : Markup("Warning"));
    html.put("</h4>\n");
    for (const auto& g : a.open)
      if (g.severity == severity) group(html, g);
  }
  if (a.explained.empty()) return;
  html.put("<h4>Explained by planned changes</h4>\n<ul>\n");
  for (const auto& g : a.explained) {
    html.put("<li><code>").text(g.code, 100).put("</code> on ").counted(g.servers, "server");
    html.put("</li>\n");
  }
  html.put("</ul>\n");
}

void recommendations(Html& html, const Assessment& a) {
  html.put("<h2 id=\"recommendations\">4 Recommendations</h2>\n");
  if (a.open.empty()) {
    html.put("<p>None.</p>\n");
    return;
  }
  html.put("<ol>\n");
  for (const auto& g : a.open) {
    html.put("<li>").prose(g.action).put(" <span class=\"soft\">(<code>").text(g.code, 100);
    html.put("</code> on ").counted(g.servers, "server").put(")</span></li>\n");
  }
  html.put("</ol>\n");
}

void remediation(Html& html, const Assessment& a) {
  html.put("<h2 id=\"remediation\">5 Remediation</h2>\n");
  if (a.unowned > 0)
    html.put("<p><strong>")
        .counted(a.unowned, "open critical")
        .put("</strong> without an owner.</p>\n");
  if (a.mending.empty()) {
    html.put("<p>No record says who mends what.</p>\n");
    return;
  }
  html.put("<table><thead><tr><th>Record</th><th>State</th></tr></thead><tbody>\n");
  for (const auto& m : a.mending) {
    html.put("<tr><th>").text(m.record.id, 100).put("</th><td>").text(words(m), 600);
    if (!m.record.note.empty())
      html.put("<br><span class=\"soft\">").text(m.record.note, 600).put("</span>");
    html.put("</td></tr>\n");
  }
  html.put("</tbody></table>\n");
}

void evidence_of(Html& html, const Assessment& a, Markup what, fleet::Seconds at,
                 const std::string& digest, const std::optional<answer::EvidenceProof>& proof) {
  html.put("<p><b>").put(what).put("</b> ").text(day(at)).put(", evidence ");
  digest.empty() ? html.put("unknown") : html.digest(digest);
  if (!proof) {
    html.put(a.ledger.empty() ? Markup(", no ledger was named") : Markup(", not in the ledger"));
    html.put("</p>\n");
    return;
  }
  html.put(", leaf ").count(proof->leaf).put(" of ").text(a.ledger, 200).put("</p>\n");
  html.put("<details><summary>the proof, and the record that its leaf commits to</summary><pre>")
      .text(proof->record, 4096)
      .put("</pre><pre>");
  // Line by line, since text() shows a newline as what it is.
  std::string_view rest = proof->proof;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size() - 1);
    html.text(rest.substr(0, rest[end] == '\n' ? end : end + 1), 4096).put("\n");
    rest.remove_prefix(end + 1);
  }
  html.put("</pre></details>\n");
}

void closed(Html& html, const Assessment& a) {
  html.put("<h2 id=\"closed\">6 Closed criticals</h2>\n");
  if (a.closed.empty()) {
    html.put("<p>None.</p>\n");
    return;
  }
  html.put(
      "<p>Each was shown by one collection of evidence, and a later one that could have shown it "
      "does not. A proof is a file (<code>.tlog-proof</code>); <code>assay verify X.tlog-proof "
      "--trust POLICY --record RECORD</code> checks it offline.</p>\n");
  for (const auto& c : a.closed) {
    html.put("<article class=\"finding\"><p class=\"about\"><span>")
        .text(c.was.server, 120)
        .put("</span> <code>")
        .text(c.was.finding.code, 100)
        .put("</code></p>\n<p class=\"why\">")
        .prose(c.was.finding.why)
        .put("</p>\n");
    evidence_of(html, a, "Shown", c.was.since, c.was.evidence, c.before);
    evidence_of(html, a, "Gone", c.until, c.evidence, c.after);
    html.put("</article>\n");
  }
}

// What this document has beside the report's style: it is read from first to last, mostly on paper.
constexpr Markup kOwnStyle = R"(<style>
h2{margin-top:2.2rem}
.group{margin:0 0 1.6rem}
.group .about{display:flex;flex-wrap:wrap;gap:.2rem .8rem;align-items:center;margin-bottom:.2rem}
.found{font-size:.875rem;margin-top:.4rem}
.found th:first-child{width:9rem;overflow-wrap:anywhere}
.found td:nth-child(3){white-space:nowrap}
.found td:last-child{width:16rem;overflow-wrap:anywhere}
details summary{display:list-item;padding:.2rem 0;font-size:.875rem;color:var(--soft)}
details summary::before{display:none}
pre{font:.75rem/1.45 var(--mono);white-space:pre-wrap;overflow-wrap:anywhere;background:var(--panel);padding:.6rem .8rem;margin:.3rem 0}
li{margin:.3rem 0}
@page{size:A4;margin:18mm 16mm;@bottom-left{content:"Assay assessment"}}
@media print{h2,h4,.group .about{break-after:avoid}
tr,.finding{break-inside:avoid}
thead{display:table-header-group}
header,main,footer{max-width:none;padding:0}
details>*{display:block}
details::details-content{content-visibility:visible;display:block}}
</style>
)";

}  // namespace

void write_html(const Assessment& a, const std::string& title, const HtmlSink& sink) {
  Html html(sink);
  html.put(html_head()).put("<title>").text(title.empty() ? "Assessment" : title, 300);
  html.put("</title>\n");
  write_style(html);
  html.put(kOwnStyle).put("</head>\n<body>\n");
  masthead(html, a, title);
  html.put("<main>\n");
  scope(html, a);
  methods(html, a);
  findings(html, a);
  recommendations(html, a);
  remediation(html, a);
  closed(html, a);
  html.put(
      "</main>\n<footer>Every finding follows from the evidence by the rules of this version; the "
      "evidence named by its digest can be judged again.</footer>\n</body>\n</html>\n");
}

}  // namespace assay::report
