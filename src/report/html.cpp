#include "report/html.h"

#include "report/html_overview.h"
#include "report/html_server.h"
#include "report/html_style.h"

namespace assay::report {
namespace {

void write_servers(Html& html, const View& view) {
  if (view.details() == 0) return;
  html.put("<h2 class=\"each\">Server by server</h2>\n");
  for (std::size_t i = 0; i < view.details(); ++i) write_server(html, view, view.order[i]);
  if (view.details() == view.order.size()) return;
  html.put("<p class=\"callout\"><strong>")
      .counted(view.order.size() - view.details(), "more server");
  html.put(
      "</strong> of this fleet have no section here; the <a href=\"#h-servers\">table</a> lists "
      "them.</p>\n");
}

}  // namespace

std::vector<std::size_t> servers_in_detail(const appraise::FleetAppraisal& fleet,
                                           const HtmlOptions& options) {
  View view(fleet, options);
  const std::size_t details = view.details();
  view.order.resize(details);
  return std::move(view.order);
}

void write_html(const appraise::FleetAppraisal& fleet, const HtmlOptions& options,
                const HtmlSink& sink) {
  const View view(fleet, options);
  Html html(sink);
  html.put(html_head())
      .put("<title>")
      .text(options.title.empty() ? "Fleet appraisal" : options.title, 300)
      .put("</title>\n");
  write_style(html);
  write_column_names(html, view);
  html.put("</head>\n<body>\n<a class=\"skip\" href=\"#h-servers\">Skip to the servers</a>\n");
  write_masthead(html, view);
  // Many sections are laid out only as they come into sight.
  html.put(view.details() > 50 ? Markup("<main class=\"many\">\n") : Markup("<main>\n"));
  write_leads(html, view);
  write_coverage(html, view);
  write_table(html, view);
  write_servers(html, view);
  html.put(
      "</main>\n<footer>\n<p>The evidence is the truth, and this report is one reading of it: "
      "anyone who has the "
      "evidence, the policy and the references gets the same result for the same as-of time. "
      "Missing evidence "
      "never reads as a pass.</p>\n</footer>\n");
  write_script(html);
  html.put("</body>\n</html>\n");
}

}  // namespace assay::report
