#include "report/image_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

#include "base/text.h"

namespace assay::report {
namespace {

using inspect::firmware::Kind;
using inspect::firmware::kNone;
using inspect::firmware::Node;
using inspect::firmware::Tree;

constexpr std::size_t kCells = 512;
constexpr std::size_t kMostRows = 4;
constexpr double kWidth = 1000;
constexpr double kRow = 26;

struct Block {
  std::uint64_t offset = 0, size = 0;
  std::uint32_t node = 0;
};

Markup tone(Kind kind) {
  switch (kind) {
    case Kind::region:
    case Kind::descriptor:
      return "region";
    case Kind::volume:
      return "volume";
    case Kind::file:
    case Kind::section:
    case Kind::executable:
    case Kind::entry:
      return "file";
    case Kind::store:
    case Kind::variable:
      return "store";
    case Kind::microcode:
      return "microcode";
    case Kind::padding:
    case Kind::free_space:
      return "free";
    case Kind::filesystem:
    case Kind::archive:
    case Kind::capsule:
      return "pack";
    default:
      return "other";
  }
}

std::string label(const Node& n) {
  if (!n.name.empty()) return n.name;
  if (n.guid) return n.guid->to_string();
  return n.type;
}

// Row by row what lies in the flash itself, each part below the one that holds it.
std::vector<std::vector<Block>> rows_of(const Tree& tree) {
  std::vector<std::vector<Block>> rows;
  std::vector<std::size_t> depth(tree.nodes.size());
  for (std::uint32_t i = 1; i < tree.nodes.size(); ++i) {
    const Node& n = tree.nodes[i];
    depth[i] = n.parent == 0 || n.parent == kNone ? 0 : depth[n.parent] + 1;
    if (n.buffer != 0 || n.size == 0 || depth[i] >= kMostRows) continue;
    if (rows.size() <= depth[i]) rows.resize(depth[i] + 1);
    rows[depth[i]].push_back({n.offset, n.size, i});
  }
  for (auto& row : rows) {
    if (row.size() <= kMostBlocks) continue;
    std::ranges::nth_element(row, row.begin() + kMostBlocks, std::greater<>{}, &Block::size);
    row.resize(kMostBlocks);
    std::ranges::sort(row, {}, &Block::offset);
  }
  return rows;
}

class Drawing {
 public:
  Drawing(Html& html, std::uint64_t span) : html_(html), span_(static_cast<double>(span)) {}

  [[nodiscard]] double x(std::uint64_t offset) const {
    return span_ == 0 ? 0 : kWidth * static_cast<double>(offset) / span_;
  }
  // Opens a rectangle; its title and its end follow.
  void rectangle(std::uint64_t offset, std::uint64_t size, double y, double height) {
    number(" x=\"", x(offset));
    number("\" width=\"", std::max(0.6, x(offset + size) - x(offset)));
    number("\" y=\"", y);
    number("\" height=\"", height);
    html_.put("\"");
  }
  void number(Markup before, double value) {
    html_.put(before).text(fmt::format("{:.2f}", value), 20);
  }

