#include "report/html_view.h"

#include <algorithm>
#include <numeric>

namespace assay::report {

View::View(const appraise::FleetAppraisal& appraised, const HtmlOptions& chosen)
    : fleet(appraised),
      options(chosen),
      order(appraised.servers.size()),
      detailed(appraised.servers.size()),
      with{} {
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {},
                           [&](std::size_t i) { return urgency(fleet.servers[i].verdict); });
  for (std::size_t i = 0; i < details(); ++i) detailed[order[i]] = true;
  for (const auto& s : fleet.servers) ++with[static_cast<std::size_t>(urgency(s.verdict))];
}

std::size_t View::details() const noexcept { return std::min(options.most_details, order.size()); }

void server_link(Html& html, const View& view, std::size_t server) {
  html.put("<a href=\"#").put(view.detailed[server] ? Markup("s") : Markup("r")).digits(server + 1);
  html.put("\">").text(view.fleet.servers[server].id, 200).put("</a>");
}

const evidence::Finding* most_severe(const std::vector<evidence::Finding>& findings) noexcept {
  const evidence::Finding* worst = nullptr;
  for (const auto& f : findings)
    if (is_open(f) && (worst == nullptr || f.severity > worst->severity)) worst = &f;
  return worst;
}

FindingCounts count(const std::vector<evidence::Finding>& findings) noexcept {
  FindingCounts c;
  for (const auto& f : findings) {
    if (!is_open(f))
      ++c.explained;
    else if (f.severity == evidence::Severity::critical)
      ++c.critical;
    else if (f.severity == evidence::Severity::warning)
      ++c.warning;
    else
      ++c.info;
  }
  return c;
}

void counts_in_words(Html& html, const FindingCounts& c) {
  bool any = false;
  const auto say = [&](std::size_t n, Markup what) {
    if (n == 0) return;
    if (any) html.put(", ");
    html.count(n).put(" ").put(what);
    any = true;
  };
  say(c.critical, "critical");
  say(c.warning, c.warning == 1 ? Markup("warning") : Markup("warnings"));
  say(c.info, "info");
  say(c.explained, "explained");
  if (!any) html.put("none");
}

}  // namespace assay::report
