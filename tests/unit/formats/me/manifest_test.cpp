#include "formats/me/manifest.h"

#include <gtest/gtest.h>

#include "formats/me/code_partition.h"
#include "support/me_builder.h"
#include "support/mutate.h"

namespace assay::formats::me {
namespace {

using testing::put32;
using testing::put8;

bytes::Parsed<Manifest> parse(bytes::ByteSpan b) {
  bytes::Budget budget;
  return parse_manifest(bytes::Reader(b), budget);
}
bytes::Parsed<CodePartition> parse_code(bytes::ByteSpan b) {
  bytes::Budget budget;
  return parse_code_partition(bytes::Reader(b), budget);
}

TEST(Manifest, has_version_date_key_and_signature) {
  auto b = testing::me_manifest();
  const auto m = parse(b).value();
  EXPECT_EQ(m.tag, "$MN2");
  EXPECT_EQ(m.version(), "11.8.50.3425");
  EXPECT_EQ(m.date_text(), "2017-06-19");
  EXPECT_EQ(m.security_version, 3U);
  EXPECT_EQ(m.key_bits, 2048U);
  EXPECT_EQ(m.exponent, 17U);
  EXPECT_TRUE(m.has_signature);
  EXPECT_FALSE(m.debug_signed);
  EXPECT_TRUE(m.modules.empty());
  put32(b, 0x0C, 0x80000000);
  testing::fill(b, 0x184, 256, 0);
  EXPECT_TRUE(parse(b)->debug_signed);
  EXPECT_FALSE(parse(b)->has_signature);
}

TEST(Manifest, lists_modules_before_cse) {
  auto b = testing::me_manifest(2);
  testing::put_me_module(b, 0, "BUP", 0x400, 0x40);
  testing::put_me_module(b, 1, "KERNEL", 0x440, 0x80);
  const auto m = parse(b).value();
  EXPECT_TRUE(m.problems.empty());
  EXPECT_EQ(m.partition, "FTPR");
  ASSERT_EQ(m.modules.size(), 2U);
  EXPECT_EQ(m.modules[1].name, "KERNEL");
  EXPECT_EQ(m.modules[1].offset, 0x440U);
  EXPECT_EQ(m.modules[1].size, 0x80U);
  EXPECT_EQ(m.modules[1].compression, 2);
}

TEST(Manifest, a_module_that_is_none_is_a_problem) {
  auto b = testing::me_manifest(2);
  testing::put_me_module(b, 0, "BUP", 0x400, 0x40);
  const auto m = parse(b).value();
  EXPECT_EQ(m.modules.size(), 1U);
  ASSERT_EQ(m.problems.size(), 1U);
  EXPECT_EQ(m.problems[0].offset, 0x284U + 12 + 0x60);
}

TEST(Manifest, the_sku_follows_the_modules) {
  auto b = testing::me_manifest(1);
  testing::put_me_module(b, 0, "BUP", 0x400, 0x40);
  const std::size_t at = b.size();
  b.resize(at + 16);
  testing::put_text(b, at, "$SKU");
  put32(b, at + 4, 4);
  put32(b, at + 12, 0x2213);
  EXPECT_EQ(parse(b)->sku, 0x2213U);
}

TEST(Manifest, refuses_a_header_longer_than_the_whole) {
  auto b = testing::me_manifest();
  put32(b, 0x18, 8);
  EXPECT_EQ(parse(b).error().field, "HeaderLength");
  EXPECT_EQ(bcd_date(0x20171319), "");
  EXPECT_EQ(bcd_date(0x2017A101), "");
}

TEST(Manifest, survives_every_prefix_and_mutation) {
  auto b = testing::me_manifest(2);
  testing::put_me_module(b, 0, "BUP", 0x400, 0x40);
  testing::put_me_module(b, 1, "KERNEL", 0x440, 0x80);
  testing::every_prefix(b, [&](bytes::ByteSpan part) {
    const auto m = parse(part);
    EXPECT_EQ(m.has_value(), part.size() >= 0x284);
    if (m && part.size() < b.size()) {
      EXPECT_LT(m->modules.size(), 2U);
    }
  });
  testing::mutations(b, 1000, 5, [](bytes::ByteSpan part) {
    if (const auto m = parse(part)) {
      EXPECT_LE(m->modules.size(), 256U);
    }
  });
  bytes::Budget less({.items = 1, .bytes = 0, .depth = 0});
  EXPECT_EQ(parse_manifest(bytes::Reader(b), less).error().fault, bytes::Fault::budget);
}

TEST(CodePartition, lists_modules_and_has_a_manifest) {
  const auto b = testing::me_code_partition();
  const auto c = parse_code(b).value();
  EXPECT_EQ(c.name, "FTPR");
  EXPECT_TRUE(c.checksum_good);
  ASSERT_EQ(c.entries.size(), 2U);
  EXPECT_EQ(c.entries[1].name, "rbe");
  EXPECT_FALSE(c.entries[1].huffman);
  ASSERT_TRUE(c.manifest);
  EXPECT_EQ(c.manifest->version(), "11.8.50.3425");
  EXPECT_EQ(c.manifest_offset, 64U);
}

TEST(CodePartition, version_2_has_a_crc_and_huffman_is_a_bit_of_the_offset) {
  base::Bytes b(20 + 24 + 16);
  testing::put_text(b, 0, "$CPD");
  put32(b, 4, 1);
  put8(b, 8, 2);
  testing::put_text(b, 12, "RBEP");
  testing::put_text(b, 20, "bup");
  put32(b, 32, 1U << 25U | 44);
  put32(b, 36, 16);
  put32(b, 16, testing::crc32(b, 0, 44));
  const auto c = parse_code(b).value();
  EXPECT_TRUE(c.checksum_good);
  EXPECT_EQ(c.entries[0].offset, 44U);
  EXPECT_TRUE(c.entries[0].huffman);
  put8(b, 20, 'x');
  EXPECT_FALSE(parse_code(b)->checksum_good);
}

TEST(CodePartition, survives_every_prefix_and_mutation) {
  const auto b = testing::me_code_partition();
  testing::every_prefix(b, [](bytes::ByteSpan part) {
    const auto c = parse_code(part);
    EXPECT_EQ(c.has_value(), part.size() >= 64);
    if (c && part.size() < 64 + 0x284) {
      EXPECT_FALSE(c->manifest);
      EXPECT_EQ(c->problems.size(), 1U);
    }
  });
  testing::mutations(b, 1000, 6, [](bytes::ByteSpan part) {
    if (const auto c = parse_code(part)) {
      EXPECT_LE(c->entries.size(), 512U);
    }
  });
  bytes::Budget less({.items = 1, .bytes = 0, .depth = 0});
  EXPECT_EQ(parse_code_partition(bytes::Reader(b), less).error().fault, bytes::Fault::budget);
}

}  // namespace
}  // namespace assay::formats::me
