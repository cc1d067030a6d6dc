// Which looks a conclusion rests on, and what it says of whom it was not drawn from.
#include "answer/sample_conclusion.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/fleet_index.h"

namespace assay::answer {
namespace {

using testing::collection;
using testing::day;
using testing::FleetIndex;
using testing::part;

fleet::Collection seen(const std::string& id, int when, const std::string& nic) {
  return collection(id, when, {part("nic", nic, "0000:3b:00.0", "", evidence::FactSource::pci)});
}

Allegation about_nics() {
  auto a = parse_allegation(
      "id = \"a\"\nsource = \"s\"\ntext = \"t\"\ndate = 1970-01-01\n[[claims]]\nid = \"nic\"\n"
      "text = \"t\"\n[[claims.shown_by]]\nname = [\"nic\"]\nvalue = [\"evil*\"]\n",
      "a.toml");
  EXPECT_TRUE(a);
  return *std::move(a);
}

TEST(SampleConclusion, a_look_from_before_the_draw_clears_nobody_and_still_shows_what_it_saw) {
  FleetIndex index;
  index.put({seen("before", 10, "Intel"), seen("both", 10, "Intel"), seen("both", 30, "Intel"),
             seen("evil", 10, "Evil NIC"), seen("since", 30, "Intel")});
  const auto reader = index.reader();
  const auto allegation = since_draw(about_nics(), day(20));
  const auto a = answer(*reader, allegation, day(40));
  ASSERT_TRUE(a) << a.error().describe();
  std::string told;
  for (const auto& row : a->rows)
    told += row.id + ' ' + std::string(name(status_of(row, 0))) + '\n';
  EXPECT_EQ(told, "before unknown\nboth cleared\nevil affected\nsince cleared\n");
  // A draw from before the claim's time changes nothing of it.
  auto strict = about_nics();
  strict.claims[0].query.examined_from = day(35).seconds;
  EXPECT_EQ(since_draw(strict, day(20)).claims[0].query.examined_from, day(35).seconds);
}

TEST(SampleConclusion, each_part_has_its_bound_and_the_rest_of_the_population_is_told_apart) {
  SamplePlan plan;
  plan.confidence = "0.95";
  plan.tolerate = 2;
  plan.parts = {{.servers = 2, .drawn = 2, .name = "a"}, {.servers = 2, .drawn = 1, .name = "b"}};
  plan.servers = {{0, "n1"}, {0, "n2"}, {1, "n3"}, {1, "n4"}};
  SampleDraw draw;
  draw.servers = {{0, "n1"}, {0, "n2"}, {1, "n4"}};
  Answer a;
  const auto row = [&](const char* id, fleet::ClaimStanding standing) {
    auto& r = a.rows.emplace_back();
    r.id = id;
    r.standing = {standing};
  };
  using enum fleet::ClaimStanding;
  row("m1", affected);
  row("m2", cleared);
  row("m3", unexamined);
  row("n1", affected);
  row("n2", cleared);
  row("n3", affected);
  row("n4", cleared);
  row("z", cleared);
  const auto r = conclude(plan, draw, a, 0);
  EXPECT_EQ(r.parts[0].at_most, 1U) << "all of it was looked at";
  EXPECT_EQ(r.parts[1].at_most, 1U) << "one of two is clear";
  EXPECT_EQ(r.beside, 1U);
  EXPECT_EQ(r.outside_affected, 1U);
  EXPECT_EQ(r.outside_cleared, 2U);
  EXPECT_EQ(r.outside_unknown, 1U);
  EXPECT_EQ(r.at_most, 2U);
  // Two may lie in b alone, where one of two is drawn, or one of them in a, where all are drawn.
  EXPECT_DOUBLE_EQ(r.miss_probability, 0);
}

}  // namespace
}  // namespace assay::answer
