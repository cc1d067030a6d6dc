#include "inspect/firmware/spots.h"

namespace assay::inspect::firmware {

Spots::Spots(TreeBuilder& tree) : tree_(tree) {
  for (NodeId id = 0; id < tree.size(); ++id) {
    const Node& node = tree.at(id);
    if (node.buffer == 0 && node.size > 0) spans_.push_back({node.offset, node.size, id});
  }
}

bool Spots::afford() noexcept {
  constexpr std::uint64_t kMostLooks = 50'000'000;
  looks_ += spans_.size();
  return looks_ <= kMostLooks;
}

NodeId Spots::find(std::uint64_t offset, std::uint64_t size) noexcept {
  if (!afford()) return kNone;
  NodeId found = kNone;
  for (const Span& span : spans_)
    if (span.offset == offset && span.size == size) found = span.node;
  return found;
}

NodeId Spots::find_or_add(Node node) {
  const std::uint64_t size = tree_.image().size();
  if (!afford()) return kNone;
  if (node.size == 0 || node.offset >= size || node.size > size - node.offset) return kNone;
  const std::uint64_t end = node.offset + node.size;
  const Span* around = nullptr;
  for (const Span& span : spans_) {
    const std::uint64_t span_end = span.offset + span.size;
    if (span.offset >= end || span_end <= node.offset) continue;
    if (span.offset == node.offset && span_end == end && span.node != TreeBuilder::root())
      return span.node;
    if (span.offset > node.offset || span_end < end) return kNone;
    // Of two that cover the same bytes the later is the inner one.
    if (around == nullptr || span.size <= around->size) around = &span;
  }
  if (around == nullptr) return kNone;
  node.parent = around->node;
  const NodeId id = tree_.add(std::move(node));
  if (id != kNone) spans_.push_back({tree_.at(id).offset, tree_.at(id).size, id});
  return id;
}

}  // namespace assay::inspect::firmware
