// Where in a tree that others have built a further node belongs. Tables such as the FIT name bytes
// by address, which may lie in a volume's file, in padding or in nothing known.
#pragma once

#include <cstdint>
#include <vector>

#include "inspect/firmware/builder.h"

namespace assay::inspect::firmware {

class Spots {
 public:
  /// Looks at the nodes of the image itself that stand now.
  explicit Spots(TreeBuilder& tree);

  /// The node that covers exactly these bytes, else a new one like `node` below the smallest node
  /// around them; kNone where the bytes overlap others in part, or hold nodes already (then they
  /// are not one thing). Costs a look at every node; kNone too once that
  /// has been too many looks, which takes a hostile image.
  NodeId find_or_add(Node node);
  /// The node that covers exactly these bytes; kNone where there is none.
  [[nodiscard]] NodeId find(std::uint64_t offset, std::uint64_t size) noexcept;

 private:
  struct Span {
    std::uint64_t offset;
    std::uint64_t size;
    NodeId node;
  };
  [[nodiscard]] bool afford() noexcept;

  TreeBuilder& tree_;
  std::uint64_t looks_ = 0;
  std::vector<Span> spans_;
};

}  // namespace assay::inspect::firmware
