// The hashes of a Merkle tree as RFC 6962 section 2.1 defines them, and the two proofs over it:
// that an entry stands in the tree (inclusion), and that a larger tree only added to a smaller one
// (consistency). Whoever holds a tree's size and root needs nothing else to check either.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/error.h"
#include "bytes/reader.h"
#include "crypto/digest.h"

namespace assay::proof {

/// A SHA-256 value of the tree: 32 bytes.
using Hash = std::array<std::byte, 32>;

/// Hashes leaves and nodes with one engine that is prepared once; one per thread.
class TreeHasher {
 public:
  /// MTH of no leaves: SHA-256 of nothing.
  [[nodiscard]] Hash empty();
  /// SHA-256(0x00 ‖ entry).
  [[nodiscard]] Hash leaf(bytes::ByteSpan entry);
  /// SHA-256(0x01 ‖ left ‖ right).
  [[nodiscard]] Hash node(const Hash& left, const Hash& right);
  /// MTH of leaves or of equally high subtrees whose hashes these are: 2.1 with the leaf hashes
  /// given. empty() where there is none.
  [[nodiscard]] Hash root(std::span<const Hash> hashes);
  /// SHA-256(a ‖ b), without the tree's prefixes.
  [[nodiscard]] Hash plain(bytes::ByteSpan a, bytes::ByteSpan b = {});

 private:
  crypto::HashEngine engine_;
};

/// RFC 9162 section 2.1.3.2: whether `path` leads from the leaf hash at `index` to the root of a
/// tree of `size` leaves. An error says what does not hold.
[[nodiscard]] base::Result<void> verify_inclusion(TreeHasher& hasher, std::uint64_t index,
                                                  std::uint64_t size, const Hash& leaf,
                                                  std::span<const Hash> path, const Hash& root);

/// RFC 9162 section 2.1.4.2: whether the tree of `second` leaves extends the tree of `first`. Every
/// tree extends the empty one, with an empty proof; a tree extends itself, with an empty proof and
/// the same root.
[[nodiscard]] base::Result<void> verify_consistency(TreeHasher& hasher, std::uint64_t first,
                                                    std::uint64_t second, const Hash& first_root,
                                                    const Hash& second_root,
                                                    std::span<const Hash> proof);

/// Nothing where the bytes are not 32.
[[nodiscard]] std::optional<Hash> to_hash(bytes::ByteSpan bytes) noexcept;
[[nodiscard]] Hash as_hash(std::span<const std::byte, 32> bytes) noexcept;

}  // namespace assay::proof
