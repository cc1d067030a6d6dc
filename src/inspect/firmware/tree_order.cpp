#include "inspect/firmware/tree_order.h"

#include <algorithm>
#include <numeric>

#include "base/format.h"
#include "bytes/text.h"

namespace assay::inspect::firmware {
namespace {

bool stands_before(const Node& a, const Node& b) {
  if (a.buffer != b.buffer) return a.buffer < b.buffer;
  if (a.offset != b.offset) return a.offset < b.offset;
  return a.size > b.size;
}

// Every node's index, so that siblings stand together, in order; the root comes last.
std::vector<std::uint32_t> by_parent(const Tree& tree) {
  std::vector<std::uint32_t> order(tree.nodes.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Node& left = tree.nodes[a];
    const Node& right = tree.nodes[b];
    if (left.parent != right.parent) return left.parent < right.parent;
    if (stands_before(left, right)) return true;
    return !stands_before(right, left) && a < b;
  });
  return order;
}

Node gap(const Tree& tree, bytes::ByteSpan image, std::uint32_t parent, std::uint32_t buffer,
         std::uint64_t from, std::uint64_t to) {
  Node node{
      .kind = Kind::padding, .parent = parent, .buffer = buffer, .offset = from, .size = to - from};
  const auto bytes = tree.bytes_of(node, image);
  if (!bytes.empty() && bytes::all_of(bytes, bytes.front())) {
    node.type = fmt::format("Empty (0x{:02X})", static_cast<unsigned>(bytes.front()));
  } else {
    node.kind = Kind::data;
    node.type = "Non-empty padding";
  }
  return node;
}

bool is_alignment(bytes::ByteSpan bytes) {
  return bytes.size() < kAlignmentGap &&
         (bytes::all_of(bytes, std::byte{0}) || bytes::all_of(bytes, std::byte{0xFF}));
}

}  // namespace

void fill_gaps(Tree& tree, bytes::ByteSpan image, std::uint64_t most) {
  const auto order = by_parent(tree);
  std::vector<Node> gaps;
  const auto close = [&](std::uint32_t parent, std::uint32_t buffer, std::uint64_t from,
                         std::uint64_t to) {
    if (from >= to || gaps.size() >= most) return;
    Node node = gap(tree, image, parent, buffer, from, to);
    if (!is_alignment(tree.bytes_of(node, image))) gaps.push_back(std::move(node));
  };
  for (std::size_t i = 0; i < order.size();) {
    const std::uint32_t parent = tree.nodes[order[i]].parent;
    const std::uint32_t buffer = tree.nodes[order[i]].buffer;
    if (parent == kNone) break;
    const Node& above = tree.nodes[parent];
    const bool same = above.buffer == buffer;
    std::uint64_t at = same ? above.offset + std::min<std::uint64_t>(above.header, above.size) : 0;
    const std::uint64_t end = same          ? above.offset + above.size
                              : buffer == 0 ? image.size()
                                            : tree.buffers[buffer].size();
    for (; i < order.size(); ++i) {
      const Node& child = tree.nodes[order[i]];
      if (child.parent != parent || child.buffer != buffer) break;
      close(parent, buffer, at, std::min(child.offset, end));
      at = std::max(at, child.offset + child.size);
    }
    close(parent, buffer, at, end);
  }
  tree.nodes.insert(tree.nodes.end(), std::make_move_iterator(gaps.begin()),
                    std::make_move_iterator(gaps.end()));
}

void put_in_order(Tree& tree) {
  const auto order = by_parent(tree);
  // Where each node's children begin in `order`.
  std::vector<std::uint32_t> first(tree.nodes.size() + 1, kNone);
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    const std::uint32_t parent = tree.nodes[order[i]].parent;
    if (parent != kNone && first[parent] == kNone) first[parent] = i;
  }
  std::vector<Node> sorted;
  sorted.reserve(tree.nodes.size());
  std::vector<std::uint32_t> renamed(tree.nodes.size(), kNone);
  // A stack of (place in `order`) instead of recursion: depth is the image's to choose.
  std::vector<std::uint32_t> stack;
  const auto visit = [&](std::uint32_t old) {
    Node node = std::move(tree.nodes[old]);
    if (node.parent != kNone) node.parent = renamed[node.parent];
    renamed[old] = static_cast<std::uint32_t>(sorted.size());
    sorted.push_back(std::move(node));
    if (first[old] != kNone) stack.push_back(first[old]);
  };
  std::vector<std::uint32_t> parents(tree.nodes.size());
  for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) parents[i] = tree.nodes[i].parent;
  if (!tree.nodes.empty()) visit(0);
  while (!stack.empty()) {
    const std::uint32_t at = stack.back();
    stack.pop_back();
    const std::uint32_t old = order[at];
    if (at + 1 < order.size() && parents[order[at + 1]] == parents[old]) stack.push_back(at + 1);
    visit(old);
  }
  tree.nodes = std::move(sorted);
}

}  // namespace assay::inspect::firmware
