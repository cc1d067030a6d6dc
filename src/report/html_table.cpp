#include "report/html_overview.h"

namespace assay::report {
namespace {

using appraise::Discipline;
using appraise::kDisciplines;

// Columns for disciplines that nobody examined would be empty; the coverage says so in words
// instead.
bool has_column(const View& view, std::size_t discipline) {
  return view.fleet.coverage.examined[discipline] > 0;
}

void write_head(Html& html, const View& view) {
  html.put("<thead><tr><th scope=\"col\">Server</th><th scope=\"col\">Verdict</th>");
  for (std::size_t d = 0; d < kDisciplines; ++d)
    if (has_column(view, d))
      html.put("<th scope=\"col\">").put(discipline_title(static_cast<Discipline>(d))).put("</th>");
  html.put("<th scope=\"col\">Findings</th><th scope=\"col\">Most severe</th></tr></thead>\n");
}

// From here on a browser takes long to weigh every cell for the widths of the columns: they are
// fixed.
constexpr std::size_t kLarge = 1000;

// Longer ids may break, so that they do not squeeze the other columns.
constexpr std::size_t kShortId = 32;

// Kept small: a large fleet has tens of thousands of these.
void write_row(Html& html, const View& view, std::size_t server) {
  const auto& s = view.fleet.servers[server];
  const FindingCounts counts = count(s.findings);
  html.put("<tr id=\"r")
      .digits(server + 1)
      .put(s.id.size() > kShortId ? Markup("\"><th scope=\"row\" class=\"long\">")
                                  : Markup("\"><th scope=\"row\">"));
  view.detailed[server] ? server_link(html, view, server) : void(html.text(s.id, 200));
  html.put("</th><td data-k=\"").digits(static_cast<std::uint64_t>(urgency(s.verdict))).put("\">");
  badge(html, told(s.verdict));
  html.put("</td>");
  for (std::size_t d = 0; d < kDisciplines; ++d) {
    if (!has_column(view, d)) continue;
    const Told t = told(s.disciplines[d]);
    html.put("<td data-k=\"").digits(static_cast<std::uint64_t>(urgency(s.disciplines[d])));
    html.put("\"><span class=\"m ").put(t.tone).put("\">").put(t.words).put("</span></td>");
  }
  // Sorted by criticals, then warnings, then the rest.
  html.put("<td data-k=\"")
      .digits(counts.critical * 1'000'000 + counts.warning * 1'000 + counts.info)
      .put("\">");
  counts_in_words(html, counts);
  html.put("</td><td>");
  if (const auto* worst = most_severe(s.findings)) html.prose(worst->why);
  html.put("</td></tr>\n");
}

}  // namespace

void write_column_names(Html& html, const View& view) {
  html.put("<style>\n@media screen and (max-width:46rem){\n");
  std::uint64_t column = 3;
  const auto name = [&](Markup title) {
    html.put(".fleet td:nth-child(")
        .digits(column++)
        .put(")::before{content:\"")
        .put(title)
        .put(": \"}\n");
  };
  for (std::size_t d = 0; d < kDisciplines; ++d)
    if (has_column(view, d)) name(discipline_title(static_cast<Discipline>(d)));
  name("Findings");
  html.put("}\n</style>\n");
}

void write_table(Html& html, const View& view) {
  const std::size_t all = view.order.size();
  html.put("<section aria-labelledby=\"h-servers\">\n<h2 id=\"h-servers\">Servers</h2>\n");
  if (all == 0) {
    html.put("<p>None was given.</p>\n</section>\n");
    return;
  }
  if (view.details() < all) {
    html.put("<p class=\"callout\">All ")
        .counted(all, "server")
        .put(" are listed here, worst first. Only the first ");
    html.count(view.details())
        .put(" have a section of their own below; <strong>")
        .count(all - view.details());
    html.put(
        " have none</strong>, and this row is all that the report tells of them. Audit them alone "
        "to see "
        "their findings and their boot.</p>\n");
  }
  html.put("<table id=\"fleet\" class=\"fleet");
  html.put(all > kLarge ? Markup(" large") : Markup(""));
  html.put(
      "\">\n<caption>Worst first, else in the order given. A "
      "discipline without a column was "
      "not examined on any server.</caption>\n");
  write_head(html, view);
  html.put("<tbody>\n");
  for (const std::size_t i : view.order) write_row(html, view, i);
  html.put("</tbody>\n</table>\n</section>\n");
}

}  // namespace assay::report
