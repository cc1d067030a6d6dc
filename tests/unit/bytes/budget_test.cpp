#include "bytes/budget.h"

#include <gtest/gtest.h>

namespace assay::bytes {
namespace {

TEST(Budget, is_spent_to_exactly_nothing_and_then_refuses) {
  Budget budget({.items = 3, .bytes = 10, .depth = 1});
  EXPECT_TRUE(budget.items(2, 0, "events"));
  EXPECT_TRUE(budget.items(1, 0, "events"));
  const auto refused = budget.items(1, 44, "events");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::budget);
  EXPECT_EQ(refused.error().offset, 44U);
  EXPECT_EQ(refused.error().wanted, 1U);
  EXPECT_EQ(refused.error().available, 0U);
  EXPECT_TRUE(budget.bytes(10, 0, "data")) << "each kind has its own purse";
}

TEST(Budget, a_refusal_costs_nothing) {
  Budget budget({.items = 5, .bytes = 5});
  EXPECT_FALSE(budget.bytes(UINT64_MAX, 0, "data"));
  EXPECT_EQ(budget.left().bytes, 5U);
  EXPECT_TRUE(budget.bytes(5, 0, "data"));
}

TEST(Nesting, gives_its_level_back_when_it_ends) {
  Budget budget({.depth = 2});
  {
    const Nesting one(budget);
    const Nesting two(budget);
    EXPECT_TRUE(one.check(0, "list"));
    EXPECT_TRUE(two.check(0, "list"));
    const Nesting three(budget);
    const auto refused = three.check(9, "list");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::budget);
    EXPECT_EQ(refused.error().offset, 9U);
  }
  EXPECT_EQ(budget.left().depth, 2U) << "a refused level must not be given back twice";
}

}  // namespace
}  // namespace assay::bytes
