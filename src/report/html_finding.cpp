#include "report/html_finding.h"

#include <charconv>

#include "evidence/finding_codes.h"
#include "report/terminal.h"

namespace assay::report {
namespace {

void write_cite(Html& html, const evidence::Cite& cite, const FindingPlace& place) {
  html.put("<li><code>").text(cite.artefact, 300).put("</code>");
  if (cite.at.empty()) {
    html.put("</li>");
    return;
  }
  const auto event = cited_event(cite.at);
  const bool linked = event && place.anchored != nullptr && place.anchored->contains(*event);
  html.put(" ");
  if (linked) html.put("<a href=\"#s").digits(place.server).put("e").digits(*event).put("\">");
  html.shortened(cite.at).put(linked ? Markup("</a></li>") : Markup("</li>"));
}

}  // namespace

std::optional<std::uint32_t> cited_event(std::string_view at) noexcept {
  constexpr std::string_view kEvent = "event ";
  if (!at.starts_with(kEvent)) return std::nullopt;
  at.remove_prefix(kEvent.size());
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(at.data(), at.data() + at.size(), number);
  if (error != std::errc{}) return std::nullopt;
  return number;
}

void write_finding(Html& html, const evidence::Finding& f, const FindingPlace& place) {
  html.put("<article class=\"finding\" id=\"s")
      .digits(place.server)
      .put("f")
      .digits(place.number)
      .put("\">\n");
  html.put("<p class=\"about\">");
  badge(html, told(f));
  html.put(" <span>")
      .text(f.subject, 300)
      .put("</span> <code>")
      .text(f.code, 100)
      .put("</code></p>\n");
  html.put("<p class=\"why\">").prose(f.why).put("</p>\n");
  if (!f.explained_by.empty())
    html.put("<p><b>Explained by</b> ").text(f.explained_by, 500).put(".</p>\n");
  if (!f.action.empty() && is_open(f))
    html.put("<p class=\"do\"><b>Do:</b> ").prose(f.action).put("</p>\n");
  if (f.remediation != nullptr)
    html.put("<p class=\"do\"><b>Owner:</b> ").text(to_text(*f.remediation), 500).put("</p>\n");
  if (!f.cites.empty()) {
    html.put("<div class=\"cites\"><b>See</b><ul>");
    for (const auto& cite : f.cites) write_cite(html, cite, place);
    html.put("</ul></div>\n");
  }
  html.put("</article>\n");
}

}  // namespace assay::report
