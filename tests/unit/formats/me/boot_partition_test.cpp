#include "formats/me/boot_partition.h"

#include <gtest/gtest.h>

#include "support/mutate.h"
#include "support/put.h"

namespace assay::formats::me {
namespace {

using testing::put16;
using testing::put32;
using testing::put8;

void put_bpdt(base::Bytes& b, std::size_t at, std::uint8_t version = 1) {
  put32(b, at, 0x000055AA);
  put16(b, at + 4, 2);
  put8(b, at + 6, version);
  put16(b, at + 16, 13);
  put16(b, at + 24, 1);  // RBE
  put32(b, at + 28, 0x60);
  put32(b, at + 32, 0x20);
  put16(b, at + 36, 4);  // IBB, without bytes
}
// Layout 1.6: data at 0x100, boot partition at 0x200.
base::Bytes layout16() {
  base::Bytes b(0x300);
  put32(b, 0x10, 0x100);
  put32(b, 0x14, 0x100);
  put32(b, 0x18, 0x200);
  put32(b, 0x1C, 0x100);
  put_bpdt(b, 0x200);
  return b;
}
base::Bytes layout17() {
  base::Bytes b(0x300);
  put16(b, 0x10, 0x40);
  put32(b, 0x18, 0x100);
  put32(b, 0x1C, 0x100);
  put32(b, 0x20, 0x200);
  put32(b, 0x24, 0x100);
  put32(b, 0x14, testing::crc32(b, 0x10, 0x40));
  put_bpdt(b, 0x200);
  return b;
}
bytes::Parsed<BootPartition> parse(bytes::ByteSpan b) {
  bytes::Budget budget;
  return parse_boot_partition(bytes::Reader(b), budget);
}

TEST(Layout, names_data_and_boot_partitions) {
  const auto old_bytes = layout16();
  const auto old = parse_layout(bytes::Reader(old_bytes)).value();
  EXPECT_EQ(old.minor, 6);
  ASSERT_EQ(old.parts.size(), 2U);
  EXPECT_EQ(old.parts[1].name, "Boot 1");
  EXPECT_EQ(old.parts[1].offset, 0x200U);
  auto new_bytes = layout17();
  const auto young = parse_layout(bytes::Reader(new_bytes)).value();
  EXPECT_EQ(young.minor, 7);
  EXPECT_TRUE(young.checksum_good);
  put8(new_bytes, 0x48, 1);
  EXPECT_FALSE(parse_layout(bytes::Reader(new_bytes))->checksum_good);
}

TEST(Layout, is_none_without_a_boot_partition) {
  auto b = layout16();
  put32(b, 0x200, 0);
  EXPECT_FALSE(parse_layout(bytes::Reader(b)).has_value());
  EXPECT_FALSE(parse_layout(bytes::Reader(base::Bytes(0x300))).has_value());
}

TEST(BootPartition, lists_parts_with_bytes) {
  base::Bytes b(0x80);
  put_bpdt(b, 0);
  const auto t = parse(b).value();
  EXPECT_EQ(t.size, 48U);
  EXPECT_EQ(t.major, 13);
  ASSERT_EQ(t.parts.size(), 1U);
  EXPECT_EQ(boot_part_name(t.parts[0].type), "RBE");
  EXPECT_EQ(boot_part_name(999), "");
  EXPECT_TRUE(t.checksum_good);
}

TEST(BootPartition, version_2_has_a_crc) {
  base::Bytes b(0x80);
  put_bpdt(b, 0, 2);
  EXPECT_FALSE(parse(b)->checksum_good);
  put32(b, 8, testing::crc32(b, 0, 48));
  EXPECT_TRUE(parse(b)->checksum_good);
}

TEST(BootPartition, survives_every_prefix_and_mutation) {
  const auto b = layout17();
  testing::every_prefix(b, [&](bytes::ByteSpan part) {
    EXPECT_EQ(parse_layout(bytes::Reader(part)).has_value(), part.size() == b.size());
    if (part.size() > 0x200) {
      EXPECT_EQ(parse(part.subspan(0x200)).has_value(), part.size() >= 0x230);
    }
  });
  testing::mutations(b, 1000, 7, [](bytes::ByteSpan part) {
    const auto layout = parse_layout(bytes::Reader(part));
    if (!layout) return;
    for (const auto& p : layout->parts) EXPECT_LE(p.offset + p.size, part.size());
  });
  base::Bytes table(0x80);
  put_bpdt(table, 0);
  bytes::Budget less({.items = 1, .bytes = 0, .depth = 0});
  EXPECT_EQ(parse_boot_partition(bytes::Reader(table), less).error().fault, bytes::Fault::budget);
}

}  // namespace
}  // namespace assay::formats::me
