#include "reference/align.h"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace assay::reference {
namespace {

// Letters that differ in case are the same thing with another value.
std::string aligned(std::string_view left, std::string_view right) {
  std::string out;
  for (const Step& s : align(left.size(), right.size(), [&](std::size_t l, std::size_t r) {
         if (left[l] == right[r]) return Likeness::same;
         return (left[l] ^ right[r]) == 0x20 ? Likeness::changed : Likeness::different;
       })) {
    if (s.left && s.right)
      out += s.likeness == Likeness::same ? std::string(1, left[*s.left])
                                          : std::string("~") + right[*s.right];
    else
      out += s.left ? std::string("-") + left[*s.left] : std::string("+") + right[*s.right];
  }
  return out;
}

TEST(Align, tells_as_little_as_possible) {
  EXPECT_EQ(aligned("", ""), "");
  EXPECT_EQ(aligned("abc", "abc"), "abc");
  EXPECT_EQ(aligned("", "ab"), "+a+b");
  EXPECT_EQ(aligned("ab", ""), "-a-b");
  EXPECT_EQ(aligned("abc", "abxc"), "ab+xc");
  EXPECT_EQ(aligned("abxc", "abc"), "ab-xc");
  EXPECT_EQ(aligned("abc", "aBc"), "a~Bc");
  EXPECT_EQ(aligned("abc", "xyz"), "-a-b-c+x+y+z");
  EXPECT_EQ(aligned("abab", "ab"), "ab-a-b");
}

TEST(Align, a_change_beats_a_removal_and_an_addition) {
  EXPECT_EQ(aligned("axc", "aXc"), "a~Xc");
  EXPECT_EQ(aligned("pq", "Pq"), "~Pq");
}

TEST(Align, both_sides_come_out_whole_and_in_order) {
  const std::string left = "the quick brown fox jumps over";
  const std::string right = "a QUICK fox and a dog jump ovEr";
  std::size_t l = 0;
  std::size_t r = 0;
  for (const Step& s : align(left.size(), right.size(), [&](std::size_t i, std::size_t j) {
         return left[i] == right[j] ? Likeness::same : Likeness::different;
       })) {
    if (s.left) {
      EXPECT_EQ(*s.left, l++);
    }
    if (s.right) {
      EXPECT_EQ(*s.right, r++);
    }
  }
  EXPECT_EQ(l, left.size());
  EXPECT_EQ(r, right.size());
}

TEST(Align, a_middle_too_large_to_compare_is_told_as_replaced) {
  std::size_t compared = 0;
  const auto steps = align(5000, 5000, [&](std::size_t, std::size_t) {
    ++compared;
    return Likeness::different;
  });
  EXPECT_EQ(steps.size(), 10'000U);
  EXPECT_LT(compared, 10U);
}

}  // namespace
}  // namespace assay::reference
