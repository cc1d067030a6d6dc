#include "report/html_overview.h"

namespace assay::report {
namespace {

using appraise::Discipline;
using appraise::kDisciplines;

// "12 of 13", with the same as a bar, and a badge that says all, some or none.
void write_share(Html& html, std::size_t n, std::size_t of, Markup none) {
  const bool all = n == of && of > 0;
  const Told t = all ? Told{"ok", "all"} : n > 0 ? Told{"warn", "some"} : Told{"none", none};
  html.put("<td class=\"share\"><span>").count(n).put(" of ").count(of).put("</span> ");
  badge(html, t);
  html.put("<span class=\"meter\" aria-hidden=\"true\"><i class=\"")
      .put(t.tone)
      .put("\" style=\"width:");
  html.digits(of == 0 ? 0 : n * 100 / of).put("%\"></i></span></td>");
}

void write_row(Html& html, Markup title, std::size_t n, std::size_t of, Markup none,
               Markup meaning) {
  html.put("<tr><th scope=\"row\">").put(title).put("</th>");
  write_share(html, n, of, none);
  html.put("<td>").put(meaning).put("</td></tr>\n");
}

// "firmware, inventory and board" of those examined, or not, on any server.
void name_disciplines(Html& html, const appraise::Coverage& c, bool examined) {
  std::size_t left = 0;
  for (const auto n : c.examined) left += (n > 0) == examined ? 1 : 0;
  bool first = true;
  for (std::size_t d = 0; d < kDisciplines; ++d) {
    if ((c.examined[d] > 0) != examined) continue;
    html.put(first ? Markup("") : left == 1 ? Markup(" and ") : Markup(", "));
    html.text(appraise::name(static_cast<Discipline>(d)));
    first = false;
    --left;
  }
}

void write_callout(Html& html, const appraise::Coverage& c) {
  std::size_t examined = 0;
  for (const auto n : c.examined) examined += n > 0 ? 1 : 0;
  html.put("<div class=\"callout\">\n");
  if (examined == 0) {
    html.put(
        "<p><strong>Nothing was examined.</strong> This report says nothing about any server, good "
        "or bad.</p>\n");
  } else if (examined < kDisciplines) {
    html.put("<p><strong>Not examined on any server: ");
    name_disciplines(html, c, false);
    html.put(
        ".</strong> This report says nothing about them, good or bad: “affirmed” means affirmed "
        "for ");
    name_disciplines(html, c, true);
    html.put(" alone.</p>\n");
  } else {
    html.put(
        "<p>Every discipline was examined on at least one server. A discipline that was not "
        "examined on a "
        "server is marked there: missing evidence never reads as a pass.</p>\n");
  }
  if (!c.not_appraised.empty()) {
    html.put("<p>The evidence also holds files that this version does not read, in ");
    for (std::size_t i = 0; i < c.not_appraised.size() && i < 20; ++i)
      html.put(i > 0 ? Markup(", ") : Markup(""))
          .put("<code>")
          .text(c.not_appraised[i], 100)
          .put("/</code>");
    html.put(". They are kept with the evidence and count as not examined.</p>\n");
  }
  html.put("</div>\n");
}

}  // namespace

void write_coverage(Html& html, const View& view) {
  const auto& c = view.fleet.coverage;
  html.put(
      "<section aria-labelledby=\"h-coverage\">\n<h2 id=\"h-coverage\">What was examined, and what "
      "was not</h2>\n");
  write_callout(html, c);
  html.put(
      "<table class=\"coverage\">\n<thead><tr><th scope=\"col\">Discipline</th><th "
      "scope=\"col\">Servers examined</th>"
      "<th scope=\"col\">What it looks at; unknown where not "
      "examined</th></tr></thead>\n<tbody>\n");
  for (std::size_t d = 0; d < kDisciplines; ++d)
    write_row(html, discipline_title(static_cast<Discipline>(d)), c.examined[d], c.servers,
              "not examined", discipline_subject(static_cast<Discipline>(d)));
  html.put(
      "</tbody>\n<thead><tr><th scope=\"col\">Assurance</th><th scope=\"col\">Servers</th>"
      "<th scope=\"col\">What it leaves open</th></tr></thead>\n<tbody>\n");
  write_row(html, "Fresh", c.fresh, c.servers, "none proven",
            "where not: no challenge of the appraiser answers for the quote: it may be an old one");
  write_row(html, "Key bound to its TPM", c.ak_bound, c.servers, "none bound",
            "where not: nothing trusted ties the signing key to a TPM: a software key could have "
            "made the quote");
  write_row(html, "Compared with a reference", c.with_reference, c.servers, "none",
            "where not: nothing says what should have run");
  write_row(html, "Signed by a trusted collector", c.manifests, c.servers, "none",
            "where not: files may have been altered after they were collected");
  html.put("</tbody>\n</table>\n");
  if (c.examined[static_cast<std::size_t>(Discipline::boot)] > 0)
    html.put(
        "<p class=\"soft\"><b>What boot evidence cannot show:</b> firmware that lies before its "
        "first "
        "measurement, logic outside what the firmware measures, and what ran after the quote was "
        "made. The "
        "types of events are the log’s own claim; only their digests are authenticated.</p>\n");
  html.put("</section>\n");
}

}  // namespace assay::report
