#include "bytes/parse_error.h"

#include <gtest/gtest.h>

namespace assay::bytes {
namespace {

TEST(ParseError, says_in_one_sentence_what_was_expected) {
  EXPECT_EQ((ParseError{Fault::truncated, 0, "eventSize", {}, 9, 4}).describe(),
            "eventSize: 9 bytes expected, 4 left");
  EXPECT_EQ((ParseError{Fault::truncated, 0, "type", {}, 1, 0}).describe(),
            "type: 1 byte expected, 0 left");
  EXPECT_EQ((ParseError{Fault::trailing, 0, "TPMS_ATTEST", {}, 0, 1}).describe(),
            "TPMS_ATTEST: 1 byte left over after its end");
  EXPECT_EQ(bad_value(0, "sigAlg", "RSASSA (0x0014)").error().describe(),
            "sigAlg: expected RSASSA (0x0014)");
  EXPECT_EQ(
      (ParseError{Fault::budget, 0, "numberOfAlgorithms", "items", 4294967295, 10}).describe(),
      "numberOfAlgorithms: refused, it asks for 4294967295 where 10 remain in the budget for "
      "items");
}

TEST(ParseError, becomes_an_error_that_keeps_its_offset_and_kind) {
  const auto malformed = to_error(ParseError{Fault::truncated, 36, "eventSize", {}, 9, 4});
  EXPECT_EQ(malformed.kind, base::ErrorKind::malformed);
  EXPECT_EQ(malformed.offset, 36U);
  EXPECT_EQ(to_error(ParseError{Fault::budget, 0, "f", "items", 1, 0}).kind,
            base::ErrorKind::budget);
}

}  // namespace
}  // namespace assay::bytes
