// A sample's two files, the draw and what is concluded from it.
#include <gtest/gtest.h>
#include <map>
#include <set>

#include "answer/sample_check.h"
#include "answer/sample_conclusion.h"
#include "bytes/text.h"
#include "crypto/digest.h"
#include "proof/checkpoint.h"
#include "statement/population_list.h"
#include "support/hostile.h"

namespace assay::answer {
namespace {

const proof::SigningKey kWitness = proof::signing_key_from_seed("witness.example", {}).value();

Allegation one_claim() {
  auto a = parse_allegation(
      "id = \"a\"\nsource = \"s\"\ntext = \"t\"\ndate = 1970-01-01\n[[claims]]\nid = \"seen\"\n"
      "text = \"t\"\nneeds = [\"board\"]\n",
      "a.toml");
  EXPECT_TRUE(a);
  return *std::move(a);
}

// `count` servers of whom nothing is known, alternately of two sites; one is of a lot of its own.
Answer unknown(std::size_t count) {
  Answer out;
  for (std::size_t i = 0; i < count; ++i) {
    fleet::PopulationRow row;
    row.id = "n" + std::to_string(1000 + i);
    row.standing = {fleet::ClaimStanding::unexamined};
    out.rows.push_back(std::move(row));
  }
  return out;
}
std::vector<fleet::IndexReader::Placement> placed(const Answer& answer) {
  std::vector<fleet::IndexReader::Placement> out;
  for (std::size_t i = 1; i < answer.rows.size(); ++i)
    out.push_back({answer.rows[i].id, i == 1 ? "rare" : "L1", i % 2 == 0 ? "ams" : "fra"});
  return out;
}

SamplePlan plan_of(std::size_t count, const SampleSettings& settings = {}) {
  const auto answer = unknown(count);
  auto plan = plan_sample(one_claim(), answer, 0, placed(answer), settings);
  EXPECT_TRUE(plan) << plan.error().describe();
  plan->allegation = std::string(64, 'a');
  plan->made = {1'800'000'000};
  plan->population_leaf = 3;
  plan->population = {.assets = "", .count = count, .servers = std::string(64, 'b')};
  plan->witness = proof::cosigner_of(kWitness.verifier);
  return *std::move(plan);
}

std::string head_of(std::uint64_t size, std::uint64_t time = 1'800'000'100) {
  const auto text = proof::to_text(proof::Checkpoint{"ledger.example/fleet", size, {}});
  return seed_head(text, proof::cosign_line(text, kWitness, time).value());
}

TEST(Sample, small_parts_are_drawn_from_together_and_all_are_covered) {
  const auto plan = plan_of(400);
  std::map<std::string, std::uint64_t> parts;
  for (const auto& p : plan.parts) parts[p.name] = p.servers;
  EXPECT_EQ(parts, (std::map<std::string, std::uint64_t>{{"2 smaller parts together", 2},
                                                         {"lot L1, site ams", 199},
                                                         {"lot L1, site fra", 199}}));
  for (const auto& p : plan.parts) EXPECT_GE(p.drawn, 1U) << p.name;
  EXPECT_EQ(plan.tolerate, 4U) << "1 % of 400";
  EXPECT_LE(miss_probability(plan.strata(), 4), 0.05 * (1 + 1e-9));
  EXPECT_EQ(plan_of(400, {.by_lot = false, .by_site = false}).parts.size(), 1U);
}

TEST(Sample, who_is_cleared_affected_or_perhaps_not_meant_is_not_drawn_from) {
  auto answer = unknown(10);
  answer.rows[0].standing = {fleet::ClaimStanding::cleared};
  answer.rows[1].standing = {fleet::ClaimStanding::affected};
  answer.rows[2].certain = false;
  answer.rows[3].standing = {fleet::ClaimStanding::too_early};
  const auto plan = plan_sample(one_claim(), answer, 0, {}, {.tolerate = "1"});
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->servers.size(), 7U);
  EXPECT_EQ(plan->servers[0].id, "n1003");
  EXPECT_FALSE(plan_sample(one_claim(), unknown(0), 0, {}, {}));
  for (const char* bad : {"0", "0%", "11", "1.5", "-1", "x", "", "%", "1%%", "101%", "nan", "1e2"})
    EXPECT_FALSE(plan_sample(one_claim(), unknown(10), 0, {}, {.tolerate = bad})) << bad;
  for (const char* bad : {"1", "0", "0.0", "95%", "", "0.9999999", ".5", "0.5x", "1.1", "nan"})
    EXPECT_FALSE(parse_confidence(bad)) << bad;
}

TEST(Sample, files_come_back_as_they_were_and_no_prefix_is_one) {
  const auto plan = plan_of(40);
  const auto text = to_text(plan);
  const auto draw = make_draw(plan, text, 4, head_of(5));
  auto budget = sample_budget();
  const auto again = parse_sample_plan(bytes::Reader(bytes::as_bytes(text)), budget);
  ASSERT_TRUE(again) << again.error().describe();
  EXPECT_EQ(to_text(*again), text);
  const auto drawn = to_text(draw);
  const auto draw_again = parse_sample_draw(bytes::Reader(bytes::as_bytes(drawn)), budget);
  ASSERT_TRUE(draw_again) << draw_again.error().describe();
  EXPECT_EQ(to_text(*draw_again), drawn);
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto small = sample_budget();
    EXPECT_FALSE(parse_sample_plan(bytes::Reader(bytes::as_bytes(text.substr(0, i))), small)) << i;
  }
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    auto small = sample_budget();
    EXPECT_FALSE(parse_sample_draw(bytes::Reader(bytes::as_bytes(drawn.substr(0, i))), small)) << i;
  }
}

