#include "inspect/firmware/image_tree.h"

#include <algorithm>

#include "formats/uefi/guid.h"

namespace assay::inspect::firmware {

bytes::ByteSpan Tree::bytes_of(const Node& node, bytes::ByteSpan image) const noexcept {
  const bytes::ByteSpan whole = node.buffer == 0 ? image : bytes::ByteSpan(buffers[node.buffer]);
  if (node.offset > whole.size()) return {};
  const auto offset = static_cast<std::size_t>(node.offset);
  return whole.subspan(offset,
                       std::min(static_cast<std::size_t>(node.size), whole.size() - offset));
}

namespace {
std::string step(const Node& node) {
  if (!node.guid) return node.name.empty() ? node.type : node.name;
  std::string text = node.guid->to_string();
  if (!node.name.empty()) text += '(' + node.name + ')';
  return text;
}
}  // namespace

std::string Tree::path_of(std::uint32_t node) const {
  std::vector<std::uint32_t> chain;
  for (std::uint32_t at = node; at != kNone && nodes[at].parent != kNone; at = nodes[at].parent)
    chain.push_back(at);
  std::string path;
  for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
    if (!path.empty()) path += '/';
    path += step(nodes[*it]);
  }
  return path;
}

}  // namespace assay::inspect::firmware
