#include "evidence/finding_codes.h"

#include <gtest/gtest.h>
#include <set>

namespace assay::evidence {
namespace {

TEST(FindingCodes, each_is_listed_once_says_what_it_means_and_what_to_do) {
  std::set<std::string_view> seen;
  for (const auto& row : all_codes()) {
    EXPECT_TRUE(seen.insert(row.code).second) << row.code;
    EXPECT_NE(row.code.find('.'), std::string_view::npos) << row.code;
    EXPECT_GT(row.meaning.size(), 20U) << row.code;
    EXPECT_GT(row.action.size(), 10U) << row.code;
    EXPECT_TRUE(row.meaning.ends_with('.')) << row.code;
    EXPECT_TRUE(row.action.ends_with('.')) << row.code;
    EXPECT_EQ(find_code(row.code), &row);
  }
  EXPECT_EQ(find_code("boot.nothing"), nullptr);
  EXPECT_EQ(find_code(""), nullptr);
}

TEST(FindingCodes, a_critical_finding_of_intake_or_signature_always_blocks) {
  for (const std::string_view code :
       {"evidence.digest.mismatch", "evidence.signature.invalid", "boot.quote.invalid",
        "boot.quote.not-tpm", "boot.ak.mismatch", "boot.nonce.mismatch",
        "boot.reference.incomparable"})
    EXPECT_TRUE(find_code(code)->blocks_affirmed) << code;
}

TEST(FindingCodes, make_finding_takes_severity_and_action_from_the_table) {
  const auto f =
      make_finding("boot.quote.invalid", "quote", "why", {{"boot/quote.msg", "offset 4"}});
  EXPECT_EQ(f.severity, Severity::critical);
  EXPECT_EQ(f.action, find_code("boot.quote.invalid")->action);
  EXPECT_EQ(f.status, FindingStatus::open);
  EXPECT_EQ(family(f.code), "boot");
}

}  // namespace
}  // namespace assay::evidence
