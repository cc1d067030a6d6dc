#include "answer/allegation.h"

#include <gtest/gtest.h>

#include "answer/explain.h"

namespace assay::answer {
namespace {

constexpr std::string_view kHead = "id = \"a\"\nsource = \"s\"\ntext = \"t\"\ndate = 2018-10-04\n";

base::Result<Allegation> parsed(const std::string& rest) {
  return parse_allegation(std::string(kHead) + rest, "a.toml");
}

std::string refused(const std::string& rest) {
  const auto a = parsed(rest);
  return a ? "" : a.error().describe();
}

std::string claim(const std::string& keys, const std::string& shown) {
  return "[[claims]]\nid = \"c\"\ntext = \"t\"\n" + keys + "[[claims.shown_by]]\n" + shown;
}

TEST(Allegation, a_claim_says_who_could_see_it) {
  const auto a = parsed(claim("", "findings = [\"inventory.nic.added\", \"boot.loader.*\"]\n"));
  ASSERT_TRUE(a) << a.error().describe();
  const auto& q = a->claims.at(0).query;
  EXPECT_EQ(sight_words(q.sights), "inventory (by pci or network or redfish) and boot");
  EXPECT_EQ(q.examined_from, a->date.seconds) << "the day on which it was said";
  EXPECT_FALSE(q.accept_warning);
  const auto b =
      parsed(claim("as_of = 2019-01-01\naccept = \"warning\"\n",
                   "name = [\"acpi DSDT\"]\ndigest = [\"" + std::string(64, 'A') + "\"]\n"));
  ASSERT_TRUE(b) << b.error().describe();
  EXPECT_EQ(sight_words(b->claims[0].query.sights), "inventory (by acpi)");
  EXPECT_TRUE(b->claims[0].query.accept_warning);
  EXPECT_EQ(b->claims[0].query.shown.parts.at(0).fact.digests.at(0), std::string(64, 'a'));
}

TEST(Allegation, what_cannot_be_answered_is_refused_with_its_line) {
  EXPECT_NE(refused("").find("at least one claim or question"), std::string::npos);
  EXPECT_NE(refused("[[claims]]\nid = \"c\"\ntext = \"t\"\n").find("line 5"), std::string::npos)
      << "nothing that would show it, and nobody named who would have to look";
  EXPECT_NE(refused(claim("", "findings = [\"boot.nonsense\"]\n")).find("codes of findings"),
            std::string::npos);
  EXPECT_NE(refused(claim("", "finding = [\"boot.*\"]\n")).find("finding"), std::string::npos)
      << "an unknown key";
  EXPECT_NE(refused(claim("", "findings = [\"identity.shared\"]\n")).find("needs"),
            std::string::npos)
      << "a code that belongs to no discipline";
  EXPECT_NE(refused(claim("", "kind = \"chip\"\n")).find("one of part"), std::string::npos);
  EXPECT_NE(refused(claim("needs = [\"luck\"]\n", "name = [\"nic\"]\n")).find("custody"),
            std::string::npos);
  EXPECT_NE(refused("[population]\nreceived_from = 2015-01-01\nreceived_to = 2013-01-01\n" +
                    claim("", "name = [\"nic\"]\n"))
                .find("not before received_from"),
            std::string::npos);
  const auto one = claim("", "name = [\"nic\"]\n");
  EXPECT_NE(refused(one + one).find("ids that differ"), std::string::npos);
}

TEST(Allegation, a_discipline_that_nobody_examines_yet_may_be_named) {
  const auto a = parsed("[[claims]]\nid = \"c\"\ntext = \"t\"\nneeds = [\"board\"]\n");
  ASSERT_TRUE(a) << a.error().describe();
  EXPECT_NE(explain(*a).find("Nothing that this version examines would show it"),
            std::string::npos);
}

TEST(Allegation, a_list_of_indicators_adds_its_digests) {
  auto a = parsed(claim("", "indicators = \"list.txt\"\n"));
  ASSERT_TRUE(a) << a.error().describe();
  auto& c = a->claims.at(0);
  ASSERT_EQ(c.indicator_files, std::vector<std::string>{"list.txt"});
  const std::string digest(64, 'b');
  EXPECT_TRUE(add_indicators(c, 0, "# a comment\n\n" + digest + "  implant.efi\r\n"));
  EXPECT_EQ(c.query.shown.parts.at(0).fact.digests, std::vector<std::string>{digest});
  const auto bad = add_indicators(c, 0, digest + "\nxyz\n");
  ASSERT_FALSE(bad);
  EXPECT_NE(bad.error().message.find("line 2"), std::string::npos);
}

}  // namespace
}  // namespace assay::answer
