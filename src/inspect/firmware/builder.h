// How formats add to an image's tree. An adapter (`add_*`) is handed the builder and a place,
// decodes what stands there and adds nodes; streams are handed over with what to do with their
// content and decompressed beside the walk. Order, gaps between nodes and digests are the builder's
// work, done once in finish().
//
//     const NodeId volume = tree.add({.kind = Kind::volume, .parent = at.parent, .buffer =
//     at.buffer, .offset = at.offset, .size = length, .header = 72, .type = "FFSv2"});
//     tree.attribute(volume, "Revision", "2");
//
// An image that would cost more than its Budget gets no further nodes: add() then gives kNone,
// which every member accepts, so that only loops need to look at exhausted().
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string_view>

#include "base/time.h"
#include "bytes/budget.h"
#include "inspect/firmware/image_tree.h"
#include "inspect/firmware/work_pool.h"

namespace assay::inspect::firmware {

/// Index of a node in the builder; finish() renumbers, so nothing may keep one beyond it.
using NodeId = std::uint32_t;

/// A stretch of a buffer below a node.
struct Place {
  NodeId parent = kNone;
  std::uint32_t buffer = 0;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

struct Options {
  std::string artefact{};  ///< the file's path, for the findings' cites
  unsigned threads = 0;    ///< the caller's own included; 0: the processor's, at most 8
  std::optional<crypto::Digest> digest{};  ///< SHA-256 of the image, where the caller has it
  std::optional<base::Time> as_of{};       ///< the day that dates are compared with
};

/// A stream's content and the name of what it was packed with ("LZMA", "Tiano").
struct Unpacked {
  base::Bytes bytes;
  std::string_view algorithm;
};
/// Runs on another thread: it may read the image's bytes and spend its own Budget, nothing else.
using Unpack = std::function<bytes::Parsed<Unpacked>(bytes::Budget&)>;

class TreeBuilder {
 public:
  /// `image` must outlive the builder. The root node (kind image, all bytes) stands already.
  TreeBuilder(bytes::ByteSpan image, bytes::Budget& budget, crypto::HashEngine& hash,
              Options options);

  [[nodiscard]] static constexpr NodeId root() noexcept { return 0; }
  [[nodiscard]] bytes::ByteSpan image() const noexcept { return image_; }
  [[nodiscard]] bytes::Budget& budget() noexcept { return budget_; }
  [[nodiscard]] const std::optional<base::Time>& as_of() const noexcept { return options_.as_of; }
  [[nodiscard]] bool exhausted() const noexcept { return exhausted_; }

  /// Costs one item. `parent` must be a node; offset and size must lie within the buffer (what
  /// reaches beyond is cut off and flagged) and stay as they are. In any order.
  NodeId add(Node node);
  /// A node to write to; for kNone one that is thrown away. Valid until the next add().
  [[nodiscard]] Node& at(NodeId node) noexcept;
  void attribute(NodeId node, std::string_view name, std::string value);
  /// How many nodes there are so far; their ids are 0 to this.
  [[nodiscard]] NodeId size() const noexcept { return static_cast<NodeId>(tree_.nodes.size()); }

  /// The bytes of a buffer, a place or a node; valid as long as the builder and then the Tree.
  [[nodiscard]] bytes::ByteSpan buffer(std::uint32_t index) const noexcept;
  [[nodiscard]] bytes::ByteSpan bytes_of(const Place& place) const noexcept;
  [[nodiscard]] bytes::ByteSpan bytes_of(NodeId node) const noexcept;
  /// A cursor over the place whose offsets are those of the buffer.
  [[nodiscard]] bytes::Reader reader(const Place& place) const noexcept;
  /// What a node holds after its header.
  [[nodiscard]] Place body(NodeId node) const noexcept;

  /// Decompresses beside the walk and calls `then` with the content as a new buffer below `node`
  /// (whose attribute "Algorithm" is set). `expected` is the size that the stream's header states,
  /// the most that `unpack` may produce; it is charged to the Budget, what was not used given back.
  /// Failure is a finding and an attribute of the node; a stream sixteen deep in others is refused.
  void unpack_later(NodeId node, std::uint64_t expected, Unpack unpack,
                    std::function<void(TreeBuilder&, const Place&)> then);

  /// Flags something about the node: `code` from evidence/finding_codes.h. From the thousandth on
  /// only their number is kept.
  void finding(std::string_view code, NodeId node, std::string why);
  /// The same from a parser: artefact.malformed, with offset, field and expectation.
  void malformed(NodeId node, const bytes::ParseError& error);

  /// Waits for streams, fills gaps, computes digests and orders the nodes. Once.
  [[nodiscard]] Tree finish() &&;

 private:
  struct Stream {
    NodeId node = kNone;
    std::uint64_t expected = 0;
    Unpack unpack;
    std::function<void(TreeBuilder&, const Place&)> then;
    std::shared_ptr<Ticket> ticket;
    std::optional<bytes::Parsed<Unpacked>> result;
    bool refused = false;
  };
  /// Digests of consecutive nodes, computed as one task.
  struct DigestBatch {
    std::size_t first = 0;
    std::vector<bytes::ByteSpan> bytes;
    std::vector<crypto::Digest> digests;
  };

  void start_streams();
  void settle(Stream& stream);
  void queue_digests();
  void collect_digests();
  /// False from the thousandth finding on.
  [[nodiscard]] bool may_flag() noexcept;
  void tell_unflagged();
  [[nodiscard]] std::string where(NodeId node, std::uint64_t offset) const;

  bytes::ByteSpan image_;
  bytes::Budget& budget_;
  Options options_;
  Tree tree_;
  std::vector<std::uint32_t> buffer_depth_;
  Node discarded_;
  bool exhausted_ = false;
  std::uint64_t unflagged_ = 0;  ///< findings that were only counted
  std::uint64_t promised_ = 0;   ///< bytes that running streams may still use
  std::deque<std::unique_ptr<Stream>> waiting_;
  std::deque<std::unique_ptr<Stream>> running_;
  std::size_t digested_ = 0;  ///< nodes whose digests are queued
  std::vector<std::unique_ptr<DigestBatch>> digests_;
  WorkPool pool_;  ///< last: its threads end before what they read
};

}  // namespace assay::inspect::firmware
