// Answers over a small fleet made here: who counts as affected, cleared and unknown, and why.
#include "answer/answer.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "evidence/finding_codes.h"
#include "support/fleet_index.h"

namespace assay::answer {
namespace {

using testing::collection;
using testing::day;
using testing::FleetIndex;
using testing::part;

evidence::AssetRegister assets(std::string_view rows) {
  auto r = evidence::parse_assets(
      bytes::as_bytes("server,lot,received,site,tenant,valid_from,valid_to\n" + std::string(rows)),
      "assets.csv");
  if (!r) ADD_FAILURE() << r.error().describe();
  return *std::move(r);
}

fleet::Collection seen(const std::string& id, int when, const std::string& nic) {
  return collection(id, when, {part("nic", nic, "0000:3b:00.0", "", evidence::FactSource::pci)});
}

Allegation about_nics(const std::string& population, const std::string& as_of) {
  auto a =
      parse_allegation("id = \"a\"\nsource = \"s\"\ntext = \"t\"\ndate = 1970-01-01\n" +
                           population + "[[claims]]\nid = \"nic\"\ntext = \"t\"\nas_of = " + as_of +
                           "\n[[claims.shown_by]]\nname = [\"nic\"]\nvalue = [\"evil*\"]\n",
                       "a.toml");
  if (!a) ADD_FAILURE() << a.error().describe();
  return *std::move(a);
}

// "n1 affected; n2 unknown: not examined", by id.
std::string told(const Answer& a) {
  std::string out;
  for (const auto& row : a.rows) {
    const auto reason = reason_of(row, 0);
    out += row.id + ' ' + std::string(name(status_of(row, 0))) +
           (reason.empty() ? "" : ": " + std::string(reason)) + '\n';
  }
  return out;
}

TEST(Answer, seen_then_or_now_is_affected_and_silence_is_unknown) {
  FleetIndex index;
  const auto all = assets("n1,,,,,,\nn2,,,,,,\nn3,,,,,,\nn4,,,,,,\nn5,,,,,,\n");
  auto doubtful = seen("n4", 200, "Intel");
  doubtful.appraisal.disciplines[2] = appraise::Verdict::warning;
  index.put({seen("n1", 100, "Evil NIC"), seen("n1", 200, "Intel"), seen("n2", 200, "Intel"),
             seen("n3", 1, "Intel"), doubtful},
            &all);
  const auto reader = index.reader();
  const auto a =
      answer(*reader, about_nics("", base::to_rfc3339(day(150)).substr(0, 10)), day(300));
  ASSERT_TRUE(a) << a.error().describe();
  EXPECT_EQ(told(*a),
            "n1 affected\nn2 cleared\nn3 unknown: examined too early\n"
            "n4 unknown: examined, not affirmed\nn5 unknown: not examined\n");
  const auto& n = a->claims.at(0).counts;
  EXPECT_EQ(n.affected + n.cleared + n.unknown(), a->rows.size());
  EXPECT_EQ(a->unevidenced, 1U);
  ASSERT_EQ(a->claims[0].shown.size(), 1U);
  EXPECT_EQ(a->claims[0].shown[0].words, "nic Evil NIC, at 0000:3b:00.0");
  EXPECT_EQ(a->claims[0].shown[0].until, day(200).seconds) << "it is gone, and still told";
}

TEST(Answer, rarity_is_not_asked_of_an_index_whose_siblings_nobody_compared) {
  FleetIndex index;
  index.put({seen("n1", 100, "Intel")});
  const auto rare = parse_allegation(
      "id = \"a\"\nsource = \"s\"\ntext = \"t\"\ndate = 1970-01-01\n[[claims]]\nid = \"c\"\ntext = "
      "\"t\"\n[[claims.shown_by]]\nfindings = [\"inventory.*\"]\n",
      "a.toml");
  ASSERT_TRUE(rare) << rare.error().describe();
  EXPECT_TRUE(answer(*index.reader(), *rare, day(300)));
  {
    // Any write takes the comparison away, as that of an import which is then interrupted.
    const auto writer = fleet::duckdb::open_writer(index.functions(), index.folder());
    ASSERT_TRUE(writer) << writer.error().describe();
    ASSERT_TRUE((*writer)->write_assets(assets("n1,,,,,,\n"), day(300)));
  }
  const auto stale = answer(*index.reader(), *rare, day(300));
  ASSERT_FALSE(stale);
  EXPECT_NE(stale.error().describe().find("import again"), std::string::npos);
  EXPECT_TRUE(answer(*index.reader(), about_nics("", "1970-01-01"), day(300)))
      << "what does not ask it is answered";
}

TEST(Answer, a_register_that_is_silent_leaves_it_open_who_belongs) {
  FleetIndex index;
  const auto all = assets("n1,A,2014-05-01,,,,\nn2,A,2016-05-01,,,,\nn3,A,,,,,\nn4,A,,,,,\n");
  index.put({seen("n1", 1, "Intel"), seen("n2", 1, "Evil"), seen("n3", 1, "Intel"),
             seen("n4", 1, "Evil")},
            &all);
  const auto reader = index.reader();
  const auto a =
      answer(*reader,
             about_nics("[population]\nreceived_from = 2013-01-01\nreceived_to = 2015-12-31\n",
                        "1970-01-01"),
             day(300));
  ASSERT_TRUE(a) << a.error().describe();
  EXPECT_EQ(told(*a),
            "n1 cleared\nn3 unknown: the asset register does not say whether it belongs\n"
            "n4 affected\n");
  EXPECT_EQ(a->certain, 1U);
  EXPECT_EQ(a->possible, 2U);
}

TEST(Answer, selectors_take_patterns_and_the_servers_whole_history) {
  FleetIndex index;
  const auto all =
      assets("n1,A,,ams,,2026-01-01,2026-02-01\nn1,A,,fra,,2026-02-01,\nn2,[B],,ams,,,\n");
  index.put({seen("n1", 1, "Intel"), seen("n2", 1, "Intel")}, &all);
  const auto reader = index.reader();
  const auto ids = [&](const std::string& population) {
    std::string out;
    const auto a = answer(*reader, about_nics("[population]\n" + population, "1970-01-01"), day(9));
    if (!a) return a.error().describe();
    for (const auto& row : a->rows) out += row.id + ' ';
    return out;
  };
  EXPECT_EQ(ids("site = [\"FRA\"]\n"), "n1 ");
  EXPECT_EQ(ids("lot = [\"[b]\"]\n"), "n2 ") << "a bracket is itself";
  EXPECT_EQ(ids("server = [\"n?\"]\nlot = [\"a\"]\n"), "n1 ");
  EXPECT_EQ(ids("located_with = [\"n2\"]\n"), "n1 n2 ") << "both were in ams";
  EXPECT_EQ(ids("product = [\"o'hara\"]\n"), "") << "a quote is no way into the query";
}

TEST(Answer, what_was_known_by_a_time_is_answered_as_it_was_then) {
  FleetIndex index;
  const auto all = assets(
      "n1,A,,ams,own,,\nn2,A,,ams,own,,2026-03-01\nn2,A,,ams,acme,2026-03-01,\n"
      "n9,A,,ams,own,2026-04-01,\n");
  index.put({seen("n1", 10, "Intel"), seen("n1", 100, "Evil NIC"), seen("n2", 10, "Evil NIC"),
             seen("n2", 100, "Intel"), seen("n3", 100, "Intel")},
            &all);
  const auto reader = index.reader();
  auto a = about_nics("[population]\nlot = [\"A\"]\n", "1970-01-01");
  Question shared;
  shared.kind = Question::Kind::shared;
  shared.first = {"own"};
  shared.second = {"acme"};
  a.questions.push_back(shared);
  const auto at = [&](int when) {
    auto out = answer(*reader, a, day(when), day(when).seconds);
    EXPECT_TRUE(out) << out.error().describe();
    return *std::move(out);
  };
  const auto then = at(50);
  EXPECT_EQ(told(then), "n1 cleared\nn2 affected\n") << "no n9, no NIC that came later";
  EXPECT_EQ(then.rows.at(0).last_seen, day(10).seconds);
  EXPECT_EQ(then.servers, 2U);
  EXPECT_EQ(then.claims.at(0).shown.at(0).until, fleet::kOpen) << "its end was not known then";
  EXPECT_TRUE(then.questions.at(0).shared.empty()) << "acme came in March";
  const auto now = at(300);
  EXPECT_EQ(
      told(now),
      "n1 affected\nn2 affected\nn3 unknown: the asset register does not say whether it belongs\n"
      "n9 unknown: not examined\n");
  EXPECT_EQ(now.servers, 4U);
  EXPECT_FALSE(now.questions.at(0).shared.empty());
  const auto before = at(1);
  EXPECT_EQ(told(before), "n1 unknown: not examined\nn2 unknown: not examined\n");
  EXPECT_EQ(before.unevidenced, 2U);
}

TEST(Answer, questions_of_number_and_of_sharing) {
  FleetIndex index;
  const auto all = assets(
      "n1,A,,ams,own,2026-01-01,2026-02-01\nn1,A,,ams,acme,2026-02-01,\n"
      "n2,A,,fra,own,,\nn3,A,,fra,acme,,\nn4,A,,sin,own,,\n");
  index.put({seen("n1", 1, "Intel")}, &all);
  const auto reader = index.reader();
  const auto ask = [&](const std::string& keys) {
    auto a = parse_allegation(
        "id = \"a\"\nsource = \"s\"\ntext = \"t\"\ndate = 1970-01-01\n[[questions]]\nid = \"q\"\n"
        "text = \"t\"\n" +
            keys,
        "a.toml");
    EXPECT_TRUE(a);
    return answer(*reader, *a, day(300)).value().questions.at(0);
  };
  const auto count =
      ask("kind = \"count\"\nclaimed = [\"2\"]\n[questions.population]\nlot = [\"A\"]\n");
  EXPECT_EQ(count.certain, 4U) << "three of them without any evidence";
  const auto shared =
      ask("kind = \"shared\"\ncolumn = \"tenant\"\nfirst = [\"acme\"]\nsecond = [\"*\"]\n");
  std::string places;
  for (const auto& s : shared.shared)
    places +=
        s.place + (s.at_once ? " at once" : " in turn") + ' ' + s.first + '/' + s.second + '\n';
  EXPECT_EQ(places, "fra at once acme/own\nn1 in turn acme/own\nams in turn acme/own\n");
  EXPECT_FALSE(ask("kind = \"shared\"\ncolumn = \"role\"\nfirst = [\"a\"]\nsecond = [\"b\"]\n")
                   .column_known);
}

}  // namespace
}  // namespace assay::answer
