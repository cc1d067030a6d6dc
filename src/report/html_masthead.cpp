#include "report/html_overview.h"

namespace assay::report {
namespace {

using appraise::Verdict;

constexpr Verdict kByUrgency[] = {Verdict::contraindicated, Verdict::no_evidence, Verdict::warning,
                                  Verdict::affirmed};

// "13 servers: 5 affirmed, 2 warning, 6 contraindicated."
void headline(Html& html, const View& view) {
  html.put("<p class=\"headline\">");
  if (view.fleet.servers.empty()) {
    html.put("No servers: nothing was appraised.</p>\n");
    return;
  }
  html.counted(view.fleet.servers.size(), "server");
  bool first = true;
  for (std::size_t i = 4; i-- > 0;) {  // the sentence tells the good first, the page the bad
    if (view.with[i] == 0) continue;
    const Told t = told(kByUrgency[i]);
    html.put(first ? Markup(": ") : Markup(", ")).put("<span class=\"fg ").put(t.tone).put("\">");
    html.count(view.with[i]).put(" ").put(t.words).put("</span>");
    first = false;
  }
  html.put(".</p>\n");
}

void bar(Html& html, const View& view) {
  if (view.fleet.servers.empty()) return;
  html.put("<div class=\"bar\" aria-hidden=\"true\">");
  for (std::size_t i = 4; i-- > 0;) {
    if (view.with[i] == 0) continue;
    html.put("<i class=\"")
        .put(told(kByUrgency[i]).tone)
        .put("\" style=\"flex-grow:")
        .digits(view.with[i]);
    html.put("\"></i>");
  }
  html.put("</div>\n");
}

}  // namespace

void write_masthead(Html& html, const View& view) {
  const auto& fleet = view.fleet;
  html.put(
      "<header>\n<p class=\"brand\">Assay <span>boot and hardware evidence, "
      "appraised</span></p>\n<h1>");
  html.text(view.options.title.empty() ? "Fleet appraisal" : view.options.title, 300)
      .put("</h1>\n");
  headline(html, view);
  bar(html, view);
  html.put("<dl class=\"meta\">\n<div><dt>As of</dt><dd>").text(base::to_rfc3339(fleet.as_of));
  html.put("</dd></div>\n<div><dt>Policy</dt><dd>");
  fleet.policy.empty() ? html.put("not named") : html.text(fleet.policy, 200);
  html.put("</dd></div>\n<div><dt>References</dt><dd>");
  if (fleet.references.empty()) html.put("none: nothing says what should have run");
  for (std::size_t i = 0; i < fleet.references.size(); ++i)
    html.put(i > 0 ? Markup(", ") : Markup("")).text(fleet.references[i], 200);
  html.put("</dd></div>\n<div><dt>Engine</dt><dd>assay ")
      .text(ASSAY_VERSION)
      .put("</dd></div>\n</dl>\n</header>\n");
}

}  // namespace assay::report
