// One proof for many leaves, against all trees and all choices that are small enough to try.
#include "proof/multi_path.h"

#include <gtest/gtest.h>

namespace assay::proof {
namespace {

std::vector<Hash> leaves_of(std::uint64_t n) {
  std::vector<Hash> out(n);
  for (std::uint64_t i = 0; i < n; ++i) out[i][0] = static_cast<std::byte>(i + 1);
  return out;
}

SubtreeSource source_of(const std::vector<Hash>& leaves, TreeHasher& hasher) {
  return [&](unsigned height, std::uint64_t index) -> base::Result<Hash> {
    const auto width = std::uint64_t{1} << height;
    return hasher.root(std::span(leaves).subspan(index * width, width));
  };
}

TEST(MultiPath, EveryChoiceOfEverySmallTree) {
  TreeHasher hasher;
  TreeHasher inner;
  for (std::uint64_t size = 1; size <= 9; ++size) {
    const auto leaves = leaves_of(size);
    const auto source = source_of(leaves, inner);
    const auto root = hasher.root(leaves);
    for (std::uint64_t choice = 1; choice < 1ULL << size; ++choice) {
      std::vector<std::uint64_t> indexes;
      std::vector<NumberedLeaf> chosen;
      for (std::uint64_t i = 0; i < size; ++i)
        if ((choice >> i & 1U) != 0) {
          indexes.push_back(i);
          chosen.push_back({i, leaves[i]});
        }
      auto path = multi_path(hasher, indexes, size, source);
      ASSERT_TRUE(path);
      EXPECT_TRUE(verify_multi(hasher, chosen, size, *path, root));
      chosen.front().hash[5] = std::byte{1};
      EXPECT_FALSE(verify_multi(hasher, chosen, size, *path, root));
      chosen.front().hash[5] = std::byte{0};
      path->push_back(Hash{});
      EXPECT_FALSE(verify_multi(hasher, chosen, size, *path, root));
      path->pop_back();
      if (!path->empty()) {
        path->pop_back();
        EXPECT_FALSE(verify_multi(hasher, chosen, size, *path, root));
      }
    }
  }
}

TEST(MultiPath, RefusesWhatIsNoChoice) {
  TreeHasher hasher;
  TreeHasher inner;
  const auto leaves = leaves_of(4);
  const auto source = source_of(leaves, inner);
  for (const auto& bad : std::vector<std::vector<std::uint64_t>>{{}, {1, 1}, {2, 1}, {4}})
    EXPECT_FALSE(multi_path(hasher, bad, 4, source));
  const auto root = hasher.root(leaves);
  EXPECT_FALSE(verify_multi(hasher, {}, 4, {}, root));
  const std::vector<NumberedLeaf> beyond{{4, leaves[0]}};
  EXPECT_FALSE(verify_multi(hasher, beyond, 4, {}, root));
  const std::vector<NumberedLeaf> twice{{1, leaves[1]}, {1, leaves[1]}};
  EXPECT_FALSE(verify_multi(hasher, twice, 4, {}, root));
}

}  // namespace
}  // namespace assay::proof
