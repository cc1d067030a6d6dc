#include "proof/checkpoint.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/mutate.h"

namespace assay::proof {
namespace {

const std::string kRoot = bytes::to_base64(base::Bytes(32, std::byte{0x5A}));
const std::string kGood = "ledger.example/fleet\n20852163\n" + kRoot + "\n";

TEST(Checkpoint, names_its_log_its_size_and_its_root) {
  const auto c = parse_checkpoint(kGood + "an extension\n");
  ASSERT_TRUE(c) << c.error().describe();
  EXPECT_EQ(c->origin, "ledger.example/fleet");
  EXPECT_EQ(c->size, 20852163U);
  EXPECT_EQ(c->root.back(), std::byte{0x5A});
  EXPECT_EQ(parse_checkpoint("l\n0\n" + kRoot + "\n")->size, 0U);
  EXPECT_EQ(parse_checkpoint("l\n18446744073709551615\n" + kRoot + "\n")->size, UINT64_MAX);
}

TEST(Checkpoint, refuses_what_another_reader_might_read_otherwise) {
  for (const std::string head : {"\n1\n", "l\n\n", "l\n01\n", "l\n-1\n", "l\n+1\n", "l\n 1\n",
                                 "l\n1 \n", "l\n0x1\n", "l\n18446744073709551616\n", "l\n1\n\n"})
    EXPECT_FALSE(parse_checkpoint(head + kRoot + "\n")) << head;
  EXPECT_FALSE(parse_checkpoint("l\n1\n" + bytes::to_base64(base::Bytes(31)) + "\n"));
  EXPECT_FALSE(parse_checkpoint("l\n1\n" + kRoot));
}

TEST(Checkpoint, no_prefix_is_one) {
  testing::every_prefix(bytes::as_bytes(kGood), [](bytes::ByteSpan part) {
    EXPECT_EQ(parse_checkpoint(bytes::as_chars(part)).has_value(), part.size() == kGood.size());
  });
}

}  // namespace
}  // namespace assay::proof