TEST(Sample, what_is_read_out_of_hostile_bytes_is_written_as_it_was) {
  const auto plan = plan_of(40);
  const auto text = to_text(plan);
  testing::survives(bytes::as_bytes(text), [](bytes::ByteSpan b, bytes::Budget& budget) {
    const auto parsed = parse_sample_plan(bytes::Reader(b), budget);
    if (!parsed) return;
    EXPECT_EQ(to_text(*parsed), bytes::as_chars(b));
    EXPECT_EQ(draw_sample(*parsed, "head").size(), parsed->drawn());
  });
  testing::survives(bytes::as_bytes(to_text(make_draw(plan, text, 4, head_of(5)))),
                    [](bytes::ByteSpan b, bytes::Budget& budget) {
                      const auto parsed = parse_sample_draw(bytes::Reader(b), budget);
                      if (!parsed) return;
                      EXPECT_EQ(to_text(*parsed), bytes::as_chars(b));
                    });
}

TEST(Sample, a_plan_that_contradicts_itself_is_none) {
  const auto text = to_text(plan_of(400));
  const auto changed = [&](std::string_view from, std::string_view to) {
    auto other = text;
    const auto at = other.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    other.replace(at, from.size(), to);
    auto budget = sample_budget();
    const auto parsed = parse_sample_plan(bytes::Reader(bytes::as_bytes(other)), budget);
    return parsed ? std::string("accepted") : std::string(parsed.error().field);
  };
  EXPECT_EQ(changed("population 3 400 bb", "population 3 400 bB"), "list of the population");
  EXPECT_EQ(changed(std::string(64, 'b') + " -", std::string(64, 'b') + " x"), "assets");
  EXPECT_EQ(changed("tolerate 4\n", "tolerate 0\n"), "drawn");
  EXPECT_EQ(changed("tolerate 4\n", "tolerate 401\n"), "drawn");
  EXPECT_EQ(changed("\"0.95\"", "\"0.99\""), "drawn");
  EXPECT_EQ(changed("server 0 \"n1000\"\n", ""), "servers of a part");
  EXPECT_EQ(changed("server 0 \"n1000\"", "server 9 \"n1000\""), "part of a server");
  EXPECT_EQ(changed("\"n1001\"", "\"n1000\""), "server");
  EXPECT_EQ(changed("witness \"w", "witness \"x"), "witness");
  EXPECT_EQ(changed("2027", "2O27"), "made");
}

