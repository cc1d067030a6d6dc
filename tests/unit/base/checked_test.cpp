#include "base/checked.h"

#include <cstdint>
#include <gtest/gtest.h>

namespace assay::base {
namespace {

TEST(Checked, adds_up_to_the_largest_value_and_no_further) {
  EXPECT_EQ(add<std::uint8_t>(200, 55), 255);
  EXPECT_EQ(add<std::uint8_t>(200, 56), std::nullopt);
  EXPECT_EQ(add<std::uint64_t>(UINT64_MAX, 0), UINT64_MAX);
  EXPECT_EQ(add<std::uint64_t>(UINT64_MAX, 1), std::nullopt);
  EXPECT_EQ(add<std::uint64_t>(1, UINT64_MAX), std::nullopt);
}

TEST(Checked, multiplies_without_wrapping) {
  EXPECT_EQ(mul<std::uint16_t>(255, 257), 65535);
  EXPECT_EQ(mul<std::uint16_t>(256, 256), std::nullopt);
  EXPECT_EQ(mul<std::uint64_t>(0, UINT64_MAX), 0U);
  EXPECT_EQ(mul<std::uint64_t>(UINT64_MAX, 0), 0U);
  EXPECT_EQ(mul<std::uint64_t>(1ULL << 32U, 1ULL << 32U), std::nullopt);
}

TEST(Checked, narrows_only_what_fits) {
  EXPECT_EQ((narrow<std::uint8_t>(255U)), 255);
  EXPECT_EQ((narrow<std::uint8_t>(256U)), std::nullopt);
  EXPECT_EQ((narrow<std::uint64_t>(std::uint8_t{7})), 7U);
}

}  // namespace
}  // namespace assay::base
