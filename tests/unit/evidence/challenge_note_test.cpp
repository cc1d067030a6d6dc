#include "evidence/challenge_note.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/mutate.h"

namespace assay::evidence {
namespace {

constexpr std::string_view kGood =
    "assay challenge v1\n"
    "server web 1\n"
    "nonce 000102030405060708090a0b0c0d0e0f\n"
    "issued 2026-06-01T11:00:00Z\n"
    "expires 2026-06-01T13:00:00Z\n";

TEST(ChallengeNote, is_read_and_written_the_same) {
  const auto c = parse_challenge_note(kGood);
  ASSERT_TRUE(c) << c.error().describe();
  EXPECT_EQ(c->server, "web 1");
  EXPECT_EQ(c->nonce.size(), 16U);
  EXPECT_EQ(base::to_rfc3339(c->issued), "2026-06-01T11:00:00Z");
  EXPECT_EQ(base::to_rfc3339(c->expires), "2026-06-01T13:00:00Z");
  EXPECT_EQ(challenge_text(*c), kGood);
}

TEST(ChallengeNote, refuses_every_other_text_and_says_which_line) {
  const auto refused = [](std::string_view what, std::string_view by, std::string_view said) {
    std::string text(kGood);
    text.replace(text.find(what), what.size(), by);
    const auto c = parse_challenge_note(text);
    ASSERT_FALSE(c) << text;
    EXPECT_NE(c.error().message.find(said), std::string::npos) << c.error().message;
  };
  refused("v1", "v2", "line 1");
  refused("server", "servers", "server");
  refused("server web 1\n", "", "server");
  refused("web 1", "", "server");
  refused("0001", "00012", "nonce");
  refused("0001", "", "nonce");
  refused("0a0b", "0A0B", "lower-case");
  refused("11:00:00Z", "13:00:00+02:00", "UTC");
  refused("2026-06-01T13:00:00Z", "tomorrow", "expires");
  refused("expires", "until", "expires");
  refused("13:00:00Z\n", "13:00:00Z\nmore\n", "nothing behind");
  refused("000102030405060708090a0b0c0d0e0f", std::string(130, 'a'), "nonce");
}

TEST(ChallengeNote, no_prefix_and_no_mutation_reads_as_another_form) {
  testing::every_prefix(bytes::as_bytes(kGood), [](bytes::ByteSpan part) {
    EXPECT_EQ(parse_challenge_note(bytes::as_chars(part)).has_value(), part.size() == kGood.size());
  });
  testing::mutations(bytes::as_bytes(kGood), 1000, 1, [](bytes::ByteSpan bad) {
    const auto c = parse_challenge_note(bytes::as_chars(bad));
    if (!c) return;
    ASSERT_EQ(challenge_text(*c), bytes::as_chars(bad));
  });
}

}  // namespace
}  // namespace assay::evidence
