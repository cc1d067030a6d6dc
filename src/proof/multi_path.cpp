#include "proof/multi_path.h"

#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <functional>
#include <type_traits>

namespace assay::proof {
namespace {

using base::ErrorKind;
using base::fail;

// RFC 6962 section 2.1: the largest power of two smaller than the number of leaves.
std::uint64_t split(std::uint64_t leaves) { return std::bit_floor(leaves - 1); }

template <class Leaf>
auto below(std::span<const Leaf> leaves, std::uint64_t end) {
  return static_cast<std::size_t>(
      std::ranges::partition_point(leaves,
                                   [&](const Leaf& l) {
                                     if constexpr (std::is_same_v<Leaf, std::uint64_t>)
                                       return l < end;
                                     else
                                       return l.index < end;
                                   }) -
      leaves.begin());
}

class Builder {
 public:
  Builder(TreeHasher& hasher, const SubtreeSource& source) : hasher_(hasher), source_(source) {}

  // Halves at every step: at most 64 deep.
  base::Result<void> walk(std::uint64_t begin, std::uint64_t end,
                          std::span<const std::uint64_t> wanted) {
    if (wanted.empty()) {
      ASSAY_TRY(auto hash, range_root(hasher_, begin, end, source_));
      path_.push_back(hash);
      return {};
    }
    if (end - begin == 1) return {};
    const auto middle = begin + split(end - begin);
    const auto left = below(wanted, middle);
    ASSAY_CHECK(walk(begin, middle, wanted.first(left)));
    return walk(middle, end, wanted.subspan(left));
  }
  std::vector<Hash> take() && { return std::move(path_); }

 private:
  TreeHasher& hasher_;
  const SubtreeSource& source_;
  std::vector<Hash> path_;
};

class Checker {
 public:
  Checker(TreeHasher& hasher, std::span<const Hash> path) : hasher_(hasher), path_(path) {}

  base::Result<Hash> walk(std::uint64_t begin, std::uint64_t end,
                          std::span<const NumberedLeaf> leaves) {
    if (leaves.empty()) {
      if (path_.empty()) return fail(ErrorKind::refused, "inclusion: the proof is too short");
      const auto hash = path_.front();
      path_ = path_.subspan(1);
      return hash;
    }
    if (end - begin == 1) return leaves.front().hash;
    const auto middle = begin + split(end - begin);
    const auto left = below(leaves, middle);
    ASSAY_TRY(const auto a, walk(begin, middle, leaves.first(left)));
    ASSAY_TRY(const auto b, walk(middle, end, leaves.subspan(left)));
    return hasher_.node(a, b);
  }
  [[nodiscard]] bool done() const { return path_.empty(); }

 private:
  TreeHasher& hasher_;
  std::span<const Hash> path_;
};

}  // namespace

base::Result<std::vector<Hash>> multi_path(TreeHasher& hasher,
                                           std::span<const std::uint64_t> indexes,
                                           std::uint64_t size, const SubtreeSource& source) {
  const bool unordered = std::ranges::adjacent_find(indexes, std::greater_equal{}) != indexes.end();
  if (unordered || indexes.empty() || indexes.back() >= size)
    return fail(ErrorKind::usage, "expected numbers of leaves of the tree, ascending");
  Builder builder(hasher, source);
  ASSAY_CHECK(builder.walk(0, size, indexes));
  return std::move(builder).take();
}

base::Result<void> verify_multi(TreeHasher& hasher, std::span<const NumberedLeaf> leaves,
                                std::uint64_t size, std::span<const Hash> path, const Hash& root) {
  const auto order = [](const NumberedLeaf& a, const NumberedLeaf& b) {
    return a.index >= b.index;
  };
  if (leaves.empty() || std::ranges::adjacent_find(leaves, order) != leaves.end())
    return fail(ErrorKind::refused, "inclusion: expected leaves in order, each once");
  if (leaves.back().index >= size)
    return fail(ErrorKind::refused, fmt::format("inclusion: leaf {} is not in a tree of {} leaves",
                                                leaves.back().index, size));
  Checker checker(hasher, path);
  ASSAY_TRY(const auto computed, checker.walk(0, size, leaves));
  if (!checker.done()) return fail(ErrorKind::refused, "inclusion: the proof is too long");
  if (computed != root)
    return fail(ErrorKind::refused, "inclusion: the proof does not lead to the tree's root");
  return {};
}

}  // namespace assay::proof
