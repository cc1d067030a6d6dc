#include "inspect/firmware/builder.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "bytes/text.h"
#include "evidence/finding_codes.h"
#include "inspect/firmware/tree_order.h"

namespace assay::inspect::firmware {

TreeBuilder::TreeBuilder(bytes::ByteSpan image, bytes::Budget& budget, crypto::HashEngine& hash,
                         Options options)
    : image_(image), budget_(budget), options_(std::move(options)), pool_(options_.threads, hash) {
  tree_.buffers.emplace_back();
  buffer_depth_.push_back(0);
  Node root{.kind = Kind::image, .size = image.size(), .type = "Image"};
  if (options_.digest) root.digest = *options_.digest;
  tree_.nodes.push_back(std::move(root));
}

NodeId TreeBuilder::add(Node node) {
  if (exhausted_ || node.parent >= tree_.nodes.size() || node.buffer >= tree_.buffers.size())
    return kNone;
  if (auto ok = budget_.items(1, node.offset, "node"); !ok) {
    exhausted_ = true;
    malformed(node.parent, ok.error());
    return kNone;
  }
  const std::uint64_t whole = buffer(node.buffer).size();
  const std::uint64_t left = node.offset > whole ? 0 : whole - node.offset;
  const bool cut = node.size > left;
  const std::uint64_t wanted = node.size;
  node.size = std::min(node.size, left);
  node.header = static_cast<std::uint32_t>(std::min<std::uint64_t>(node.header, node.size));
  const auto id = static_cast<NodeId>(tree_.nodes.size());
  tree_.nodes.push_back(std::move(node));
  if (cut)
    malformed(id, {bytes::Fault::truncated, tree_.nodes[id].offset, "size", {}, wanted, left});
  return id;
}

Node& TreeBuilder::at(NodeId node) noexcept {
  if (node < tree_.nodes.size()) return tree_.nodes[node];
  discarded_ = {};
  return discarded_;
}

void TreeBuilder::attribute(NodeId node, std::string_view name, std::string value) {
  at(node).attributes.push_back({std::string(name), std::move(value)});
}

bytes::ByteSpan TreeBuilder::buffer(std::uint32_t index) const noexcept {
  if (index == 0) return image_;
  return index < tree_.buffers.size() ? bytes::ByteSpan(tree_.buffers[index]) : bytes::ByteSpan();
}

bytes::ByteSpan TreeBuilder::bytes_of(const Place& place) const noexcept {
  const auto whole = buffer(place.buffer);
  if (place.offset > whole.size()) return {};
  const auto rest = whole.subspan(static_cast<std::size_t>(place.offset));
  return rest.first(static_cast<std::size_t>(std::min<std::uint64_t>(place.size, rest.size())));
}

bytes::ByteSpan TreeBuilder::bytes_of(NodeId node) const noexcept {
  return node < tree_.nodes.size() ? tree_.bytes_of(tree_.nodes[node], image_) : bytes::ByteSpan();
}

bytes::Reader TreeBuilder::reader(const Place& place) const noexcept {
  return bytes::Reader(bytes_of(place), place.offset);
}

Place TreeBuilder::body(NodeId id) const noexcept {
  if (id >= tree_.nodes.size()) return {};
  const Node& node = tree_.nodes[id];
  const std::uint64_t header = std::min<std::uint64_t>(node.header, node.size);
  return {id, node.buffer, node.offset + header, node.size - header};
}

std::string TreeBuilder::where(NodeId node, std::uint64_t offset) const {
  std::string text = fmt::format("offset {} (0x{:x})", offset, offset);
  if (node >= tree_.nodes.size() || tree_.nodes[node].buffer == 0) return text;
  // Below a stream an offset alone says nothing: name the node that holds the stream.
  const std::uint32_t buffer = tree_.nodes[node].buffer;
  while (node != kNone && tree_.nodes[node].buffer == buffer) node = tree_.nodes[node].parent;
  return node == kNone
             ? text
             : text + " of what is packed in " + base::printable(tree_.path_of(node), 300);
}

// An image made of false headers would else cost more in words than in bytes.
bool TreeBuilder::may_flag() noexcept {
  constexpr std::size_t kMost = 1000;
  if (tree_.findings.size() < kMost) return true;
  ++unflagged_;
  return false;
}

void TreeBuilder::tell_unflagged() {
  if (unflagged_ == 0) return;
  tree_.findings.push_back(evidence::make_finding(
      "artefact.malformed", base::printable(options_.artefact, 300),
      fmt::format("{} further findings about the image are left out.", unflagged_),
      {{options_.artefact, ""}}));
}

void TreeBuilder::finding(std::string_view code, NodeId node, std::string why) {
  if (!may_flag()) return;
  const bool known = node < tree_.nodes.size();
  const std::string path = known ? base::printable(tree_.path_of(node), 300) : std::string();
  tree_.findings.push_back(evidence::make_finding(
      code, path.empty() ? base::printable(options_.artefact, 300) : path, std::move(why),
      {{options_.artefact, known ? where(node, tree_.nodes[node].offset) : std::string()}}));
}

void TreeBuilder::malformed(NodeId node, const bytes::ParseError& error) {
  if (!may_flag()) return;
  const std::string path =
      node < tree_.nodes.size() ? base::printable(tree_.path_of(node), 300) : std::string();
  tree_.findings.push_back(evidence::make_finding(
      "artefact.malformed", path.empty() ? base::printable(options_.artefact, 300) : path,
      fmt::format("{} does not follow its format: {}.", path.empty() ? "The image" : path,
                  error.describe()),
      {{options_.artefact, where(node, error.offset)}}));
}

// Batches of about a mebibyte, so that thousands of small nodes do not each visit the queue.
void TreeBuilder::queue_digests() {
  constexpr std::uint64_t kBatch = std::uint64_t{1} << 20U;
  while (digested_ < tree_.nodes.size()) {
    auto batch = std::make_unique<DigestBatch>();
    batch->first = digested_;
    for (std::uint64_t bytes = 0; digested_ < tree_.nodes.size() && bytes < kBatch; ++digested_) {
      const Node& node = tree_.nodes[digested_];
      const bool known = node.digest.size() != 0;
      batch->bytes.push_back(known ? bytes::ByteSpan() : bytes_of(static_cast<NodeId>(digested_)));
      bytes += batch->bytes.back().size();
    }
    batch->digests.resize(batch->bytes.size());
    DigestBatch* const work = batch.get();
    digests_.push_back(std::move(batch));
    pool_.run(
        [work](crypto::HashEngine& hash) {
          for (std::size_t i = 0; i < work->bytes.size(); ++i)
            work->digests[i] = hash.hash(crypto::HashAlg::sha256, work->bytes[i]);
        },
        false);
  }
}

void TreeBuilder::collect_digests() {
  pool_.wait_all();
  for (const auto& batch : digests_)
    for (std::size_t i = 0; i < batch->digests.size(); ++i) {
      crypto::Digest& digest = tree_.nodes[batch->first + i].digest;
      if (digest.size() == 0) digest = batch->digests[i];
    }
}

Tree TreeBuilder::finish() && {
  queue_digests();
  for (start_streams(); !running_.empty(); start_streams()) {
    const auto stream = std::move(running_.front());
    running_.pop_front();
    pool_.wait(*stream->ticket);
    settle(*stream);
    queue_digests();
  }
  fill_gaps(tree_, image_, budget_.left().items);
  queue_digests();
  collect_digests();
  put_in_order(tree_);
  tell_unflagged();
  return std::move(tree_);
}

}  // namespace assay::inspect::firmware