TEST(Sample, the_head_alone_says_who_is_drawn) {
  const auto plan = plan_of(400);
  const auto text = to_text(plan);
  const auto draw = make_draw(plan, text, 4, head_of(5));
  EXPECT_EQ(draw.servers.size(), plan.drawn());
  std::vector<std::uint64_t> by_part(plan.parts.size());
  std::set<std::string> ids;
  for (const auto& s : draw.servers) {
    ++by_part.at(s.part);
    ids.insert(s.id);
  }
  EXPECT_EQ(ids.size(), draw.servers.size()) << "nobody is drawn twice";
  for (std::size_t i = 0; i < by_part.size(); ++i) EXPECT_EQ(by_part[i], plan.parts[i].drawn);
  // A second later it would have been others.
  const auto later = make_draw(plan, text, 4, head_of(5, 1'800'000'101));
  EXPECT_NE(to_text(draw), to_text(later));
  EXPECT_TRUE(check_draw(draw, plan, text));
  EXPECT_TRUE(check_draw(later, plan, text));
}

TEST(Sample, a_draw_that_was_tampered_with_is_refused_with_its_reason) {
  const auto plan = plan_of(40);
  const auto text = to_text(plan);
  const auto why = [&](const SampleDraw& d) {
    const auto ok = check_draw(d, plan, text);
    return ok ? std::string("accepted") : ok.error().message;
  };
  const auto good = make_draw(plan, text, 4, head_of(5));
  EXPECT_EQ(why(good), "accepted");
  auto other = good;
  std::swap(other.servers.front(), other.servers.back());
  EXPECT_NE(why(other).find("not those that the seed draws"), std::string::npos);
  EXPECT_NE(why(make_draw(plan, text, 5, head_of(5))).find("older than the plan"),
            std::string::npos);
  EXPECT_NE(why(make_draw(plan, text + " ", 4, head_of(5))).find("another plan"),
            std::string::npos);
  const auto checkpoint = proof::to_text(proof::Checkpoint{"ledger.example/fleet", 5, {}});
  const auto stranger = proof::signing_key_from_seed("witness.example", {std::byte{1}}).value();
  EXPECT_NE(
      why(make_draw(plan, text, 4,
                    seed_head(checkpoint, proof::cosign_line(checkpoint, stranger, 1).value())))
          .find("did not cosign"),
      std::string::npos);
  const auto own = proof::cosign_line(checkpoint, kWitness, 1).value();
  const auto more = proof::cosign_line(checkpoint, stranger, 1).value();
  EXPECT_NE(why(make_draw(plan, text, 4, seed_head(checkpoint, more + own))).find("holds more"),
            std::string::npos)
      << "lines that can be left out would make dice that can be loaded";
}

TEST(Sample, the_frame_is_held_to_the_populations_list) {
  auto plan = plan_of(40);
  std::vector<statement::ListedServer> servers;
  for (const auto& s : plan.servers) servers.push_back({"", s.id});
  servers.push_back({"", "z-known-already"});
  const auto why = [&](const std::vector<statement::ListedServer>& listed) {
    const auto list = statement::to_text(proof::Salt{}, listed);
    plan.population.servers =
        crypto::HashEngine().hash(crypto::HashAlg::sha256, bytes::as_bytes(list)).hex();
    plan.population.count = servers.size();
    const auto ok = check_frame(plan, list);
    return ok ? std::string("accepted") : ok.error().message;
  };
  EXPECT_EQ(why(servers), "accepted");
  auto other = servers;
  other[7].id += 'x';
  EXPECT_EQ(why(other), "the plan draws from n1007, which is not in the population");
  other = servers;
  other.pop_back();
  EXPECT_EQ(why(other), "has another number of servers than the plan says");
  EXPECT_EQ(check_frame(plan, statement::to_text(proof::Salt{}, servers)).error().message,
            "is not the list of the population that the plan names");
}

TEST(Sample, who_was_not_examined_counts_as_affected) {
  const auto plan = plan_of(400);
  const auto draw = make_draw(plan, to_text(plan), 4, head_of(5));
  auto answer = unknown(400);
  const auto set = [&](const std::string& id, fleet::ClaimStanding standing) {
    for (auto& row : answer.rows)
      if (row.id == id) row.standing = {standing};
  };
  const auto none = conclude(plan, draw, answer, 0);
  EXPECT_EQ(none.missing, plan.drawn());
  EXPECT_EQ(none.at_most, 400U);
  EXPECT_FALSE(none.settled);
  for (const auto& s : draw.servers) set(s.id, fleet::ClaimStanding::cleared);
  const auto all = conclude(plan, draw, answer, 0);
  EXPECT_EQ(all.missing, 0U);
  EXPECT_EQ(all.at_most, plan.tolerate - 1) << "what the plan was made for";
  EXPECT_TRUE(all.settled);
  set(draw.servers[0].id, fleet::ClaimStanding::too_early);
  const auto but_one = conclude(plan, draw, answer, 0);
  EXPECT_EQ(but_one.to_examine, std::vector<std::string>{draw.servers[0].id});
  EXPECT_GT(but_one.at_most, all.at_most);
  EXPECT_EQ(but_one.at_most_if_clear, all.at_most);
  set(draw.servers[0].id, fleet::ClaimStanding::affected);
  const auto one = conclude(plan, draw, answer, 0);
  EXPECT_EQ(one.found, std::vector<std::string>{draw.servers[0].id});
  EXPECT_EQ(one.at_most, but_one.at_most);
  EXPECT_FALSE(one.settled);
}

}  // namespace
}  // namespace assay::answer
