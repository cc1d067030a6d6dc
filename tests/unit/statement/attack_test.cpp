// What somebody might do to a statement, and that each is refused for its own reason. "Operator"
// has the statement's key and signs again; everybody else changes bytes.
#include <gmock/gmock.h>

#include "statement/opening.h"
#include "support/mutate.h"
#include "support/statement_builder.h"

namespace assay::statement {
namespace {

using ::testing::HasSubstr;
using testing::StatementBuilder;

std::string why(StatementBuilder& b) {
  return std::string(StatementBuilder::check(b.build(), b.policy()).why());
}
std::string& member(StatementBuilder::Members& members, std::string_view name) {
  for (auto& [path, text] : members)
    if (path == name) return text;
  members.emplace_back(std::string(name), "");
  return members.back().second;
}
std::string why(const StatementBuilder& b, const StatementBuilder::Members& members) {
  return std::string(StatementBuilder::check(b.pack(members), b.policy()).why());
}
void replace(std::string& text, std::string_view what, std::string_view with) {
  const auto at = text.find(what);
  ASSERT_NE(at, std::string::npos) << what;
  text.replace(at, what.size(), with);
}

TEST(Statement, AnHonestOneHolds) {
  StatementBuilder b;
  const auto v = StatementBuilder::check(b.build(), b.policy());
  EXPECT_EQ(v.why(), "");
  EXPECT_EQ(v.signer, "statements.example");
  const auto text = to_text(v, "x.statement");
  EXPECT_THAT(text, HasSubstr("x.statement: holds"));
  EXPECT_THAT(text, HasSubstr("population chosen before the allegation"));
  EXPECT_THAT(text, HasSubstr("5 examinations behind the rows: in the ledger"));
}

TEST(Statement, EveryFlippedBitIsRefused) {
  StatementBuilder b;
  b.servers = 2;
  auto file = b.build();
  const auto policy = b.policy();
  for (std::size_t i = 0; i < file.size(); ++i)
    for (unsigned bit = 0; bit < 8; ++bit) {
      file[i] ^= static_cast<std::byte>(1U << bit);
      const auto v = StatementBuilder::check(file, policy);
      ASSERT_FALSE(v.holds()) << "byte " << i << ", bit " << bit;
      file[i] ^= static_cast<std::byte>(1U << bit);
    }
  EXPECT_TRUE(StatementBuilder::check(file, policy).holds());
}

TEST(Statement, EveryPrefixAndMutationIsRefused) {
  StatementBuilder b;
  b.servers = 2;
  const auto file = b.build();
  const auto policy = b.policy();
  std::size_t tried = 0;
  testing::every_prefix(file, [&](bytes::ByteSpan part) {
    if (part.size() != file.size()) {
      EXPECT_FALSE(StatementBuilder::check(part, policy).holds()) << part.size();
    }
    ++tried;
  });
  testing::mutations(file, 1000, 5, [&](bytes::ByteSpan part) {
    EXPECT_TRUE(bytes::equal(part, file) || !StatementBuilder::check(part, policy).holds());
    ++tried;
  });
  EXPECT_GE(tried, 1000U);
}

TEST(Statement, BytesAfterTheEndAreRefused) {
  StatementBuilder b;
  auto file = b.build();
  file.push_back(std::byte{0});
  EXPECT_THAT(std::string(StatementBuilder::check(file, b.policy()).why()),
              HasSubstr("end of the archive"));
}

TEST(Statement, PathsThatClimbAreRefused) {
  StatementBuilder b;
  for (const auto* path : {"../statement.json", "/statement.json", "proofs/../x", "a//b", "./a"}) {
    EXPECT_FALSE(good_path(path)) << path;
    auto members = b.members();
    members.front().first = path;
    EXPECT_THAT(why(b, members), HasSubstr("a relative path that stays within")) << path;
  }
}

TEST(Statement, EditedMembersAreNamed) {
  StatementBuilder b;
  auto members = b.members();
  const auto good = b.pack(members);
  for (const auto name : {kPage, kCheckpoint, kLeaves, kStatementProof}) {
    // The same size, so that the tar stays one: a byte of the member is changed in place.
    auto file = good;
    const auto text = member(members, name);
    const auto at = bytes::as_chars(file).find(text.substr(0, 200));
    ASSERT_NE(at, std::string_view::npos);
    file[at + 3] ^= std::byte{1};
    EXPECT_THAT(std::string(StatementBuilder::check(file, b.policy()).why()),
                HasSubstr(std::string(name) + " is not the one that was signed"));
  }
}

TEST(Statement, TheOperatorsPageMustSayTheSame) {
  StatementBuilder b;
  auto members = b.members();
  replace(member(members, kPage), "a part", "no part");
  EXPECT_THAT(why(b, members), HasSubstr("statement.html does not say what statement.json says"));
}

TEST(Statement, AnEditedCountIsRecomputed) {
  StatementBuilder b;
  b.alter_json = [](Statement& s) { s.claims[0].counts.of = {0, 5, 0, 0, 0, 0}; };
  EXPECT_THAT(why(b), HasSubstr("claim part: it says 0 affected, the rows give 1"));
}

TEST(Statement, ARemovedRowChangesTheNumbers) {
  StatementBuilder b;
  b.alter_json = [](Statement& s) { s.rows.pop_back(); };
  EXPECT_THAT(why(b), HasSubstr("it says 4 cleared, the rows give 3"));
}

TEST(Statement, ARowTwiceIsTold) {
  StatementBuilder b;
  b.alter = [](Statement& s) {
    s.rows.push_back(s.rows.back());
    ++s.population.certain;
    ++s.population.fleet;
  };
  EXPECT_THAT(why(b), HasSubstr("stands behind two examinations"));
}

TEST(Statement, WhatTheLeafIsOfCannotBeChangedLater) {
  StatementBuilder b;
  auto members = b.members();
  auto altered = b.s;
  altered.claims.clear();
  for (auto& row : altered.rows) row.claims.clear();
  member(members, kStatementJson) = to_json(altered);
  member(members, kPage) = render_page(altered);
  EXPECT_THAT(why(b, members), HasSubstr("the statement's leaf: leaf 8 commits to something else"));
}

TEST(Statement, ClearedTooEarlyOrByNobodyWhoCanSeeIt) {
  StatementBuilder b;
  b.alter = [](Statement& s) { s.claims[0].as_of = {1'800'000'000}; };
  EXPECT_THAT(why(b), HasSubstr("says it is cleared of part"));
  b.alter = [](Statement& s) { s.rows[0].evidence[0].affirmed = {"boot"}; };
  EXPECT_THAT(why(b), HasSubstr("row 0 (node-000000) says it is cleared"));
  b.alter = [](Statement& s) { s.rows[2].evidence[0].seen = {"usb"}; };
  EXPECT_THAT(why(b), HasSubstr("row 2"));
  b.alter = [](Statement& s) {
    s.rows[2].evidence[0].affirmed = {};
    s.rows[2].evidence[0].warning = {"inventory"};
  };
  EXPECT_THAT(why(b), HasSubstr("row 2"));
  b.alter = [](Statement& s) {
    s.rows[2].evidence[0].affirmed = {};
    s.rows[2].evidence[0].warning = {"inventory"};
    s.claims[0].accept_warning = true;
  };
  EXPECT_EQ(why(b), "");
  b.alter = [](Statement& s) { s.claims[0].needs.clear(); };
  EXPECT_THAT(why(b), HasSubstr("says it is cleared of part"));
}

TEST(Statement, ASwappedLeafIsOfAnotherServer) {
  StatementBuilder b;
  b.alter = [](Statement& s) { std::swap(s.rows[2].evidence, s.rows[3].evidence); };
  EXPECT_THAT(why(b), HasSubstr("leaf 3 is evidence of node-000003"));
  b.alter = [](Statement& s) { s.rows[2].evidence[0].at = {1'767'323'046}; };
  EXPECT_THAT(why(b), HasSubstr("its evidence is of 2026-01-02T03:04:05Z"));
  b.alter = [](Statement& s) { s.rows[2].evidence[0].sha256 = StatementBuilder::digest(9); };
  EXPECT_THAT(why(b), HasSubstr("leaf 2 is other evidence"));
  b.alter = [](Statement& s) { s.rows[2].evidence[0].leaf = 5; };
  EXPECT_THAT(why(b), HasSubstr("leaf 5 is no evidence"));
  b.alter = [](Statement& s) { s.rows[2].evidence[0].leaf = 500; };
  EXPECT_THAT(why(b), HasSubstr("leaf 500 has no proof"));
}

TEST(Statement, AForgedRecordIsNotTheLeafs) {
  StatementBuilder b;
  auto members = b.members();
  replace(member(members, kLeaves), "\"path\":\"e/2\"", "\"path\":\"e/3\"");
  EXPECT_THAT(why(b, members), HasSubstr("leaf 2 commits to another record"));
}

TEST(Statement, AForgedProofDoesNotLeadToTheRoot) {
  StatementBuilder b;
  auto members = b.members();
  auto& path = member(members, kLeavesPath);
  path = path_text({proof::Hash{}, proof::Hash{}});
  EXPECT_THAT(why(b, members), HasSubstr("inclusion: the proof does not lead to the tree's root"));
  members = b.members();
  member(members, kLeavesPath) += path_text({proof::Hash{}});
  EXPECT_THAT(why(b, members), HasSubstr("inclusion: the proof is too long"));
  members = b.members();
  member(members, kStatementProof) = member(members, kAllegationProof);
  EXPECT_THAT(why(b, members), HasSubstr("the statement's leaf: the leaf is a allegation"));
}

TEST(Statement, AnotherLogsHeadIsRefused) {
  StatementBuilder b;
  const auto policy = b.policy();
  b.log = testing::key_of("elsewhere.example", 8);
  EXPECT_THAT(std::string(StatementBuilder::check(b.build(), policy).why()),
              HasSubstr("no trusted log signed the checkpoint of elsewhere.example"));
  b.log = testing::key_of("ledger.example", 8);
  EXPECT_THAT(std::string(StatementBuilder::check(b.build(), policy).why()),
              HasSubstr("no trusted log signed"));
}

TEST(Statement, AnOlderHeadDoesNotHoldTheStatement) {
  StatementBuilder b;
  b.head_size = 8;
  EXPECT_THAT(
      why(b),
      HasSubstr("the statement's leaf: proof: its index is not below the checkpoint's size"));
}

TEST(Statement, TooFewWitnessesAreRefusedAndUnknownOnesNotChecked) {
  StatementBuilder b;
  b.cosign = false;
  EXPECT_THAT(why(b), HasSubstr("too few for its quorum"));
  b.cosign = true;
  const auto v = StatementBuilder::check(b.build(), b.policy(false));
  EXPECT_EQ(v.why(), "");
  const auto text = to_text(v, "x");
  EXPECT_THAT(text, HasSubstr("a signature on the head by witness.example"));
  EXPECT_THAT(text, HasSubstr("What could not be checked"));
}

TEST(Statement, WhoeverSignsMustBeTrusted) {
  StatementBuilder b;
  const auto policy = b.policy();
  b.key = testing::key_of("statements.example", 77);
  EXPECT_THAT(std::string(StatementBuilder::check(b.build(), policy).why()),
              HasSubstr("whom the trust policy does not name"));
  auto none = policy;
  none.statement_keys.clear();
  EXPECT_THAT(std::string(StatementBuilder::check(b.build(), none).why()),
              HasSubstr("names no key whose statements are believed"));
}

TEST(Statement, APopulationThatCameAfterIsTold) {
  StatementBuilder b;
  b.population_last = true;
  const auto v = StatementBuilder::check(b.build(), b.policy());
  EXPECT_EQ(v.why(), "");
  EXPECT_THAT(to_text(v, "x"), HasSubstr("population chosen after the allegation"));
}

TEST(Statement, EarlierHeadsTellWhen) {
  StatementBuilder b;
  b.earlier = {6, 7};  // the population is leaf 6, the allegation leaf 7
  const auto v = StatementBuilder::check(b.build(), b.policy());
  EXPECT_EQ(v.why(), "");
  std::string all;
  for (const auto& check : v.checks) all += check.what + "\n";
  EXPECT_THAT(all, HasSubstr("population logged after 2017-07-14T02:40:00Z (w) and by "
                             "2017-07-15T02:40:00Z (w) as leaf 6"));
  EXPECT_THAT(all, HasSubstr("allegation logged after 2017-07-15T02:40:00Z (w) and by "
                             "2026-02-02T02:40:00Z (w) as leaf 7"));
  EXPECT_FALSE(all.contains("no witness saw the ledger between"));
}

TEST(Statement, AnEarlierHeadOfAnotherHistoryIsRefused) {
  StatementBuilder b;
  b.earlier = {7};
  auto members = b.members();
  StatementBuilder other;
  other.servers = 6;
  other.earlier = {7};
  auto strange = other.members();
  member(members, "heads/1.checkpoint") = member(strange, "heads/1.checkpoint");
  EXPECT_THAT(why(b, members), HasSubstr("the earlier head 1: consistency"));
}

TEST(Statement, AnotherPopulationIsRefused) {
  StatementBuilder b;
  auto members = b.members();
  replace(member(members, kPopulationList), "node-000004", "node-000005");
  EXPECT_THAT(why(b, members), HasSubstr("population.txt is not the list"));
  members = b.members();
  replace(member(members, kPopulationRecord), "\"count\":5", "\"count\":6");
  EXPECT_THAT(why(b, members),
              HasSubstr("the population's leaf: leaf 6 commits to something else"));
}

TEST(Statement, MissingAndStrangeMembersAreNamed) {
  StatementBuilder b;
  auto members = b.members();
  members.emplace_back("notes.txt", "hello");
  EXPECT_THAT(why(b, members), HasSubstr("notes.txt has no place in a statement"));
  members = b.members();
  std::erase_if(members, [](const auto& m) { return m.first == kCheckpoint; });
  EXPECT_THAT(why(b, members), HasSubstr("checkpoint is missing"));
}

TEST(Statement, ALeafOfAnotherTypeIsNoAppraisal) {
  StatementBuilder b;
  b.alter = [](Statement& s) { s.appraisals = {2}; };
  EXPECT_THAT(why(b), HasSubstr("leaf 2 is no appraisal"));
}

}  // namespace
}  // namespace assay::statement
