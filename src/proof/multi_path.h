// One proof for many entries of a tree at once: the hashes of exactly those subtrees that hold none
// of them, from left to right. A hundred thousand entries that stand together need a few dozen
// hashes, where as many single proofs would need millions. The tree is RFC 6962's (section 2.1).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "proof/merkle.h"
#include "proof/merkle_path.h"

namespace assay::proof {

/// An entry's number, and the hash of its leaf.
struct NumberedLeaf {
  std::uint64_t index = 0;
  Hash hash{};
};

/// `indexes` ascending, none twice, all below `size`. An error where they are not, or where the
/// source has one.
[[nodiscard]] base::Result<std::vector<Hash>> multi_path(TreeHasher& hasher,
                                                         std::span<const std::uint64_t> indexes,
                                                         std::uint64_t size,
                                                         const SubtreeSource& source);

/// Whether `path` leads from the leaves, ascending by number, to the root of a tree of `size`
/// leaves. An error says what does not hold. Costs at most two hashes a leaf and level.
[[nodiscard]] base::Result<void> verify_multi(TreeHasher& hasher,
                                              std::span<const NumberedLeaf> leaves,
                                              std::uint64_t size, std::span<const Hash> path,
                                              const Hash& root);

}  // namespace assay::proof
