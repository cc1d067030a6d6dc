// The ledger's own formats: leaf, records, and the leaf inside a proof.
#include <gtest/gtest.h>

#include "bytes/text.h"
#include "ledger/logged.h"
#include "ledger/records.h"
#include "support/mutate.h"

namespace assay::ledger {
namespace {

TEST(Leaf, is_34_bytes_that_tell_only_its_type) {
  proof::TreeHasher hasher;
  Salt salt{};
  salt[0] = std::byte{9};
  const auto record = bytes::as_bytes("record");
  const Leaf leaf{.type = LeafType::change, .commitment = commitment(hasher, salt, record)};
  const auto bytes = to_bytes(leaf);
  EXPECT_EQ(bytes[0], std::byte{6});
  EXPECT_EQ(bytes[1], std::byte{1});
  EXPECT_EQ(bytes::to_hex(bytes::ByteSpan(bytes).subspan(2)),
            bytes::to_hex(hasher.plain(salt, record)));
  EXPECT_EQ(parse_leaf(bytes::Reader(bytes)), leaf);
  for (const auto& [at, value] : {std::pair{0, 0}, {0, 13}, {1, 0}, {1, 2}}) {
    auto other = bytes;
    other[static_cast<std::size_t>(at)] = static_cast<std::byte>(value);
    EXPECT_FALSE(parse_leaf(bytes::Reader(other)));
  }
  for (std::uint8_t n = 1; n <= 12; ++n) {
    ASSERT_TRUE(leaf_type(n));
    EXPECT_EQ(leaf_type(name(*leaf_type(n))), leaf_type(n));
  }
  EXPECT_FALSE(leaf_type("")) << "a number without a name";
}

base::Bytes batch_bytes() {
  RecordBatch batch;
  batch.first = 1234;
  batch.records.push_back({LeafType::policy, Salt{}, bytes::as_bytes("one"), 0});
  batch.records.push_back({LeafType::key_loss, Salt{}, bytes::as_bytes(""), 0});
  return to_bytes(batch);
}

TEST(Records, are_read_as_they_are_written) {
  const auto bytes = batch_bytes();
  bytes::Budget budget;
  const auto batch = parse_records(bytes::Reader(bytes), budget);
  ASSERT_TRUE(batch) << batch.error().describe();
  EXPECT_EQ(batch->first, 1234U);
  ASSERT_EQ(batch->records.size(), 2U);
  EXPECT_EQ(bytes::as_chars(batch->records[0].record), "one");
  EXPECT_EQ(batch->records[0].offset, 16U + 12 + 18 + 4);
  EXPECT_EQ(batch_path(1234), "000/000/001/234");
  bytes::Budget small({.items = 1, .bytes = 0, .depth = 1});
  EXPECT_EQ(parse_records(bytes::Reader(bytes), small).error().fault, bytes::Fault::budget);
}

TEST(Records, prefixes_and_mutations) {
  const auto whole = batch_bytes();
  testing::every_prefix(bytes::ByteSpan(whole).first(whole.size() - 1), [](bytes::ByteSpan part) {
    bytes::Budget budget;
    const auto cut = parse_records(bytes::Reader(part), budget);
    ASSERT_FALSE(cut);
    EXPECT_LE(cut.error().offset, part.size());
  });
  testing::mutations(whole, 1000, 8, [](bytes::ByteSpan bytes) {
    bytes::Budget budget;
    const auto batch = parse_records(bytes::Reader(bytes), budget);
    if (!batch) return;
    EXPECT_TRUE(bytes::equal(to_bytes(*batch), bytes));
  });
}

TEST(LoggedLeaf, shows_its_salt_or_not) {
  for (const bool shown : {true, false}) {
    LoggedLeaf leaf{.leaf = {.type = LeafType::search, .commitment = {}}, .salt = {}};
    if (shown) leaf.salt = Salt{std::byte{3}};
    const auto bytes = to_bytes(leaf);
    EXPECT_EQ(bytes.size(), shown ? 50U : 34U);
    EXPECT_EQ(parse_logged_leaf(bytes::Reader(bytes)), leaf);
    testing::every_prefix(
        bytes::ByteSpan(bytes).first(bytes.size() - 1), [&](bytes::ByteSpan part) {
          EXPECT_EQ(parse_logged_leaf(bytes::Reader(part)).has_value(), part.size() == 34);
        });
  }
}

}  // namespace
}  // namespace assay::ledger
