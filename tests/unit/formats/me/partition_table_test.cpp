#include "formats/me/partition_table.h"

#include <gtest/gtest.h>

#include "formats/me/family.h"
#include "support/me_builder.h"
#include "support/mutate.h"

namespace assay::formats::me {
namespace {

using testing::put32;
using testing::put8;

base::Bytes region() {
  return testing::me_region(0x200, {{"FTPR", 0x100, 0x80}, {"MFS", 0x180, 0x40}, {"NVKR", 0, 9}});
}
bytes::Parsed<PartitionTable> parse(bytes::ByteSpan b) {
  bytes::Budget budget;
  return parse_partition_table(bytes::Reader(b), budget);
}

TEST(PartitionTable, lists_partitions_and_which_are_stored) {
  const auto b = region();
  const auto t = parse(b).value();
  EXPECT_EQ(t.at, 0x10U);
  EXPECT_EQ(t.version, 0x20);
  EXPECT_EQ(t.checksum, Checksum::good);
  ASSERT_EQ(t.partitions.size(), 3U);
  EXPECT_EQ(t.partitions[0].name, "FTPR");
  EXPECT_EQ(t.partitions[0].offset, 0x100U);
  EXPECT_EQ(t.partitions[1].name, "MFS");
  EXPECT_TRUE(t.partitions[1].stored);
  EXPECT_FALSE(t.partitions[2].stored);
  EXPECT_EQ(t.size, 0x80U);
  EXPECT_TRUE(looks_like_partition_table(b));
}

TEST(PartitionTable, a_changed_header_breaks_the_checksum) {
  auto b = region();
  put8(b, 0x2A, 1);
  EXPECT_EQ(parse(b)->checksum, Checksum::bad);
}

TEST(PartitionTable, version_2_1_has_a_crc) {
  auto b = region();
  put8(b, 0x18, 0x21);
  put8(b, 0x1A, 0x20);
  put32(b, 0x24, 0);
  put32(b, 0x24, testing::crc32(b, 0x10, 0x20));
  EXPECT_EQ(parse(b)->checksum, Checksum::good);
  put8(b, 0x1C, 7);
  EXPECT_EQ(parse(b)->checksum, Checksum::bad);
}

TEST(PartitionTable, a_withdrawn_partition_has_no_bytes) {
  auto b = region();
  put32(b, 0x30 + 28, 0xFF000000);
  const auto t = parse(b).value();
  EXPECT_FALSE(t.partitions[0].valid);
  EXPECT_FALSE(t.partitions[0].stored);
}

TEST(PartitionTable, refuses_absurd_counts_and_other_versions) {
  auto b = region();
  put32(b, 0x14, 0x10000000);
  EXPECT_EQ(parse(b).error().offset, 0x14U);
  EXPECT_FALSE(looks_like_partition_table(b));
  put32(b, 0x14, 3);
  put8(b, 0x18, 0x30);
  EXPECT_EQ(parse(b).error().field, "HeaderVersion");
}

TEST(PartitionTable, names_tell_the_family) {
  const std::vector<Partition> sps{{.name = "FTPR", .owner = {}}, {.name = "OPR1", .owner = {}}};
  const std::vector<Partition> plain{{.name = "FTPR", .owner = {}}};
  EXPECT_EQ(family_of(sps, 3, false, false), Family::sps);
  EXPECT_EQ(family_of(plain, 9, false, false), Family::me);
  EXPECT_EQ(family_of(plain, 11, true, false), Family::csme);
  EXPECT_EQ(family_of(plain, 3, true, false), Family::txe);
  EXPECT_EQ(family_of(plain, 1, false, false), Family::txe);
  EXPECT_EQ(family_of(plain, 0, true, true), Family::ignition);
  EXPECT_EQ(partition_purpose("MFS"), "file system");
  EXPECT_EQ(partition_purpose("????"), "");
  EXPECT_EQ(sku_name(0x2203), "5 MB (corporate)");
}

TEST(PartitionTable, survives_every_prefix_and_mutation) {
  const auto b = region();
  testing::every_prefix(
      b, [](bytes::ByteSpan part) { EXPECT_EQ(parse(part).has_value(), part.size() >= 0x90); });
  testing::mutations(b, 1000, 4, [](bytes::ByteSpan part) {
    if (const auto t = parse(part)) {
      EXPECT_LE(t->partitions.size(), 128U);
    }
  });
  bytes::Budget less({.items = 2, .bytes = 0, .depth = 0});
  EXPECT_EQ(parse_partition_table(bytes::Reader(b), less).error().fault, bytes::Fault::budget);
  bytes::Budget enough({.items = 3, .bytes = 0, .depth = 0});
  EXPECT_TRUE(parse_partition_table(bytes::Reader(b), enough));
}

}  // namespace
}  // namespace assay::formats::me
