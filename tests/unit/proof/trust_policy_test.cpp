#include "proof/trust_policy.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/mutate.h"

namespace assay::proof {
namespace {

struct TrustPolicyTest : ::testing::Test {
  static SigningKey key_of(const std::string& name, int n) {
    return signing_key_from_seed(name, {static_cast<std::byte>(n)}).value();
  }
  // A head signed by the log and cosigned by some of the witnesses.
  SignedHead head(const std::vector<int>& by, const SigningKey& signer) const {
    const auto text = to_text(Checkpoint{"ledger.example", 3, Hash{}});
    auto note = text + "\n" + sign_line(text, signer).value();
    for (const int i : by)
      note += cosign_line(text, witnesses[static_cast<std::size_t>(i)],
                          1000 + static_cast<std::uint64_t>(i))
                  .value();
    return parse_signed_head(note).value();
  }
  std::string vkey(int i) const {
    return to_string(cosigner_of(witnesses[static_cast<std::size_t>(i)].verifier));
  }
  std::string two_of_three() const {
    return fmt::format(
        "# whom we believe\nlog {} https://ledger.example/\n\n"
        "witness\ta {}\n  witness b {}  https://b.example\nwitness c {}\ngroup g 2 a b c\nquorum "
        "g\n",
        to_string(log.verifier), vkey(0), vkey(1), vkey(2));
  }
  SigningKey log = key_of("ledger.example", 1);
  std::vector<SigningKey> witnesses{key_of("w.a", 2), key_of("w.b", 3), key_of("w.c", 4),
                                    key_of("w.d", 5)};
};

TEST_F(TrustPolicyTest, two_of_three) {
  const auto policy = parse_trust_policy(two_of_three());
  ASSERT_TRUE(policy) << policy.error().describe();
  EXPECT_FALSE(check_head(*policy, head({}, log)));
  EXPECT_FALSE(check_head(*policy, head({1}, log)));
  EXPECT_FALSE(check_head(*policy, head({1, 3}, log))) << "nobody knows the fourth";
  EXPECT_FALSE(check_head(*policy, head({1, 1}, log))) << "one that signs twice is one";
  const auto good = check_head(*policy, head({0, 3, 2}, log));
  ASSERT_TRUE(good) << good.error().describe();
  EXPECT_EQ(good->log, "ledger.example");
  ASSERT_EQ(good->witnesses.size(), 2U);
  EXPECT_EQ(good->witnesses[1].witness, "c");
  EXPECT_EQ(good->witnesses[1].timestamp, 1002U);
  EXPECT_EQ(good->not_checked, std::vector<std::string>{"w.d"});
}

TEST_F(TrustPolicyTest, what_is_forged_is_refused_with_its_name) {
  const auto policy = parse_trust_policy(two_of_three());
  auto forged = head({0, 1}, log);
  forged.note.signatures[2].signature.back() ^= std::byte{1};
  auto verdict = check_head(*policy, forged);
  ASSERT_FALSE(verdict);
  EXPECT_NE(verdict.error().message.find("cosignature by w.b is wrong"), std::string::npos);
  forged = head({0, 1}, log);
  forged.note.signatures[0].signature.back() ^= std::byte{1};
  EXPECT_NE(check_head(*policy, forged).error().message.find("the log's signature"),
            std::string::npos);
  const auto stranger = head({0, 1}, key_of("ledger.example", 9));
  EXPECT_NE(check_head(*policy, stranger).error().message.find("no trusted log"),
            std::string::npos);
}

TEST_F(TrustPolicyTest, a_log_key_signs_for_its_own_origin_only) {
  const auto other = key_of("other.example", 7);
  const auto policy =
      parse_trust_policy(fmt::format("log {}\nquorum none\n", to_string(other.verifier)));
  ASSERT_TRUE(policy);
  const auto verdict = check_head(*policy, head({}, other));
  ASSERT_FALSE(verdict);
  EXPECT_NE(verdict.error().message.find("is of the log ledger.example"), std::string::npos);
}

TEST_F(TrustPolicyTest, groups_of_groups_any_all_and_none) {
  const auto log_line = "log " + to_string(log.verifier) + "\n";
  const auto names =
      fmt::format("witness a {}\nwitness b {}\nwitness c {}\n", vkey(0), vkey(1), vkey(2));
  const auto holds = [&](const std::string& rest, const std::vector<int>& by) {
    const auto policy = parse_trust_policy(log_line + names + rest);
    EXPECT_TRUE(policy) << policy.error().describe();
    return policy && check_head(*policy, head(by, log)).has_value();
  };
  const std::string nested = "group x any a b\ngroup y all x c\nquorum y\n";
  EXPECT_TRUE(holds(nested, {1, 2}));
  EXPECT_FALSE(holds(nested, {0, 1}));
  EXPECT_FALSE(holds(nested, {2}));
  EXPECT_TRUE(holds("quorum b\n", {1}));
  EXPECT_FALSE(holds("quorum b\n", {0, 2}));
  EXPECT_TRUE(holds("quorum none\n", {}));
}

TEST_F(TrustPolicyTest, says_which_line_is_wrong) {
  const auto good = two_of_three();
  const auto w = vkey(3);
  for (const auto& [line, words] : std::vector<std::pair<std::string, std::string>>{
           {"quorum g\n", "one quorum line only"},
           {"group h 2 a\n", "in a group already"},
           {"witness a " + w + "\n", "earlier line"},
           {"witness g " + w + "\n", "earlier line"},
           {"witness none " + w + "\n", "no name"},
           {"witness d " + vkey(0) + "\n", "key stands on an earlier line"},
           {"witness d " + to_string(witnesses[3].verifier) + "\n", "0x04"},
           {"log " + to_string(log.verifier) + "\n", "earlier line"},
           {"log " + w + "\n", "0x01"},
           {"group h 0 g\n", "from 1"},
           {"group h 2 g\n", "from 1"},
           {"group h some g\n", "from 1"},
           {"group h all\n", "expected: group"},
           {"group h all z\n", "not named"},
           {"threshold 2\n", "expected log, witness"},
           {"# \x01\n", "control character"},
           {"# cut", "newline"}}) {
    const auto bad = parse_trust_policy(good + line);
    ASSERT_FALSE(bad) << line;
    EXPECT_TRUE(bad.error().message.starts_with("line 9: ")) << bad.error().message;
    EXPECT_NE(bad.error().message.find(words), std::string::npos) << bad.error().message;
  }
  EXPECT_FALSE(parse_trust_policy("")) << "no quorum";
  EXPECT_FALSE(parse_trust_policy("quorum x\n"));
  EXPECT_TRUE(parse_trust_policy("quorum none\n"));
}

TEST_F(TrustPolicyTest, statement_keys_are_kept) {
  const auto policy =
      parse_trust_policy("quorum none\nstatement " + to_string(log.verifier) + "\n");
  ASSERT_TRUE(policy);
  EXPECT_EQ(policy->statement_keys, std::vector<VerifierKey>{log.verifier});
}

TEST_F(TrustPolicyTest, prefixes_and_mutations_are_refused_or_whole) {
  const auto good = two_of_three();
  testing::every_prefix(bytes::as_bytes(good), [&](bytes::ByteSpan part) {
    EXPECT_EQ(parse_trust_policy(bytes::as_chars(part)).has_value(), part.size() == good.size());
  });
  testing::mutations(bytes::as_bytes(good), 1000, 6, [](bytes::ByteSpan bytes) {
    const auto policy = parse_trust_policy(bytes::as_chars(bytes));
    if (!policy) return;
    for (std::size_t i = 0; i < policy->rules.size(); ++i)
      for (const auto m : policy->rules[i].members) ASSERT_LT(m, i);
    ASSERT_TRUE(!policy->quorum || *policy->quorum < policy->rules.size());
  });
}

}  // namespace
}  // namespace assay::proof
