#include "fleet/dictionary.h"

#include <gtest/gtest.h>

namespace assay::fleet {
namespace {

TEST(Dictionary, equal_texts_have_one_number_in_any_order) {
  Dictionary d;
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(d.number("a"), 0U);
    EXPECT_EQ(d.number("b"), 1U);
    EXPECT_EQ(d.number("b"), 1U);
    EXPECT_EQ(d.number("c"), 2U);
  }
  EXPECT_EQ(d.number("c"), 2U);
  EXPECT_EQ(d.number("a"), 0U);
  EXPECT_EQ(d.size(), 3U);
  EXPECT_EQ(d.text(1), "b");
}

TEST(Dictionary, what_is_new_is_told_until_it_is_kept) {
  Dictionary d;
  static_cast<void>(d.number("a"));
  EXPECT_EQ(d.fresh(), 0U);
  d.kept();
  static_cast<void>(d.number("a"));
  EXPECT_EQ(d.fresh(), d.size());
  static_cast<void>(d.number("b"));
  EXPECT_EQ(d.fresh(), 1U);
}

TEST(Dictionary, loading_keeps_the_numbers_of_the_disk_also_where_a_text_stands_twice) {
  Dictionary d;
  for (const char* text : {"x", "y", "x", "z"}) d.load(text);
  EXPECT_EQ(d.number("z"), 3U);
  EXPECT_EQ(d.number("x"), 0U);
  EXPECT_EQ(d.fresh(), 4U);
}

}  // namespace
}  // namespace assay::fleet
