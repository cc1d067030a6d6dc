#include "reference/reference.h"

#include <gtest/gtest.h>

namespace assay::reference {
namespace {

TEST(Pattern, what_hosts_share_stays_and_what_differs_is_a_star) {
  EXPECT_EQ(common_pattern("root=UUID=12 ro quiet", "root=UUID=97 ro quiet"),
            "root=UUID=* ro quiet");
  EXPECT_EQ(common_pattern("root=UUID=* ro quiet", "root=UUID=5 ro quiet"), "root=UUID=* ro quiet");
  EXPECT_EQ(common_pattern("a b", "a b"), "a b");
}

TEST(Pattern, other_word_counts_share_nothing) {
  EXPECT_EQ(common_pattern("root=1 ro", "root=1 ro quiet"), "");
  EXPECT_EQ(common_pattern("", ""), "");
  EXPECT_EQ(common_pattern("x", "y"), "");
}

TEST(Pattern, a_star_never_reaches_over_a_words_name) {
  EXPECT_EQ(common_pattern("root=1 ro", "resume=1 ro"), "");
  EXPECT_EQ(common_pattern("root=1 quiet", "root=1 init=/bin/x"), "");
  EXPECT_FALSE(matches_pattern("root=* *", "root=1 init=/bin/sh"));
  EXPECT_TRUE(matches_pattern("root=* *", "root=1 quiet"));
  EXPECT_FALSE(matches_pattern("root=* r*", "root=1 rdinit=/bin/sh"));
}

TEST(Pattern, matches_words_and_nothing_more) {
  EXPECT_TRUE(matches_pattern("root=UUID=* ro quiet", "root=UUID=abc ro quiet"));
  EXPECT_FALSE(matches_pattern("root=UUID=* ro quiet", "root=UUID=abc ro quiet init=/bin/sh"));
  EXPECT_FALSE(matches_pattern("root=UUID=* ro quiet", "root=UUID=abc rw quiet"));
  EXPECT_FALSE(matches_pattern("root=UUID=* ro quiet", "root=LABEL=x ro quiet"));
  EXPECT_FALSE(matches_pattern("root=UUID=* ro", ""));
}

TEST(Slot, allows_its_digests_in_their_own_bank_only) {
  crypto::HashEngine hash;
  const auto good = hash.hash(crypto::HashAlg::sha256, {});
  const auto sha1 = hash.hash(crypto::HashAlg::sha1, {});
  EventSlot s;
  s.values.push_back({"a", {{crypto::HashAlg::sha256, good}}});
  EXPECT_TRUE(s.allows(crypto::HashAlg::sha256, good));
  EXPECT_FALSE(s.allows(crypto::HashAlg::sha256, crypto::Digest(crypto::HashAlg::sha256)));
  EXPECT_FALSE(s.allows(crypto::HashAlg::sha1, sha1));
}

TEST(Validity, both_ends_belong_to_it) {
  Reference r;
  EXPECT_TRUE(r.valid_at({5}));
  r.valid_from = base::Time{10};
  r.valid_to = base::Time{20};
  EXPECT_FALSE(r.valid_at({9}));
  EXPECT_TRUE(r.valid_at({10}));
  EXPECT_TRUE(r.valid_at({20}));
  EXPECT_FALSE(r.valid_at({21}));
}

}  // namespace
}  // namespace assay::reference
