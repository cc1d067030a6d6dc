#include "evidence/assets.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "bytes/text.h"

namespace assay::evidence {
namespace {

AssetRegister parsed(std::string_view csv) {
  auto r = parse_assets(bytes::as_bytes(csv), "assets.csv");
  EXPECT_TRUE(r) << r.error().describe();
  return r.value_or(AssetRegister{});
}
base::Time at(std::string_view text) { return base::parse_rfc3339(text).value(); }

std::vector<std::string> told(const AssetRegister& r) {
  std::vector<std::string> out;
  for (const auto& f : r.findings) out.push_back(f.code + " " + f.subject + " " + f.cites.at(0).at);
  return out;
}
using Told = std::vector<std::string>;

TEST(Assets, rows_of_one_server_are_its_history) {
  const auto r = parsed(
      "server,lot,site,valid_from,valid_to\n"
      "n1,A,ams,2026-01-01,2026-06-01\nn1,A,fra,2026-06-01,\nn2,B,ams,,\n");
  ASSERT_EQ(r.rows.size(), 3U);
  EXPECT_EQ(told(r), Told{});
  const AssetIndex index(r);
  EXPECT_EQ(index.at("n1", at("2026-03-01"))->site, "ams");
  EXPECT_EQ(index.at("n1", at("2026-06-01"))->site, "fra");
  EXPECT_EQ(index.at("n1", at("2025-12-31")), nullptr);
  EXPECT_EQ(index.at("n2", at("1999-01-01"))->lot, "B");
  EXPECT_EQ(index.at("n3", at("2026-03-01")), nullptr);
}

TEST(Assets, a_new_row_is_a_repair_unless_it_only_moves_the_server) {
  const auto r = parsed(
      "server,uuid,site,valid_from,valid_to\n"
      "n1,u1,ams,2026-01-01,2026-06-01\nn1,u1,fra,2026-06-01,2026-08-01\n"
      "n1,u2,fra,2026-08-01,2026-09-01\nn1,u2,fra,2026-09-01,\nn2,u3,ams,,\n");
  const AssetIndex index(r);
  EXPECT_FALSE(index.begins_between("n1", at("2026-05-01"), at("2026-07-01"))) << "moved";
  EXPECT_TRUE(index.begins_between("n1", at("2026-07-01"), at("2026-08-01"))) << "another board";
  EXPECT_TRUE(index.begins_between("n1", at("2026-08-01"), at("2026-09-01"))) << "a row of its own";
  EXPECT_FALSE(index.begins_between("n1", at("2026-09-01"), at("2026-10-01"))) << "none";
  EXPECT_FALSE(index.begins_between("n2", at("1990-01-01"), at("2026-07-01")));
}

TEST(Assets, a_missing_column_is_unknown_and_an_unknown_one_is_told) {
  const auto r = parsed("server,lott\nn1,A\n");
  EXPECT_EQ(told(r), (Told{"custody.assets.column lott line 1"}));
  EXPECT_NE(std::ranges::find(r.missing_columns, "lot"), r.missing_columns.end());
  EXPECT_EQ(r.rows.at(0).lot, "");
}

TEST(Assets, rows_that_say_nothing_usable_are_told_with_their_line) {
  const auto r = parsed(
      "server,valid_from,valid_to\nn1,soon,\nn2,2026-02-01,2026-01-01\n,,\nn4,a\nn5,2026-01-01,\n");
  EXPECT_EQ(told(r),
            (Told{"custody.assets.date n1 line 2", "custody.assets.row n2 line 3",
                  "custody.assets.row asset register line 4", "custody.assets.row n4 line 5"}));
  ASSERT_EQ(r.rows.size(), 1U);
  EXPECT_EQ(r.rows[0].server, "n5");
}

TEST(Assets, overlapping_rows_are_told_and_touching_ones_are_not) {
  const auto r = parsed(
      "server,valid_from,valid_to\nn1,2026-01-01,2026-03-01\nn1,2026-03-01,2026-05-01\n"
      "n1,2026-04-01,\nn2,2026-01-01,\n");
  EXPECT_EQ(told(r), (Told{"custody.assets.overlap n1 line 3"}));
  EXPECT_EQ(r.findings.at(0).cites.at(1).at, "line 4");
}

TEST(Assets, what_is_no_register_is_refused) {
  for (const std::string_view bad : {"", "lot,site\nA,ams\n", "server,server\n", "server\n\"n1"})
    EXPECT_FALSE(parse_assets(bytes::as_bytes(bad), "assets.csv")) << bad;
}

}  // namespace
}  // namespace assay::evidence
