#include "proof/merkle.h"

#include <algorithm>
#include <bit>
#include <fmt/format.h>

namespace assay::proof {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::array<std::byte, 1> kLeaf{std::byte{0x00}};
constexpr std::array<std::byte, 1> kNode{std::byte{0x01}};

Hash taken(const crypto::Digest& digest) { return as_hash(digest.span().first<32>()); }

}  // namespace

Hash as_hash(std::span<const std::byte, 32> bytes) noexcept {
  Hash out{};
  std::ranges::copy(bytes, out.begin());
  return out;
}

std::optional<Hash> to_hash(bytes::ByteSpan bytes) noexcept {
  if (bytes.size() != Hash{}.size()) return std::nullopt;
  return as_hash(bytes.first<32>());
}

Hash TreeHasher::empty() { return plain({}); }

Hash TreeHasher::plain(bytes::ByteSpan a, bytes::ByteSpan b) {
  return taken(engine_.hash(crypto::HashAlg::sha256, a, b));
}

Hash TreeHasher::leaf(bytes::ByteSpan entry) { return plain(kLeaf, entry); }

Hash TreeHasher::node(const Hash& left, const Hash& right) {
  engine_.begin(crypto::HashAlg::sha256);
  engine_.update(kNode);
  engine_.update(left);
  engine_.update(right);
  return taken(engine_.end());
}

// Level by level, an odd last one rising as it is: that is MTH, whose left part is the largest
// power of two below the number of leaves.
Hash TreeHasher::root(std::span<const Hash> hashes) {
  if (hashes.empty()) return empty();
  std::vector<Hash> row(hashes.begin(), hashes.end());
  for (std::size_t n = row.size(); n > 1; n = (n + 1) / 2) {
    for (std::size_t i = 0; i < n / 2; ++i) row[i] = node(row[2 * i], row[2 * i + 1]);
    if (n % 2 == 1) row[n / 2] = row[n - 1];
  }
  return row.front();
}

base::Result<void> verify_inclusion(TreeHasher& hasher, std::uint64_t index, std::uint64_t size,
                                    const Hash& leaf, std::span<const Hash> path,
                                    const Hash& root) {
  if (index >= size)
    return fail(ErrorKind::refused,
                fmt::format("inclusion: leaf {} is not in a tree of {} leaves", index, size));
  std::uint64_t fn = index;
  std::uint64_t sn = size - 1;
  Hash r = leaf;
  for (const Hash& p : path) {
    if (sn == 0) return fail(ErrorKind::refused, "inclusion: the proof has too many hashes");
    if (fn % 2 == 1 || fn == sn) {
      r = hasher.node(p, r);
      while (fn % 2 == 0 && fn != 0) {
        fn >>= 1U;
        sn >>= 1U;
      }
    } else {
      r = hasher.node(r, p);
    }
    fn >>= 1U;
    sn >>= 1U;
  }
  if (sn != 0) return fail(ErrorKind::refused, "inclusion: the proof has too few hashes");
  if (r != root)
    return fail(ErrorKind::refused, "inclusion: the proof does not lead to the tree's root");
  return {};
}

base::Result<void> verify_consistency(TreeHasher& hasher, std::uint64_t first, std::uint64_t second,
                                      const Hash& first_root, const Hash& second_root,
                                      std::span<const Hash> proof) {
  if (first > second)
    return fail(ErrorKind::refused,
                fmt::format("consistency: {} leaves are more than {}", first, second));
  if (first == 0 || first == second) {
    if (!proof.empty())
      return fail(ErrorKind::refused, "consistency: expected a proof without hashes");
    if (first == 0 && first_root != hasher.empty())
      return fail(ErrorKind::refused, "consistency: a tree without leaves has another root");
    if (first == second && first_root != second_root)
      return fail(ErrorKind::refused, "consistency: two roots for one size");
    return {};
  }
  const bool whole = std::has_single_bit(first);
  if (!whole && proof.empty())
    return fail(ErrorKind::refused, "consistency: the proof has too few hashes");
  std::uint64_t fn = first - 1;
  std::uint64_t sn = second - 1;
  const auto odd = static_cast<unsigned>(std::countr_one(fn));
  fn >>= odd;
  sn >>= odd;
  Hash fr = whole ? first_root : proof.front();
  Hash sr = fr;
  for (const Hash& c : proof.subspan(whole ? 0 : 1)) {
    if (sn == 0) return fail(ErrorKind::refused, "consistency: the proof has too many hashes");
    if (fn % 2 == 1 || fn == sn) {
      fr = hasher.node(c, fr);
      sr = hasher.node(c, sr);
      while (fn % 2 == 0 && fn != 0) {
        fn >>= 1U;
        sn >>= 1U;
      }
    } else {
      sr = hasher.node(sr, c);
    }
    fn >>= 1U;
    sn >>= 1U;
  }
  if (sn != 0) return fail(ErrorKind::refused, "consistency: the proof has too few hashes");
  if (fr != first_root)
    return fail(ErrorKind::refused, "consistency: the proof does not lead to the smaller root");
  if (sr != second_root)
    return fail(ErrorKind::refused, "consistency: the proof does not lead to the larger root");
  return {};
}

}  // namespace assay::proof
