#include "formats/ima/templates.h"

#include <gtest/gtest.h>
#include <string>

namespace assay::formats::ima {
namespace {

TEST(ImaTemplates, names_give_formats_the_kernel_defines) {
  for (const char* name :
       {"ima", "ima-ng", "ima-ngv2", "ima-sig", "ima-sigv2", "ima-buf", "ima-modsig", "evm-sig"}) {
    const auto format = format_of(name);
    ASSERT_TRUE(format) << name;
    EXPECT_TRUE(is_known_format(*format)) << name;
  }
  EXPECT_EQ(format_of("ima-sig"), "d-ng|n-ng|sig");
}

TEST(ImaTemplates, a_format_stands_for_itself) {
  EXPECT_EQ(format_of("d-ng|n-ng"), "d-ng|n-ng");
  EXPECT_EQ(format_of("d-ng"), "d-ng");
  EXPECT_EQ(format_of("a|b"), "a|b");
  EXPECT_FALSE(is_known_format("a|b"));
  EXPECT_FALSE(is_known_format("d-ng|"));
  EXPECT_FALSE(format_of("ima-future"));
}

TEST(ImaTemplates, a_format_has_no_more_fields_than_the_kernel_allows) {
  std::string format = "n";
  for (std::size_t i = 1; i < kMaxFields; ++i) format += "|n";
  EXPECT_TRUE(format_of(format));
  EXPECT_FALSE(format_of(format + "|n"));
}

}  // namespace
}  // namespace assay::formats::ima
