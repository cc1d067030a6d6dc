// Names withheld: nothing of them is in the file, counts and proofs hold, one can be opened.
#include <gmock/gmock.h>

#include "statement/opening.h"
#include "support/statement_builder.h"

namespace assay::statement {
namespace {

using ::testing::HasSubstr;
using testing::StatementBuilder;

struct Redacted : ::testing::Test {
  Redacted() {
    b.redact = true;
    file = b.build();
    crypto::HashEngine hash;
    all.statement = hash.hash(crypto::HashAlg::sha256, bytes::as_bytes(to_json(b.s))).hex();
    for (const auto& h : b.hidden)
      all.values.push_back({h.label, salt_of(b.secret, h.label), h.value});
    for (std::uint64_t i = 0; i < b.servers; ++i)
      all.values.push_back({fmt::format("leaf {}", i), b.tree.salts[i], b.tree.records[i]});
  }
  std::string why(const Opening& opening) {
    return std::string(StatementBuilder::check(file, b.policy(), to_text(opening)).why());
  }
  StatementBuilder b;
  base::Bytes file;
  Opening all;
};

TEST_F(Redacted, HoldsAndNamesNobody) {
  const auto v = StatementBuilder::check(file, b.policy());
  EXPECT_EQ(v.why(), "");
  const auto text = std::string(bytes::as_chars(file));
  for (std::size_t i = 0; i < b.servers; ++i) {
    EXPECT_FALSE(text.contains(StatementBuilder::id(i)));
    EXPECT_FALSE(text.contains(StatementBuilder::digest(i)));
  }
  EXPECT_FALSE(text.contains("fra1"));
  EXPECT_FALSE(text.contains("a card"));
}

TEST_F(Redacted, ADictionaryMatchesNothing) {
  // Without the salt, neither the id's digest nor one under another salt is in the file.
  crypto::HashEngine hash;
  const auto text = std::string(bytes::as_chars(file));
  for (std::size_t i = 0; i < b.servers; ++i) {
    const auto id = StatementBuilder::id(i);
    EXPECT_FALSE(text.contains(hash.hash(crypto::HashAlg::sha256, bytes::as_bytes(id)).hex()));
    EXPECT_FALSE(text.contains(commitment_to(proof::Salt{}, id)));
    EXPECT_FALSE(text.contains(commitment_to(salt_of(Secret{}, "row 0"), id)));
  }
}

TEST_F(Redacted, OneServerIsOpenedAndNoOther) {
  const auto opening = open_server(all, b.s, StatementBuilder::id(1)).value();
  const auto text = to_text(opening);
  const auto read = parse_opening(text).value();
  EXPECT_EQ(read.values.size(), 3U);  // the row, what was found on it, its evidence
  const auto v = StatementBuilder::check(file, b.policy(), text);
  EXPECT_EQ(v.why(), "");
  EXPECT_THAT(to_text(v, "x"), HasSubstr("opened: row 1 is node-000001"));
  EXPECT_FALSE(to_text(v, "x").contains("node-000002"));
  EXPECT_FALSE(open_server(all, b.s, "node-9"));
}

TEST_F(Redacted, AFalseOpeningIsRefused) {
  auto opening = open_server(all, b.s, StatementBuilder::id(1)).value();
  opening.values[0].value = "node-000002";
  EXPECT_THAT(why(opening), HasSubstr("the opening of row 1 is not what was committed to"));
  opening = open_server(all, b.s, StatementBuilder::id(1)).value();
  opening.values[0].label = "row 99";
  EXPECT_THAT(why(opening), HasSubstr("row 99 is not what was committed to"));
  opening.statement = std::string(64, '0');
  EXPECT_THAT(why(opening), HasSubstr("of another statement"));
  EXPECT_FALSE(parse_opening(secret_text(all)));
  EXPECT_FALSE(parse_secret(to_text(all)));
}

}  // namespace
}  // namespace assay::statement
