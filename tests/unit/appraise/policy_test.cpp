#include "appraise/policy.h"

#include <gtest/gtest.h>

#include "support/boot_builder.h"

namespace assay::appraise {
namespace {

using evidence::Severity;

constexpr std::string_view kHead = "version = 1\nname = \"p\"\n";

base::Result<Policy> parse(std::string_view rest) {
  return parse_policy(std::string(kHead) + std::string(rest), "policy.toml");
}

TEST(Policy, later_rules_win_over_earlier_and_over_the_general_table) {
  const auto p = parse(R"(
[severity]
"boot.config.changed" = "info"
boot.rollout = "critical"
[[rule]]
servers = ["web-*"]
references = ["web"]
[rule.severity]
"boot.config.changed" = "warning"
[[rule]]
servers = ["web-9", "db-?"]
[rule.severity]
"boot.config.changed" = "critical"
)");
  ASSERT_TRUE(p) << p.error().describe();
  EXPECT_EQ(*p->severity_of("mail", "boot.config.changed"), Severity::info);
  EXPECT_EQ(*p->severity_of("web-1", "boot.config.changed"), Severity::warning);
  EXPECT_EQ(*p->severity_of("web-9", "boot.config.changed"), Severity::critical);
  EXPECT_EQ(*p->severity_of("web-9", "boot.rollout"), Severity::critical);
  EXPECT_EQ(p->severity_of("web-9", "boot.file.changed"), nullptr);
  EXPECT_EQ(p->references_for("web-9"), std::vector<std::string>{"web"})
      << "a rule without references takes none away";
  EXPECT_TRUE(p->references_for("mail").empty());
}

TEST(Policy, a_typo_is_an_error_and_never_accepts) {
  for (const std::string_view wrong : {
           "sevrity = 1\n",
           "[severity]\n\"boot.config.chnaged\" = \"info\"\n",
           "[severity]\n\"boot.config.changed\" = \"none\"\n",
           "[severity]\n\"boot.config.changed\" = false\n",
           "required = [\"boots\"]\n",
           "required = \"boot\"\n",
           "[trust]\nek_root = []\n",
           "[trust]\nenrollers = [\"not a key\"]\n",
           "[boot]\nminimum_sbat = \"2023\"\n",
           "[boot]\nminimum_sbat = 2023012900\n",
           "[[rule]]\nservers = []\n",
           "[[rule]]\nreferences = [\"x\"]\n",
           "[[rule]]\nservers = [\"*\"]\nseverities = {}\n",
           "[[rules]]\nservers = [\"*\"]\n",
       }) {
    const auto p = parse(wrong);
    ASSERT_FALSE(p) << wrong;
    const auto said = p.error().describe();
    EXPECT_NE(said.find("policy.toml"), std::string::npos) << said;
    EXPECT_NE(said.find("line "), std::string::npos) << said;
  }
  EXPECT_FALSE(parse_policy("name = \"p\"\n", "f"));
  EXPECT_FALSE(parse_policy("version = 1\n", "f"));
  EXPECT_FALSE(parse_policy("version = 2\nname = \"p\"\n", "f"));
}

TEST(Policy, the_line_named_is_the_wrong_one) {
  const auto p = parse("required = [\"boot\"]\n\n[trust]\nek_rots = []\n");
  ASSERT_FALSE(p);
  EXPECT_NE(p.error().describe().find("line 6"), std::string::npos) << p.error().describe();
  EXPECT_NE(p.error().describe().find("ek_rots"), std::string::npos) << p.error().describe();
}

TEST(Policy, a_reference_that_is_not_there_is_an_error) {
  const auto p = parse("[[rule]]\nservers = [\"*\"]\nreferences = [\"web\", \"db\"]\n");
  ASSERT_TRUE(p);
  EXPECT_TRUE(check_references(*p, {"db", "web", "more"}));
  const auto missing = check_references(*p, {"web"});
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("\"db\""), std::string::npos);
}

TEST(Policy, keys_of_trusted_parties_are_read) {
  const auto key = proof::new_signing_key("collector.example").value();
  const std::string keys = " = [\"" + proof::to_string(key.verifier) + "\"]\n";
  const auto p = parse("[trust]\ncollectors" + keys + "challengers" + keys + "ledgers" + keys +
                       "challenger_files = [\"c.txt\"]\nledger_files = [\"l.txt\"]\n");
  ASSERT_TRUE(p) << p.error().describe();
  for (const auto* list : {&p->collectors, &p->challengers, &p->ledgers}) {
    ASSERT_EQ(list->size(), 1U);
    EXPECT_EQ(list->front(), key.verifier);
  }
  EXPECT_EQ(p->challenger_files, std::vector<std::string>{"c.txt"});
  EXPECT_EQ(p->ledger_files, std::vector<std::string>{"l.txt"});
  EXPECT_FALSE(parse("[trust]\nchallenger = []\n"));
  EXPECT_FALSE(parse("[trust]\nledgers = [\"not a key\"]\n"));
}

}  // namespace
}  // namespace assay::appraise
