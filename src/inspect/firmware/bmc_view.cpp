#include "inspect/firmware/bmc_view.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"

namespace assay::inspect::firmware {
namespace {

using formats::json::Value;

bool is_module(const Node& node) noexcept {
  switch (node.kind) {
    case Kind::executable:
    case Kind::archive:
    case Kind::filesystem:
    case Kind::entry:
    case Kind::store:
    case Kind::table:
    case Kind::partition:
    case Kind::volume:
    case Kind::file:
    case Kind::microcode:
      return true;
    default:
      return false;
  }
}

Value node_json(const Tree& tree, std::uint32_t index) {
  const Node& node = tree.nodes[index];
  Value json{{"name", base::printable(node.name)},
             {"type", base::printable(node.type)},
             {"sha256", node.digest.hex()},
             {"offset", node.offset},
             {"size", node.size},
             {"path", base::printable(tree.path_of(index))}};
  if (!node.version.empty()) json["version"] = base::printable(node.version);
  if (node.buffer != 0) json["packed"] = true;
  for (const auto& a : node.attributes) json["attributes"][base::printable(a.name)] = a.value;
  return json;
}

std::size_t count_if(const Tree& tree, bool (*test)(const Node&)) {
  return static_cast<std::size_t>(std::ranges::count_if(tree.nodes, test));
}

bool is_gap(const Node& node) noexcept {
  return (node.kind == Kind::padding || node.kind == Kind::data) && node.name.empty();
}

void append_line(std::string& text, const Node& node, unsigned depth) {
  std::string line(std::size_t{2} * std::min(depth, 40U), ' ');
  line += base::printable(node.type, 100);
  if (!node.name.empty()) line += ' ' + base::printable(node.name, 200);
  base::append(text, "    {}, {} bytes", line, node.size);
  if (node.buffer == 0 && node.kind != Kind::entry) base::append(text, " at 0x{:x}", node.offset);
  if (!node.version.empty()) base::append(text, ", {}", base::printable(node.version, 160));
  text += '\n';
}

}  // namespace

Value bmc_json(const Tree& tree) {
  Value json{{"modules", Value::array()}, {"regions", Value::array()}};
  for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
    if (is_module(tree.nodes[i])) json["modules"].push_back(node_json(tree, i));
    if (tree.nodes[i].parent == 0) json["regions"].push_back(node_json(tree, i));
  }
  return json;
}

std::string bmc_summary(const Tree& tree) {
  if (tree.nodes.empty()) return "an empty image";
  const Node& root = tree.nodes.front();
  std::string what = root.type;
  // A file that is one thing is called by its name.
  const auto parts = count_if(tree, [](const Node& n) { return n.parent == 0 && !is_gap(n); });
  const auto only =
      std::ranges::find_if(tree.nodes, [](const Node& n) { return n.parent == 0 && !is_gap(n); });
  if (parts == 1 && only->offset == 0) {
    what = only->type;
    if (!only->name.empty()) what += ' ' + base::printable(only->name, 100);
  }
  std::string text = fmt::format("{}, {} bytes", what, root.size);
  std::string counts;
  const auto add = [&](std::size_t n, std::string_view one, std::string_view many = {}) {
    if (n == 0) return;
    counts += counts.empty() ? ": " : ", ";
    counts += base::counted(n, one, many);
  };
  add(count_if(tree, [](const Node& n) { return n.kind == Kind::executable; }), "executable");
  add(count_if(tree, [](const Node& n) { return n.kind == Kind::archive; }), "archive");
  add(count_if(tree, [](const Node& n) { return n.kind == Kind::filesystem; }), "file system");
  add(count_if(tree, [](const Node& n) { return n.kind == Kind::entry && n.type == "file"; }),
      "file");
  add(count_if(tree, [](const Node& n) { return n.kind == Kind::variable; }), "variable");
  text += counts;
  const auto version =
      std::ranges::find_if(tree.nodes, [](const Node& n) { return !n.version.empty(); });
  if (version != tree.nodes.end()) text += "; " + base::printable(version->version, 160);
  return text;
}

std::string bmc_text(const Tree& tree) {
  std::string text;
  std::vector<unsigned> depth(tree.nodes.size(), 0);
  for (std::size_t i = 1; i < tree.nodes.size(); ++i) {
    const Node& node = tree.nodes[i];
    const unsigned above = node.parent == kNone ? 0 : depth[node.parent];
    const bool shown = !is_gap(node) || node.parent == 0;
    depth[i] = above + (shown ? 1 : 0);
    if (!shown) continue;
    append_line(text, node, above);
    if (node.kind == Kind::entry) continue;
    for (const auto& a : node.attributes) {
      const std::string pad(std::size_t{2} * std::min(above, 40U) + 4, ' ');
      base::append(text, "    {}{}: {}\n", pad, base::printable(a.name, 100),
                   base::printable(a.value, 160));
    }
  }
  return text;
}

}  // namespace assay::inspect::firmware
