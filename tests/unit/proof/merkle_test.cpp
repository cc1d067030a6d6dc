#include "proof/merkle.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "proof/merkle_path.h"

namespace assay::proof {
namespace {

// The tree that implementations of RFC 6962 have in common: eight leaves, and the root of each
// beginning.
constexpr std::array<std::string_view, 8> kLeaves{"",
                                                  "00",
                                                  "10",
                                                  "2021",
                                                  "3031",
                                                  "40414243",
                                                  "5051525354555657",
                                                  "606162636465666768696a6b6c6d6e6f"};
constexpr std::array<std::string_view, 8> kRoots{
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

struct MerkleTest : ::testing::Test {
  // `n` leaves, the eight of the example first.
  std::vector<Hash> leaves(std::uint64_t n) {
    std::vector<Hash> out;
    for (std::uint64_t i = 0; i < n; ++i)
      out.push_back(i < 8 ? hasher.leaf(*bytes::from_hex(kLeaves[i]))
                          : hasher.leaf(bytes::as_bytes(std::to_string(i))));
    return out;
  }
  SubtreeSource source(const std::vector<Hash>& all) {
    return [&](unsigned height, std::uint64_t index) -> base::Result<Hash> {
      return hasher.root(std::span(all).subspan(index << height, 1ULL << height));
    };
  }
  Hash root(const std::vector<Hash>& all, std::uint64_t n) {
    return hasher.root(std::span(all).first(n));
  }
  TreeHasher hasher;
};

TEST_F(MerkleTest, roots_of_the_example_tree) {
  EXPECT_EQ(bytes::to_hex(hasher.empty()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hasher.root({}), hasher.empty());
  const auto all = leaves(8);
  for (std::size_t n = 1; n <= 8; ++n) EXPECT_EQ(bytes::to_hex(root(all, n)), kRoots[n - 1]) << n;
}

TEST_F(MerkleTest, every_inclusion_and_no_other) {
  const auto all = leaves(40);
  for (std::uint64_t n = 1; n <= all.size(); ++n)
    for (std::uint64_t i = 0; i < n; ++i) {
      const auto path = inclusion_path(hasher, i, n, source(all));
      ASSERT_TRUE(path);
      const auto r = root(all, n);
      ASSERT_TRUE(verify_inclusion(hasher, i, n, all[i], *path, r)) << i << " of " << n;
      ASSERT_FALSE(verify_inclusion(hasher, i, n, hasher.empty(), *path, r));
      ASSERT_FALSE(verify_inclusion(hasher, i, n, all[i], *path, hasher.empty()));
      ASSERT_FALSE(verify_inclusion(hasher, n, n, all[i], *path, r));
      if (i + 1 < n) {
        ASSERT_FALSE(verify_inclusion(hasher, i + 1, n, all[i], *path, r));
      }
      auto longer = *path;
      longer.push_back(all[0]);
      ASSERT_FALSE(verify_inclusion(hasher, i, n, all[i], longer, r));
      for (std::size_t k = 0; k < path->size(); ++k) {
        auto other = *path;
        other[k][k % 32] ^= std::byte{1};
        ASSERT_FALSE(verify_inclusion(hasher, i, n, all[i], other, r));
        ASSERT_FALSE(verify_inclusion(hasher, i, n, all[i], std::span(*path).first(k), r));
      }
    }
  EXPECT_FALSE(inclusion_path(hasher, 40, 40, source(all)));
  EXPECT_FALSE(inclusion_path(hasher, 0, 0, source(all)));
}

TEST_F(MerkleTest, every_consistency_and_no_other) {
  const auto all = leaves(40);
  for (std::uint64_t n = 0; n <= all.size(); ++n)
    for (std::uint64_t m = 0; m <= n; ++m) {
      const auto path = consistency_path(hasher, m, n, source(all));
      ASSERT_TRUE(path);
      const auto old = root(all, m);
      const auto now = root(all, n);
      ASSERT_TRUE(verify_consistency(hasher, m, n, old, now, *path)) << m << " to " << n;
      Hash wrong = now;
      wrong[0] ^= std::byte{1};
      if (m > 0) {
        ASSERT_FALSE(verify_consistency(hasher, m, n, old, wrong, *path));
      }
      ASSERT_FALSE(verify_consistency(hasher, m, n, wrong, now, *path));
      auto longer = *path;
      longer.push_back(all[0]);
      ASSERT_FALSE(verify_consistency(hasher, m, n, old, now, longer)) << m << " to " << n;
      for (std::size_t k = 0; k < path->size(); ++k) {
        auto other = *path;
        other[k][k % 32] ^= std::byte{1};
        ASSERT_FALSE(verify_consistency(hasher, m, n, old, now, other));
        ASSERT_FALSE(verify_consistency(hasher, m, n, old, now, std::span(*path).first(k)));
      }
    }
  EXPECT_FALSE(consistency_path(hasher, 2, 1, source(all)));
  EXPECT_FALSE(verify_consistency(hasher, 2, 1, all[0], all[0], {}));
}

// A size near 2^64 must neither loop nor shift too far.
TEST_F(MerkleTest, sizes_at_the_edge_end) {
  const std::vector<Hash> path(64);
  EXPECT_FALSE(verify_inclusion(hasher, UINT64_MAX - 1, UINT64_MAX, path[0], path, path[0]));
  EXPECT_FALSE(verify_inclusion(hasher, 0, UINT64_MAX, path[0], path, path[0]));
  EXPECT_FALSE(verify_consistency(hasher, UINT64_MAX - 1, UINT64_MAX, path[0], path[0], path));
  EXPECT_FALSE(verify_consistency(hasher, 1ULL << 63U, UINT64_MAX, path[0], path[0], path));
}

}  // namespace
}  // namespace assay::proof
