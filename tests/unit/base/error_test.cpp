#include "base/error.h"

#include <gtest/gtest.h>
#include <memory>

namespace assay::base {
namespace {

Result<int> parse_digit(char c) {
  if (c < '0' || c > '9') return fail(ErrorKind::malformed, "expected a digit");
  return c - '0';
}

Result<int> sum(char a, char b) {
  ASSAY_TRY(const int x, parse_digit(a));
  ASSAY_TRY(const int y, parse_digit(b));
  return x + y;
}

Result<void> both(char a, char b) {
  ASSAY_CHECK(parse_digit(a));
  ASSAY_CHECK(parse_digit(b));
  return {};
}

TEST(Error, describes_file_offset_and_reason_in_that_order) {
  Error error{.kind = ErrorKind::malformed, .message = "eventSize: 9 bytes expected, 4 left"};
  EXPECT_EQ(error.describe(), "eventSize: 9 bytes expected, 4 left");
  error.offset = 36;
  EXPECT_EQ(error.describe(), "offset 36 (0x24): eventSize: 9 bytes expected, 4 left");
  error.file = "log.bin";
  EXPECT_EQ(error.describe(), "log.bin: offset 36 (0x24): eventSize: 9 bytes expected, 4 left");
}

TEST(Error, a_file_named_by_the_inner_function_stays) {
  const auto first = in_file(Error{.message = "broken"}, "inner");
  EXPECT_EQ(first.error().file, "inner");
  EXPECT_EQ(in_file(first.error(), "outer").error().file, "inner");
}

TEST(AssayTry, gives_the_value_or_returns_the_error) {
  EXPECT_EQ(sum('4', '5'), 9);
  const auto failed = sum('4', 'x');
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::malformed);
  EXPECT_EQ(failed.error().message, "expected a digit");
}

TEST(AssayTry, moves_what_cannot_be_copied) {
  const auto make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(7); };
  const auto use = [&]() -> Result<int> {
    ASSAY_TRY(const auto owned, make());
    return *owned;
  };
  EXPECT_EQ(use(), 7);
}

TEST(AssayCheck, returns_the_first_error) {
  EXPECT_TRUE(both('1', '2'));
  EXPECT_FALSE(both('a', '2'));
  EXPECT_FALSE(both('1', 'b'));
}

}  // namespace
}  // namespace assay::base
