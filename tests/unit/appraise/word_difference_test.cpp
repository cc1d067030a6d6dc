#include "appraise/word_difference.h"

#include <gtest/gtest.h>

namespace assay::appraise {
namespace {

TEST(WordDifference, says_what_a_person_would) {
  EXPECT_EQ(word_difference("root=/dev/vda1 ro quiet", "root=/dev/vda1 ro quiet init=/bin/sh"),
            "`init=/bin/sh` was added");
  EXPECT_EQ(word_difference("root=/dev/vda1 ro quiet", "root=/dev/vda1 ro"), "`quiet` was removed");
  EXPECT_EQ(word_difference("root=/dev/vda1 ro quiet", "root=/dev/vdb1 ro quiet"),
            "`root=/dev/vda1` became `root=/dev/vdb1`");
  EXPECT_EQ(word_difference("a b c ro", "a b c rw x"), "`ro` was removed, `rw x` was added");
}

TEST(WordDifference, texts_that_share_little_are_told_whole) {
  EXPECT_EQ(word_difference("on", "off"), "it was `on`, now it is `off`");
  EXPECT_EQ(word_difference("", "x"), "it was ``, now it is `x`");
}

TEST(WordDifference, white_space_alone_is_said) {
  EXPECT_EQ(word_difference("a  b", "a b"), "white space alone differs");
}

TEST(WordDifference, what_it_shows_is_safe_and_short) {
  const auto said = word_difference("a b c", "a b c \x1b[31m" + std::string(5000, 'x'));
  EXPECT_EQ(said.find('\x1b'), std::string::npos);
  EXPECT_LT(said.size(), 400U);
}

TEST(WordDifference, ten_thousand_words_end_in_time) {
  std::string a;
  std::string b;
  for (int i = 0; i < 10'000; ++i) {
    a += "a" + std::to_string(i) + " ";
    b += "b" + std::to_string(i) + " ";
  }
  EXPECT_TRUE(word_difference(a, b).starts_with("it was `"));
}

}  // namespace
}  // namespace assay::appraise
