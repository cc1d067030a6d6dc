#include "report/image_html.h"

#include <fmt/format.h>

#include "base/text.h"
#include "inspect/firmware/items.h"
#include "report/html_finding.h"
#include "report/html_style.h"
#include "report/image_map.h"

namespace assay::report {
namespace {

using inspect::firmware::Item;
using inspect::firmware::Kind;

constexpr std::size_t kMostParts = 5000;

void row(Html& html, const Item& item) {
  html.put("<tr><th title=\"").text(item.path, 600).put("\">").text(item.what, 200);
  html.put("</th><td>").text(item.type, 80);
  if (!item.version.empty())
    html.put(" <span class=\"soft\">").text(item.version, 80).put("</span>");
  html.put("</td><td>").text(size_words(item.size)).put("</td><td>");
  html.text(fmt::format("0x{:x}{}", item.offset, item.packed ? " unpacked" : ""));
  html.put("</td><td>").digest(item.digest.hex()).put("</td></tr>\n");
}

void table(Html& html, const std::vector<Item>& items) {
  html.put("<h2>What is in it</h2>\n<table class=\"parts\"><thead><tr><th>Part</th><th>Type</th>");
  html.put("<th>Size</th><th>Offset</th><th>SHA-256</th></tr></thead><tbody>\n");
  std::size_t told = 0;
  for (const Item& item : items)
    if (told < kMostParts && !item.container) {
      row(html, item);
      ++told;
    }
  html.put("</tbody></table>\n");
  if (told == kMostParts) html.put("<p class=\"soft\">and more, which the JSON form lists.</p>\n");
}

}  // namespace

std::string size_words(std::uint64_t bytes) {
  if (bytes < 10'000) return fmt::format("{} bytes", bytes);
  if (bytes < 1'000'000) return fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1e3);
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

void write_html(const ImageView& view, const HtmlSink& sink) {
  Html html(sink);
  const auto& root = view.tree.nodes.front();
  html.put(html_head()).put("<title>").text(view.path, 300).put("</title>\n");
  write_style(html);
  write_map_style(html);
  html.put(
      "</head>\n<body>\n<header>\n<p class=\"brand\">Assay <span>a firmware image</span></p>\n");
  html.put("<h1>").text(view.path, 300).put("</h1>\n<p class=\"headline\">");
  html.text(root.type, 100).put(", ").text(size_words(view.image.size()));
  html.put("</p>\n<dl class=\"meta\"><div><dt>SHA-256</dt><dd>").digest(root.digest.hex());
  std::size_t files = 0;
  for (const auto& n : view.tree.nodes) files += n.kind == Kind::file ? 1 : 0;
  html.put("</dd></div>\n<div><dt>Files</dt><dd>").count(files);
  html.put("</dd></div>\n<div><dt>Engine</dt><dd>assay ").text(ASSAY_VERSION);
  html.put("</dd></div></dl>\n</header>\n<main>\n<h2>The flash</h2>\n");
  write_image_map(html, view.tree, view.image, {});
  write_map_legend(html);
  if (!view.tree.findings.empty()) {
    html.put("<h2>Findings</h2>\n");
    std::size_t number = 0;
    for (const auto& f : view.tree.findings)
      write_finding(html, f, {.server = 0, .number = ++number, .anchored = nullptr});
  }
  table(html, inspect::firmware::items_of(view.tree));
  html.put("</main>\n</body>\n</html>\n");
}

}  // namespace assay::report
