#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "formats/uefi/guid.h"
#include "inspect/firmware/image_json.h"

namespace assay::inspect::firmware {
namespace {

std::size_t count(const Tree& tree, Kind kind) {
  return static_cast<std::size_t>(std::count_if(
      tree.nodes.begin(), tree.nodes.end(), [&](const Node& node) { return node.kind == kind; }));
}

void append_count(std::string& text, const Tree& tree, Kind kind, std::string_view what) {
  const std::size_t n = count(tree, kind);
  if (n == 0) return;
  text += text.contains(": ") ? ", " : ": ";
  text += base::counted(n, what);
}

// Sections are how a file is built; only what lies in them is of interest here.
bool shown(const Node& node) {
  const bool gap = (node.kind == Kind::padding || node.kind == Kind::data) && !node.guid &&
                   node.name.empty() && node.type != "Startup AP data";
  return node.kind != Kind::section && node.kind != Kind::free_space && !gap;
}

// What tables, microcode and the like say of themselves; modules have it in the JSON.
bool told(const Node& node) {
  return node.kind == Kind::image || node.kind == Kind::region || node.kind == Kind::descriptor ||
         node.kind == Kind::table || node.kind == Kind::partition || node.kind == Kind::microcode ||
         node.kind == Kind::capsule;
}

void append_attributes(std::string& text, const Node& node, unsigned depth) {
  for (const auto& attribute : node.attributes)
    base::append(text, "{}  . {}: {}\n", std::string(std::size_t{2} * std::min(depth, 40U), ' '),
                 base::printable(attribute.name, 100), base::printable(attribute.value, 160));
}

void append_line(std::string& text, const Node& node, unsigned depth) {
  std::string line(std::size_t{2} * std::min(depth, 40U), ' ');
  line += base::printable(node.type, 100);
  if (!node.name.empty()) line += ' ' + base::printable(node.name, 100);
  if (node.guid) {
    line += ' ' + node.guid->to_string();
    const auto known = formats::uefi::known_name(*node.guid);
    if (node.name.empty() && !known.empty()) line += fmt::format(" ({})", known);
  }
  base::append(text, "{}, {} bytes", line, node.size);
  if (node.buffer == 0) base::append(text, " at 0x{:x}", node.offset);
  if (!node.version.empty()) base::append(text, ", version {}", base::printable(node.version, 100));
  text += '\n';
}

}  // namespace

std::string image_summary(const Tree& tree) {
  if (tree.nodes.empty()) return "an empty image";
  const Node& root = tree.nodes.front();
  std::string text = fmt::format("{}, {} bytes", root.type, root.size);
  if (!root.version.empty()) base::append(text, ", version {}", base::printable(root.version, 100));
  append_count(text, tree, Kind::region, "region");
  append_count(text, tree, Kind::volume, "volume");
  append_count(text, tree, Kind::file, "file");
  append_count(text, tree, Kind::microcode, "microcode update");
  append_count(text, tree, Kind::variable, "variable");
  return text;
}

std::string image_text(const Tree& tree) {
  std::string text;
  std::vector<unsigned> depth(tree.nodes.size(), 0);
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    const Node& node = tree.nodes[i];
    const unsigned above = node.parent == kNone ? 0 : depth[node.parent];
    depth[i] = above + (shown(node) ? 1 : 0);
    if (!shown(node)) continue;
    append_line(text, node, above);
    if (told(node)) append_attributes(text, node, above);
  }
  return text;
}

}  // namespace assay::inspect::firmware
