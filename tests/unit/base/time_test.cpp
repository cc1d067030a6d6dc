#include "base/time.h"

#include <gtest/gtest.h>
#include <limits>

namespace assay::base {
namespace {

TEST(Time, writes_rfc3339_in_utc) {
  EXPECT_EQ(to_rfc3339(Time{0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_rfc3339(Time{-1}), "1969-12-31T23:59:59Z");
  EXPECT_EQ(to_rfc3339(Time{951782400}), "2000-02-29T00:00:00Z");
}

TEST(Time, clamps_years_that_four_digits_cannot_write) {
  EXPECT_EQ(to_rfc3339(Time{std::numeric_limits<std::int64_t>::max()}), "9999-12-31T23:59:59Z");
  EXPECT_EQ(to_rfc3339(Time{std::numeric_limits<std::int64_t>::min()}), "0001-01-01T00:00:00Z");
}

TEST(Time, reads_what_it_writes) {
  for (const std::int64_t seconds : {0LL, 951782399LL, 1'795'316'400LL, 253402300799LL})
    EXPECT_EQ(parse_rfc3339(to_rfc3339(Time{seconds})), Time{seconds});
}

TEST(Time, reads_offsets_fractions_and_bare_dates) {
  // The two spellings of one moment are RFC 3339's own example (5.8).
  EXPECT_EQ(parse_rfc3339("1996-12-19T16:39:57-08:00"), parse_rfc3339("1996-12-20T00:39:57Z"));
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:01.52Z"), Time{1});
  EXPECT_EQ(parse_rfc3339("1970-01-02"), Time{86400});
  EXPECT_EQ(parse_rfc3339("1970-01-01 00:00:07z"), Time{7});
}

TEST(Time, refuses_what_is_no_time) {
  for (const char* text :
       {"", "2026", "2026-13-01", "2026-02-30", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:00", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00Zx",
        "2026-01-01T00:00:00+0100", "2026-01-01T00:00:00+24:00", " 2026-01-01", "+026-01-01"})
    EXPECT_FALSE(parse_rfc3339(text)) << text;
}

}  // namespace
}  // namespace assay::base
