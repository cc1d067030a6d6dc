#include "inspect/firmware/indicators/modules.h"

#include <algorithm>
#include <fmt/format.h>

#include "bytes/text.h"
#include "inspect/firmware/add.h"

namespace assay::inspect::firmware::indicators {
namespace {

std::uint32_t file_above(const Tree& tree, std::uint32_t node) {
  for (; node != kNone; node = tree.nodes[node].parent)
    if (tree.nodes[node].kind == Kind::file) return node;
  return kNone;
}

}  // namespace

std::vector<Module> modules_of(const Tree& tree, bytes::ByteSpan image) {
  std::vector<Module> out;
  std::vector<bool> has_child(tree.nodes.size());
  for (const Node& node : tree.nodes)
    if (node.parent != kNone) has_child[node.parent] = true;
  for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
    const Node& node = tree.nodes[i];
    const auto all = tree.bytes_of(node, image);
    if (node.kind == Kind::free_space || all.size() <= node.header) continue;
    Module m{.node = i,
             .file = file_above(tree, i),
             .body = all.subspan(node.header),
             .offset = node.offset + node.header};
    m.executable = !attribute_of(node, kNormalised).empty();
    if (!m.executable && (has_child[i] || bytes::all_of(m.body, m.body.front()))) continue;
    out.push_back(m);
  }
  return out;
}

std::string_view attribute_of(const Node& node, std::string_view name) noexcept {
  const auto it = std::ranges::find(node.attributes, name, &Attribute::name);
  return it != node.attributes.end() ? std::string_view(it->value) : std::string_view{};
}

std::string place_text(const Node& node, std::uint64_t offset) {
  return fmt::format("offset {:#x}{}", offset,
                     node.buffer == 0 ? "" : fmt::format(" of decompressed part {}", node.buffer));
}

}  // namespace assay::inspect::firmware::indicators
