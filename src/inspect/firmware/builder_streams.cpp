// Streams: decompressed on the pool's threads, taken up by the walk in the order in which it met
// them, so that the tree, the findings and what the Budget refuses do not depend on which thread
// was faster.
#include "base/format.h"
#include "inspect/firmware/builder.h"

namespace assay::inspect::firmware {
namespace {
constexpr std::uint32_t kDeepest = 16;
}

void TreeBuilder::unpack_later(NodeId node, std::uint64_t expected, Unpack unpack,
                               std::function<void(TreeBuilder&, const Place&)> then) {
  if (node >= tree_.nodes.size() || exhausted_) return;
  if (buffer_depth_[tree_.nodes[node].buffer] >= kDeepest) {
    malformed(node, {bytes::Fault::budget, tree_.nodes[node].offset, "stream", "depth",
                     kDeepest + 1, kDeepest});
    return;
  }
  auto stream = std::make_unique<Stream>();
  stream->node = node;
  stream->expected = expected;
  stream->unpack = std::move(unpack);
  stream->then = std::move(then);
  waiting_.push_back(std::move(stream));
  start_streams();
}

// A stream starts when what it may produce fits beside what the running ones were promised. One
// that does not fit waits for those; one that does not fit alone is refused.
void TreeBuilder::start_streams() {
  while (!waiting_.empty()) {
    const std::uint64_t left = budget_.left().bytes - std::min(budget_.left().bytes, promised_);
    Stream& next = *waiting_.front();
    if (next.expected > left) {
      if (!running_.empty()) return;
      const Node& node = tree_.nodes[next.node];
      malformed(next.node, {bytes::Fault::budget, node.offset, "uncompressed size", "bytes",
                            next.expected, left});
      attribute(next.node, "Not decompressed", "larger than the budget");
      waiting_.pop_front();
      continue;
    }
    promised_ += next.expected;
    next.ticket = pool_.run(
        [&next, depth = budget_.left().depth](crypto::HashEngine&) {
          bytes::Budget own({.items = 1'000'000, .bytes = next.expected, .depth = depth});
          next.result = next.unpack(own);
        },
        true);
    running_.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
}

void TreeBuilder::settle(Stream& stream) {
  promised_ -= stream.expected;
  stream.unpack = nullptr;
  if (!stream.result) {
    malformed(stream.node, {bytes::Fault::budget, tree_.nodes[stream.node].offset, "stream",
                            "memory", stream.expected, 0});
    return;
  }
  if (!*stream.result) {
    malformed(stream.node, stream.result->error());
    attribute(stream.node, "Not decompressed", stream.result->error().describe());
    return;
  }
  Unpacked& content = **stream.result;
  // Cannot fail: it was promised.
  if (auto ok = budget_.bytes(content.bytes.size(), 0, "content"); !ok) return;
  if (!content.algorithm.empty())
    attribute(stream.node, "Algorithm", std::string(content.algorithm));
  attribute(stream.node, "Decompressed size", fmt::format("{}", content.bytes.size()));
  const auto buffer = static_cast<std::uint32_t>(tree_.buffers.size());
  const Place place{stream.node, buffer, 0, content.bytes.size()};
  buffer_depth_.push_back(buffer_depth_[tree_.nodes[stream.node].buffer] + 1);
  tree_.buffers.push_back(std::move(content.bytes));
  stream.then(*this, place);
}

}  // namespace assay::inspect::firmware
