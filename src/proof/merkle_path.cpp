#include "proof/merkle_path.h"

#include <algorithm>
#include <bit>
#include <fmt/format.h>

namespace assay::proof {
namespace {

// The largest power of two below n, for n > 1.
std::uint64_t split_of(std::uint64_t n) { return std::bit_floor(n - 1); }

}  // namespace

base::Result<Hash> range_root(TreeHasher& hasher, std::uint64_t begin, std::uint64_t end,
                              const SubtreeSource& source) {
  if (begin == end) return hasher.empty();
  // Whole subtrees from the left, each smaller than the one before it; folded from the right.
  std::vector<Hash> peaks;
  for (std::uint64_t at = begin; at < end;) {
    const std::uint64_t part = std::bit_floor(end - at);
    const auto height = static_cast<unsigned>(std::countr_zero(part));
    ASSAY_TRY(const auto hash, source(height, at >> height));
    peaks.push_back(hash);
    at += part;
  }
  Hash root = peaks.back();
  for (std::size_t i = peaks.size() - 1; i-- > 0;) root = hasher.node(peaks[i], root);
  return root;
}

base::Result<std::vector<Hash>> inclusion_path(TreeHasher& hasher, std::uint64_t index,
                                               std::uint64_t size, const SubtreeSource& source) {
  if (index >= size)
    return base::fail(base::ErrorKind::usage,
                      fmt::format("leaf {} is not in a tree of {} leaves", index, size));
  std::vector<Hash> path;
  std::uint64_t begin = 0;
  std::uint64_t end = size;
  while (end - begin > 1) {
    const std::uint64_t middle = begin + split_of(end - begin);
    const bool left = index < middle;
    ASSAY_TRY(const auto sibling, left ? range_root(hasher, middle, end, source)
                                       : range_root(hasher, begin, middle, source));
    path.push_back(sibling);
    (left ? end : begin) = middle;
  }
  std::ranges::reverse(path);
  return path;
}

base::Result<std::vector<Hash>> consistency_path(TreeHasher& hasher, std::uint64_t first,
                                                 std::uint64_t second,
                                                 const SubtreeSource& source) {
  if (first > second)
    return base::fail(base::ErrorKind::usage,
                      fmt::format("a tree of {} leaves is no part of one of {}", first, second));
  std::vector<Hash> path;
  if (first == 0 || first == second) return path;
  std::uint64_t begin = 0;
  std::uint64_t end = second;
  // `known`: the verifier holds the root of [begin, first) where that is the whole first tree.
  bool known = true;
  while (first != end) {
    const std::uint64_t middle = begin + split_of(end - begin);
    const bool left = first <= middle;
    ASSAY_TRY(const auto other, left ? range_root(hasher, middle, end, source)
                                     : range_root(hasher, begin, middle, source));
    path.push_back(other);
    if (!left) known = false;
    (left ? end : begin) = middle;
  }
  if (!known) {
    ASSAY_TRY(const auto seed, range_root(hasher, begin, end, source));
    path.push_back(seed);
  }
  std::ranges::reverse(path);
  return path;
}

}  // namespace assay::proof