 private:
  Html& html_;
  double span_;
};

void write_entropy(Html& html, Drawing& draw, bytes::ByteSpan image) {
  const auto cell = std::max<std::size_t>(256, (image.size() + kCells - 1) / kCells);
  for (std::size_t at = 0; at < image.size(); at += cell) {
    const auto part = image.subspan(at, std::min(cell, image.size() - at));
    const bool erased = std::ranges::all_of(part, [&](std::byte b) { return b == part.front(); });
    const double bits = entropy(part);
    html.put("<rect class=\"").put(erased ? Markup("erased") : Markup("bytes")).put("\"");
    draw.rectangle(at, part.size(), 0, kRow);
    if (!erased) draw.number(" fill-opacity=\"", 0.08 + (0.92 * bits / 8));
    if (!erased) html.put("\"");
    html.put("><title>")
        .text(fmt::format("0x{:x}: {}", at,
                          erased ? fmt::format("all 0x{:02x}", std::to_integer<unsigned>(part[0]))
                                 : fmt::format("{:.2f} bits a byte", bits)))
        .put("</title></rect>\n");
  }
}

void write_row(Html& html, Drawing& draw, const Tree& tree, const std::vector<Block>& row,
               double y) {
  for (const Block& b : row) {
    const Node& n = tree.nodes[b.node];
    html.put("<g class=\"").put(tone(n.kind)).put("\"><rect");
    draw.rectangle(b.offset, b.size, y, kRow - 2);
    html.put("><title>")
        .text(fmt::format("{}: {}, {} bytes at 0x{:x}", label(n), n.type, b.size, b.offset), 400)
        .put("</title></rect>");
    const double wide = draw.x(b.offset + b.size) - draw.x(b.offset);
    if (wide > 60) {
      draw.number("<text x=\"", draw.x(b.offset) + 4);
      draw.number("\" y=\"", y + 16);
      html.put("\">").text(base::printable(label(n), static_cast<std::size_t>(wide / 7)), 120);
      html.put("</text>");
    }
    html.put("</g>\n");
  }
}

}  // namespace

double entropy(bytes::ByteSpan bytes) noexcept {
  if (bytes.empty()) return 0;
  std::array<std::size_t, 256> counts{};
  for (const std::byte b : bytes) ++counts[std::to_integer<std::size_t>(b)];
  double out = 0;
  const auto n = static_cast<double>(bytes.size());
  for (const auto count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / n;
    out -= share * std::log2(share);
  }
  return out;
}

MapMark in_flash(const Tree& tree, std::uint32_t node) noexcept {
  auto at = node;
  while (tree.nodes[at].buffer != 0 && tree.nodes[at].parent != kNone) at = tree.nodes[at].parent;
  return {tree.nodes[at].offset, tree.nodes[at].size};
}

void write_image_map(Html& html, const Tree& tree, bytes::ByteSpan image,
                     const MapSettings& settings) {
  const auto rows = rows_of(tree);
  const double height = kRow * static_cast<double>(rows.size() + 1);
  Drawing draw(html, settings.span != 0 ? settings.span : image.size());
  html.put("<svg class=\"flash\" role=\"img\" preserveAspectRatio=\"none\" viewBox=\"0 0 1000 ");
  html.text(fmt::format("{:.0f}", height), 20).put("\"><title>The image from 0 to ");
  html.text(fmt::format("0x{:x}", image.size()), 40).put("</title>\n");
  write_entropy(html, draw, image);
  double y = kRow;
  for (const auto& row : rows) {
    write_row(html, draw, tree, row, y);
    y += kRow;
  }
  for (const MapMark& mark : settings.marks) {
    html.put("<rect class=\"mark\"");
    draw.rectangle(mark.offset, mark.size, 0, height);
    html.put("/>\n");
  }
  html.put("</svg>\n");
}

void write_map_legend(Html& html) {
  html.put(
      "<p class=\"legend\"><i class=\"k bytes\"></i> the darker, the less order (packed, "
      "encrypted) "
      "<i class=\"k erased\"></i> one value <i class=\"k region\"></i> region <i class=\"k "
      "volume\"></i> volume <i class=\"k file\"></i> file <i class=\"k store\"></i> variables <i "
      "class=\"k microcode\"></i> microcode <i class=\"k pack\"></i> container <i class=\"k "
      "free\"></i> padding, free <i class=\"k other\"></i> other</p>\n");
}

void write_map_style(Html& html) {
  html.put(R"(<style>
.flash{width:100%;height:auto;min-height:7rem;display:block;border:1px solid var(--line);background:var(--panel)}
.flash text{font:11px var(--sans);fill:#10151a;pointer-events:none}
.flash rect{shape-rendering:crispEdges}
.flash g rect{stroke:var(--bg);stroke-width:.6}
.bytes{fill:var(--ink);background:var(--ink)}
.erased{fill:var(--bg);background:var(--bg)}
.region,.region rect{fill:#9db8d2;background:#9db8d2}
.volume,.volume rect{fill:#8fc7a3;background:#8fc7a3}
.file,.file rect{fill:#e3c06f;background:#e3c06f}
.store,.store rect{fill:#c9a3d6;background:#c9a3d6}
.microcode,.microcode rect{fill:#e39a8b;background:#e39a8b}
.pack,.pack rect{fill:#7fc1cc;background:#7fc1cc}
.free,.free rect{fill:#d9dee3;background:#d9dee3}
.other,.other rect{fill:#b9b3a6;background:#b9b3a6}
.flash text{fill:#10151a!important;background:none}
.mark{fill:#c8323a;fill-opacity:.28;stroke:#c8323a;stroke-width:1.5}
.legend{font-size:.85rem;color:var(--soft)}
.k{display:inline-block;width:.9em;height:.9em;border:1px solid var(--line);margin:0 .1em 0 .7em;vertical-align:-.1em}
.parts{font-size:.85rem}
.parts td,.parts th{padding:.3rem .7rem .3rem 0}
.parts td:nth-child(3),.parts td:nth-child(4){font-variant-numeric:tabular-nums;white-space:nowrap}
.parts th{font-family:var(--mono);font-weight:500;overflow-wrap:anywhere}
.sides{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:.3rem 1.2rem;font-size:.875rem}
.sides>div{overflow-wrap:anywhere}
.hex{font:.68rem/1.5 var(--mono);white-space:pre;overflow-x:auto;background:var(--panel);padding:.4rem .6rem;margin:.3rem 0}
@media (max-width:46rem){.sides{grid-template-columns:minmax(0,1fr)}}
@media print{@page{size:A4 landscape;@bottom-left{content:"Assay firmware image"}}}
</style>
)");
}

}  // namespace assay::report
