// Which hashes make a proof: the inclusion path (RFC 6962 section 2.1.1) and the consistency proof
// (2.1.2), computed over any source of subtree hashes: a list in memory, tiles on a disk.
#pragma once

#include <functional>
#include <vector>

#include "proof/merkle.h"

namespace assay::proof {

/// The hash of the whole subtree of height `height` (2^height leaves) that is number `index` of its
/// height from the left.
using SubtreeSource = std::function<base::Result<Hash>(unsigned height, std::uint64_t index)>;

/// MTH of leaves [begin, end), where `begin` is the start of such a subtree of the whole tree.
[[nodiscard]] base::Result<Hash> range_root(TreeHasher& hasher, std::uint64_t begin,
                                            std::uint64_t end, const SubtreeSource& source);

/// From the leaf's sibling up to the root's child. An error where `index` is not below `size`.
[[nodiscard]] base::Result<std::vector<Hash>> inclusion_path(TreeHasher& hasher,
                                                             std::uint64_t index,
                                                             std::uint64_t size,
                                                             const SubtreeSource& source);

/// From a tree of `first` leaves to one of `second`; empty where verify_consistency() wants none.
[[nodiscard]] base::Result<std::vector<Hash>> consistency_path(TreeHasher& hasher,
                                                               std::uint64_t first,
                                                               std::uint64_t second,
                                                               const SubtreeSource& source);

}  // namespace assay::proof
