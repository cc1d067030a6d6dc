// What changed between two answers: words, populations, and how servers moved.
#include "answer/against.h"

#include <gtest/gtest.h>

namespace assay::answer {
namespace {

using statement::Standing;
using statement::Statement;

Statement answered(std::vector<std::pair<std::string, std::vector<Standing>>> rows,
                   std::vector<std::string> claims) {
  Statement out;
  out.allegation = {.date = "2018-10-04", .id = "a", .sha256 = {}, .source = "s", .text = "t"};
  out.population.read = "all servers";
  for (auto& id : claims) {
    auto& c = out.claims.emplace_back();
    c.id = std::move(id);
    c.text = "it was seen";
    c.needs = {{"inventory", {"pci", "redfish"}}};
  }
  for (auto& [id, standings] : rows) {
    auto& row = out.rows.emplace_back();
    row.id = id;
    row.claims = std::move(standings);
  }
  for (std::size_t c = 0; c < out.claims.size(); ++c)
    out.claims[c].counts = statement::count_rows(out, c);
  return out;
}

constexpr auto kAffected = Standing::affected;
constexpr auto kCleared = Standing::cleared;
constexpr auto kUnseen = Standing::not_examined;

TEST(Against, an_answer_has_not_changed_against_itself) {
  const auto one = answered({{"n1", {kAffected}}, {"n2", {kUnseen}}}, {"nic"});
  const auto a = compare_answers(one, one);
  EXPECT_TRUE(a.same());
  ASSERT_EQ(a.claims.size(), 1U);
  EXPECT_FALSE(a.claims[0].moved());
}

TEST(Against, servers_that_moved_came_and_went_are_named) {
  const auto was = answered(
      {{"n1", {kCleared}}, {"n2", {kUnseen}}, {"n3", {kUnseen}}, {"n4", {kCleared}}}, {"nic"});
  const auto is = answered(
      {{"n5", {kCleared}}, {"n3", {kCleared}}, {"n2", {kCleared}}, {"n1", {kAffected}}}, {"nic"});
  const auto a = compare_answers(was, is);
  EXPECT_FALSE(a.same());
  EXPECT_EQ(a.joined, std::vector<std::string>{"n5"});
  EXPECT_EQ(a.left, std::vector<std::string>{"n4"});
  const auto& c = a.claims.at(0);
  ASSERT_EQ(c.moves.size(), 2U);
  EXPECT_EQ(c.moves[0].from, Status::cleared);
  EXPECT_EQ(c.moves[0].to, Status::affected);
  EXPECT_EQ(c.moves[0].servers, std::vector<std::string>{"n1"});
  EXPECT_EQ(c.moves[1].from, Status::unknown);
  EXPECT_EQ(c.moves[1].to, Status::cleared);
  EXPECT_EQ(c.moves[1].servers, (std::vector<std::string>{"n2", "n3"}));
}

TEST(Against, another_reason_for_unknown_moves_nobody_but_is_a_change) {
  const auto was = answered({{"n1", {kUnseen}}}, {"nic"});
  const auto is = answered({{"n1", {Standing::examined_too_early}}}, {"nic"});
  const auto a = compare_answers(was, is);
  EXPECT_TRUE(a.claims.at(0).moves.empty());
  EXPECT_FALSE(a.same());
}

TEST(Against, claims_are_matched_by_id_and_their_words_compared) {
  auto was = answered({{"n1", {kCleared, kUnseen}}}, {"nic", "gone"});
  auto is = answered({{"n1", {kUnseen, kCleared}}}, {"new", "nic"});
  is.claims[1].text = "it was seen twice";
  is.claims[1].needs = {{"boot", {}}};
  is.allegation.date = "2018-10-05";
  was.questions.push_back({.answers = {}, .id = "how-many", .text = "2,000?", .verdict = "2"});
  is.questions.push_back({.answers = {}, .id = "how-many", .text = "2,000?", .verdict = "3"});
  const auto a = compare_answers(was, is);
  ASSERT_EQ(a.claims.size(), 3U);
  EXPECT_EQ(a.claims[0].change, Change::added);
  EXPECT_EQ(a.claims[1].change, Change::kept);
  EXPECT_TRUE(a.claims[1].moves.empty()) << "columns are matched by the claim, not by the place";
  ASSERT_EQ(a.claims[1].words.size(), 2U);
  EXPECT_EQ(a.claims[1].words[0].what, "text");
  EXPECT_EQ(a.claims[1].words[1].earlier, "inventory by pci or redfish");
  EXPECT_EQ(a.claims[1].words[1].later, "boot");
  EXPECT_EQ(a.claims[2].change, Change::dropped);
  EXPECT_EQ(a.claims[2].earlier.unknown(), 1U);
  ASSERT_EQ(a.words.size(), 1U);
  EXPECT_EQ(a.words[0].what, "date");
  EXPECT_EQ(a.questions.at(0).words.at(0).what, "answer");
}

TEST(Against, a_redacted_answer_is_compared_by_counts_alone) {
  auto was = answered({{"commitment1", {kCleared}}}, {"nic"});
  was.redacted = true;
  const auto is = answered({{"n1", {kAffected}}}, {"nic"});
  const auto a = compare_answers(was, is);
  EXPECT_FALSE(a.named);
  EXPECT_TRUE(a.joined.empty());
  EXPECT_TRUE(a.claims.at(0).moves.empty());
  EXPECT_FALSE(a.same()) << "the counts differ";
}

}  // namespace
}  // namespace assay::answer
