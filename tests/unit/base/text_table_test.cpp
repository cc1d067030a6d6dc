// Numbers for texts: one each, kept over growth, and none mixed up.
#include "base/text_table.h"

#include <gtest/gtest.h>
#include <string>

namespace assay::base {
namespace {

TEST(TextTable, a_text_has_one_number_and_comes_back_whole) {
  TextTable table;
  EXPECT_FALSE(table.find("a"));
  EXPECT_EQ(table.number("a"), 0U);
  EXPECT_EQ(table.number(""), 1U);
  EXPECT_EQ(table.number(std::string_view("a\0b", 3)), 2U);
  EXPECT_EQ(table.number("a"), 0U);
  EXPECT_EQ(table.number(""), 1U);
  EXPECT_EQ(table.text(2), std::string_view("a\0b", 3));
  EXPECT_EQ(table.size(), 3U);
}

TEST(TextTable, views_and_numbers_outlast_growth) {
  TextTable table;
  const auto first = table.text(table.number("the first"));
  const std::string large(1U << 20U, 'x');  // larger than a block
  EXPECT_EQ(table.number(large), 1U);
  for (int i = 0; i < 100'000; ++i) static_cast<void>(table.number(std::to_string(i)));
  EXPECT_EQ(first, "the first");
  EXPECT_EQ(table.size(), 100'002U);
  EXPECT_EQ(table.text(1), large);
  for (int i = 0; i < 100'000; i += 777)
    EXPECT_EQ(table.find(std::to_string(i)), static_cast<std::uint32_t>(i + 2));
  EXPECT_FALSE(table.find("100000"));
}

TEST(TextTable, an_added_text_takes_the_next_number_and_the_first_is_found) {
  TextTable table;
  EXPECT_EQ(table.add("a"), 0U);
  EXPECT_EQ(table.add("a"), 1U);
  EXPECT_EQ(table.number("b"), 2U);
  EXPECT_EQ(table.find("a"), 0U);
  EXPECT_EQ(table.text(1), "a");
}

TEST(NumberSet, keys_of_one_hash_are_told_apart) {
  NumberSet set;
  const auto hash = [](std::uint32_t) { return std::uint64_t{7}; };
  for (std::uint32_t n = 0; n < 200; ++n) set.insert(7, n, hash);
  for (std::uint32_t n = 0; n < 200; ++n)
    EXPECT_EQ(set.find(7, [&](std::uint32_t m) { return m == n; }), n);
  EXPECT_FALSE(set.find(7, [](std::uint32_t) { return false; }));
}

}  // namespace
}  // namespace assay::base
