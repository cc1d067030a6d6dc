#include "proof/log_proof.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/mutate.h"

namespace assay::proof {
namespace {

struct LogProofTest : ::testing::Test {
  std::string head(std::uint64_t size) const {
    const auto text = to_text(Checkpoint{"ledger.example", size, Hash{}});
    return text + "\n" + sign_line(text, key).value();
  }
  LogProof proof() const {
    return {.extra = bytes::copy(bytes::as_bytes("extra")),
            .index = 7,
            .path = {Hash{}, Hash{std::byte{1}}, Hash{std::byte{2}}},
            .checkpoint = head(8)};
  }
  SigningKey key = signing_key_from_seed("ledger.example", {}).value();
};

TEST_F(LogProofTest, is_read_as_it_is_written) {
  EXPECT_EQ(parse_log_proof(to_text(proof())), proof());
  auto bare = proof();
  bare.extra.clear();
  bare.path.clear();
  bare.index = 0;
  bare.checkpoint = head(1);
  EXPECT_EQ(to_text(bare), "c2sp.org/tlog-proof@v1\nindex 0\n\n" + head(1));
  EXPECT_EQ(parse_log_proof(to_text(bare)), bare);
}

TEST_F(LogProofTest, refuses_another_spelling) {
  const auto good = to_text(proof());
  const auto with = [&](std::string_view from, std::string_view to) {
    auto text = good;
    text.replace(text.find(from), from.size(), to);
    return parse_log_proof(text);
  };
  EXPECT_FALSE(with("@v1", "@v2"));
  EXPECT_FALSE(with("index 7", "index 07"));
  EXPECT_FALSE(with("index 7", "index +7"));
  EXPECT_FALSE(with("index 7", "index 7 "));
  EXPECT_FALSE(with("index 7", "index"));
  EXPECT_FALSE(with("index 7", "index 8")) << "not below the size";
  EXPECT_FALSE(with("extra ZXh0cmE=", "extra ZXh0cmE"));
  EXPECT_FALSE(with("extra ZXh0cmE=", "extra "));
  EXPECT_FALSE(with("extra ZXh0cmE=", "more ZXh0cmE="));
  EXPECT_FALSE(with("AAA=\n", "AA==\n"));
  EXPECT_FALSE(with("\n\nledger", "\n\n\nledger"));
  EXPECT_FALSE(parse_log_proof(good + "\n"));
  auto many = proof();
  many.path.resize(65);
  EXPECT_FALSE(parse_log_proof(to_text(many)));
  EXPECT_EQ(parse_log_proof(std::string((2U << 20U) + 1, 'x')).error().kind,
            base::ErrorKind::budget);
}

TEST_F(LogProofTest, no_prefix_is_one_and_mutations_are_read_as_written) {
  const auto good = to_text(proof());
  testing::every_prefix(bytes::as_bytes(good), [&](bytes::ByteSpan part) {
    EXPECT_EQ(parse_log_proof(bytes::as_chars(part)).has_value(), part.size() == good.size());
  });
  testing::mutations(bytes::as_bytes(good), 1000, 4, [](bytes::ByteSpan bytes) {
    const auto parsed = parse_log_proof(bytes::as_chars(bytes));
    if (!parsed) return;
    EXPECT_EQ(to_text(*parsed), bytes::as_chars(bytes));
  });
}

}  // namespace
}  // namespace assay::proof
