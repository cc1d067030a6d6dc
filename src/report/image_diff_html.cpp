#include "report/image_diff_html.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "inspect/firmware/items.h"
#include "report/html_finding.h"
#include "report/html_style.h"
#include "report/image_map.h"

namespace assay::report {
namespace {

using inspect::firmware::Item;

constexpr std::size_t kMostDifferences = 2000;
constexpr std::size_t kLine = 16;

// One side: the tree with its items, and for each item the node that it came from.
struct Side {
  explicit Side(const ImageView& v) : view(v), items(inspect::firmware::items_of(v.tree)) {
    // Items are in the tree's order, so one pass finds them.
    std::uint32_t at = 0;
    for (const Item& item : items) {
      while (at < v.tree.nodes.size() && !is(v.tree.nodes[at], item)) ++at;
      nodes.push_back(at < v.tree.nodes.size() ? std::optional(at) : std::nullopt);
      if (at == v.tree.nodes.size()) at = 0;
    }
  }
  static bool is(const inspect::firmware::Node& n, const Item& item) {
    return n.offset == item.offset && n.size == item.size && n.digest == item.digest;
  }
  const ImageView& view;
  std::vector<Item> items;
  std::vector<std::optional<std::uint32_t>> nodes;
};

std::string hex_line(bytes::ByteSpan bytes, std::size_t at) {
  std::string out = fmt::format("{:8x} ", at);
  const auto line = bytes.subspan(at, std::min(kLine, bytes.size() - at));
  for (const std::byte b : line) out += fmt::format(" {:02x}", std::to_integer<unsigned>(b));
  out.append((kLine - line.size()) * 3 + 2, ' ');
  for (const std::byte b : line) {
    const auto c = std::to_integer<unsigned char>(b);
    out += c >= 0x20 && c < 0x7f ? static_cast<char>(c) : '.';
  }
  return out;
}

// The line of each side in which they first part; nothing where a side's bytes are not at hand.
void write_bytes(Html& html, bytes::ByteSpan golden, bytes::ByteSpan observed) {
  if (golden.empty() || observed.empty()) return;
  const auto [a, b] = std::ranges::mismatch(golden, observed);
  const auto at = static_cast<std::size_t>(a - golden.begin());
  std::size_t differ = 0;
  for (std::size_t i = 0; i < std::min(golden.size(), observed.size()); ++i)
    differ += golden[i] == observed[i] ? 0U : 1U;
  html.put("<p class=\"soft\">They part at byte ").text(fmt::format("{} (0x{:x})", at, at));
  html.put("; ").counted(differ, "byte").put(differ == 1 ? Markup(" differs") : Markup(" differ"));
  if (golden.size() != observed.size()) html.put(", and their sizes");
  html.put(".</p>\n<div class=\"sides\">");
  const auto start = at / kLine * kLine;
  for (const auto side : {golden, observed}) {
    html.put("<div class=\"hex\">");
    if (start < side.size()) html.text(hex_line(side, start), 200);
    html.put("</div>");
  }
  html.put("</div>\n");
}

bytes::ByteSpan bytes_of(const Side& side, std::size_t item) {
  const auto node = side.nodes[item];
  if (!node) return {};
  return side.view.tree.bytes_of(side.view.tree.nodes[*node], side.view.image);
}

std::vector<MapMark> marks_of(const Side& side, const std::vector<std::size_t>& items) {
  std::vector<MapMark> out;
  for (const auto item : items)
    if (side.nodes[item]) out.push_back(in_flash(side.view.tree, *side.nodes[item]));
  std::ranges::sort(out, {}, &MapMark::offset);
  const auto same = [](const MapMark& a, const MapMark& b) {
    return a.offset == b.offset && a.size == b.size;
  };
  out.erase(std::ranges::unique(out, same).begin(), out.end());
  return out;
}

void write_map(Html& html, Markup what, const Side& side, std::uint64_t span,
               std::vector<MapMark> marks) {
  html.put("<h4>").put(what).put(" <span class=\"soft\">").text(side.view.path, 300);
  html.put(", ").text(size_words(side.view.image.size())).put(", ");
  html.digest(side.view.tree.nodes.front().digest.hex()).put("</span></h4>\n");
  write_image_map(html, side.view.tree, side.view.image, {.span = span, .marks = std::move(marks)});
}

void write_difference(Html& html, const appraise::Difference& d, bytes::ByteSpan golden,
                      bytes::ByteSpan observed) {
  evidence::Finding shown;
  shown.severity = d.severity;
  html.put("<article class=\"finding\"><p class=\"about\">");
  badge(html, told(shown));
  html.put(" <span>").text(d.change, 20).put(" ").text(d.what, 200).put("</span> <code>");
  html.text(d.path, 600).put("</code></p>\n<p class=\"why\">").prose(d.why);
  if (!d.so.empty()) html.put(" <span class=\"soft\">(").text(d.so, 300).put(")</span>");
  html.put("</p>\n<div class=\"sides\"><div><b>Golden</b> ");
  d.golden.empty() ? html.put("has none") : html.shortened(d.golden);
  html.put("</div><div><b>Observed</b> ");
  d.observed.empty() ? html.put("has none") : html.shortened(d.observed);
  html.put("</div></div>\n");
  write_bytes(html, golden, observed);
  html.put("</article>\n");
}

}  // namespace

void write_html(const ImageView& golden, const ImageView& observed,
                const appraise::Comparison& comparison, const HtmlSink& sink) {
  const Side was(golden);
  const Side is(observed);
  const auto compared = inspect::firmware::compare_items(was.items, is.items);
  std::vector<std::size_t> old_items;
  std::vector<std::size_t> new_items;
  using inspect::firmware::ItemChange;
  for (const auto& d : compared.differences) {
    if (d.change != ItemChange::added) old_items.push_back(d.golden);
    if (d.change != ItemChange::removed) new_items.push_back(d.observed);
  }
  Html html(sink);
  html.put(html_head()).put("<title>").text(observed.path, 300).put("</title>\n");
  write_style(html);
  write_map_style(html);
  html.put(
      "</head>\n<body>\n<header>\n<p class=\"brand\">Assay <span>two firmware images</span></p>\n");
  html.put("<h1>").text(observed.path, 300).put("</h1>\n<p class=\"headline\">");
  html.text(comparison.summary, 600).put("</p>\n</header>\n<main>\n");
  const auto span = std::max(golden.image.size(), observed.image.size());
  write_map(html, "Golden", was, span, marks_of(was, old_items));
  write_map(html, "Observed", is, span, marks_of(is, new_items));
  write_map_legend(html);
  html.put(
      "<p class=\"soft\">Red: where something differs; of what is packed, the packed bytes.</p>\n");
  html.put("<h2>Differences</h2>\n");
  if (comparison.differences.empty()) html.put("<p>None.</p>\n");
  for (std::size_t i = 0; i < comparison.differences.size() && i < kMostDifferences; ++i) {
    const auto& d = comparison.differences[i];
    // compare_firmware() tells them in the order of compare_items().
    bytes::ByteSpan a;
    bytes::ByteSpan b;
    if (comparison.differences.size() == compared.differences.size() && d.change == "modified") {
      a = bytes_of(was, compared.differences[i].golden);
      b = bytes_of(is, compared.differences[i].observed);
    }
    write_difference(html, d, a, b);
  }
  html.put("</main>\n</body>\n</html>\n");
}

}  // namespace assay::report
