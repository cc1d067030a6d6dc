#include "formats/flash/descriptor.h"

#include <gtest/gtest.h>

#include "formats/flash/gbe.h"
#include "support/mutate.h"
#include "support/put.h"

namespace assay::formats::flash {
namespace {

using testing::put16;
using testing::put32;
using testing::put8;

// The map: components at 0x30, regions at 0x40, masters at 0x80, straps at 0x100.
base::Bytes blank(std::uint32_t map1, std::uint32_t map2, std::uint32_t flcomp) {
  base::Bytes b(kDescriptorSize, std::byte{0xFF});
  put32(b, 0x10, 0x0FF0A55A);
  put32(b, 0x14, 0x00040003);
  put32(b, 0x18, map1);
  put32(b, 0x1C, map2);
  put32(b, 0x30, flcomp);
  for (std::size_t at = 0x40; at < 0x80; at += 4) put32(b, at, 0x00007FFF);
  testing::fill(b, 0x100, 0x400, 0);
  return b;
}
// A 100 series board: 16 MiB, 17 MHz, 4 masters, 0x40 straps.
base::Bytes modern() {
  auto b = blank(0x40100408, 0x00310030, 0x000C0005);
  put32(b, 0x40, 0x00000000);
  put32(b, 0x44, 0x0FFF0800);
  put32(b, 0x48, 0x07FF0003);
  put32(b, 0x4C, 0x00020001);
  put32(b, 0x80, 0x00A00B00);  // host: writes BIOS and GbE, reads the descriptor too
  put32(b, 0x84, 0x00C00D00);
  put32(b, 0x88, 0x00800800);
  put32(b, 0xEFC, 0x000002DF);
  put32(b, 0xDF0, 0x001840EF);
  put32(b, 0xDF4, 0x20252025);
  return b;
}
// A 6 series board: two chips of 8 MiB, 3 masters, 18 straps.
base::Bytes old() {
  auto b = blank(0x12100308, 0x00210120, 0x00000024);
  put32(b, 0x14, 0x00040103);
  put32(b, 0x40, 0x00000000);
  put32(b, 0x44, 0x07FF0200);
  put32(b, 0x48, 0x01FF0001);
  put32(b, 0x80, 0xFFFF0000);
  return b;
}
bytes::Parsed<Descriptor> parse(bytes::ByteSpan b) {
  bytes::Budget budget;
  return parse_descriptor(bytes::Reader(b), budget);
}

TEST(FlashDescriptor, a_modern_one_has_wide_masks_and_regions) {
  const auto d = parse(modern()).value();
  EXPECT_EQ(d.chipset, Chipset::sunrise_point);
  EXPECT_EQ(d.version, 2);
  EXPECT_EQ(d.read_clock_mhz, 17U);
  EXPECT_EQ(d.density[0], 16ULL << 20U);
  EXPECT_FALSE(d.density[1]);
  ASSERT_EQ(d.regions.size(), 4U);
  ASSERT_NE(d.region(1), nullptr);
  EXPECT_EQ(d.region(1)->offset, 0x800000U);
  EXPECT_EQ(d.region(1)->size, 0x800000U);
  EXPECT_EQ(d.region(3)->size, 0x2000U);
  EXPECT_EQ(d.region(8), nullptr);
  ASSERT_EQ(d.masters.size(), 4U);
  EXPECT_EQ(d.masters[0].read, 0x00B);
  EXPECT_EQ(d.masters[0].write, 0x00A);
  EXPECT_EQ(d.pch_straps.size(), 0x40U);
  EXPECT_TRUE(d.problems.empty());
  ASSERT_EQ(d.jedec.size(), 1U);
  EXPECT_EQ(chip_vendor(d.jedec[0].vendor), "Winbond");
  EXPECT_EQ(d.jedec[0].device, 0x4018);
  EXPECT_EQ(d.me_disabled, false);
}

TEST(FlashDescriptor, a_host_that_may_write_descriptor_or_engine_is_told) {
  EXPECT_FALSE(parse(modern())->host_writes_descriptor());
  EXPECT_FALSE(parse(modern())->host_writes_me());
  auto b = modern();
  put32(b, 0x80, 0x00500B00);
  EXPECT_TRUE(parse(b)->host_writes_descriptor());
  EXPECT_TRUE(parse(b)->host_writes_me());
  put32(b, 0x48, 0x00007FFF);  // there is no such region
  EXPECT_FALSE(parse(b)->host_writes_me());
  EXPECT_TRUE(parse(old())->host_writes_descriptor());
}

TEST(FlashDescriptor, regions_from_12_on_have_their_bits_apart) {
  auto b = modern();
  put32(b, 0x80, 0x00A00B08 | 0x80);
  EXPECT_EQ(parse(b)->masters[0].read, 0x800B);
  EXPECT_EQ(parse(b)->masters[0].write, 0x800A);
}

TEST(FlashDescriptor, an_old_one_has_narrow_fields) {
  const auto d = parse(old()).value();
  EXPECT_EQ(d.chipset, Chipset::cougar_point);
  EXPECT_EQ(d.version, 1);
  EXPECT_EQ(d.components, 2);
  EXPECT_EQ(d.density[0], 8ULL << 20U);
  EXPECT_EQ(d.density[1], 8ULL << 20U);
  EXPECT_EQ(d.regions.size(), 3U);
  EXPECT_EQ(d.masters.size(), 3U);
  EXPECT_EQ(d.pch_straps.size(), 18U);
}

TEST(FlashDescriptor, the_strap_that_stops_the_engine_is_where_the_chipset_has_it) {
  auto b = modern();
  put32(b, 0x100, 1U << 16U);
  EXPECT_EQ(parse(b)->me_disabled, true);
  auto c = old();
  put32(c, 0x100 + 40, 1U << 7U);
  EXPECT_EQ(parse(c)->me_disabled, true);
}

TEST(FlashDescriptor, a_map_that_leaves_the_descriptor_is_a_problem_not_a_read) {
  auto b = modern();
  put32(b, 0x18, 0xFFFF0408);
  const auto d = parse(b).value();
  ASSERT_EQ(d.problems.size(), 1U);
  EXPECT_EQ(d.problems[0].field, "PCHSTRP");
  EXPECT_FALSE(parse(base::Bytes(4096)).has_value());
  EXPECT_EQ(parse(base::Bytes(4096)).error().field, "FLVALSIG");
}

TEST(FlashDescriptor, is_recognised_whole_only) {
  EXPECT_TRUE(looks_like_descriptor(modern()));
  EXPECT_FALSE(looks_like_descriptor(bytes::ByteSpan(modern()).first(4095)));
  EXPECT_FALSE(looks_like_descriptor(base::Bytes(8192)));
}

TEST(FlashDescriptor, spends_its_budget_on_straps) {
  const auto b = modern();
  bytes::Budget enough({.items = 0x40 + 1, .bytes = 0, .depth = 0});
  EXPECT_TRUE(parse_descriptor(bytes::Reader(b), enough)->problems.empty());
  bytes::Budget less({.items = 0x3F, .bytes = 0, .depth = 0});
  const auto d = parse_descriptor(bytes::Reader(b), less).value();
  ASSERT_FALSE(d.problems.empty());
  EXPECT_EQ(d.problems[0].fault, bytes::Fault::budget);
}

TEST(FlashDescriptor, survives_every_prefix_and_mutation) {
  const auto b = modern();
  testing::every_prefix(b, [](bytes::ByteSpan part) {
    const auto d = parse(part);
    EXPECT_EQ(d.has_value(), part.size() == kDescriptorSize);
  });
  testing::mutations(b, 1000, 1, [](bytes::ByteSpan part) {
    if (const auto d = parse(part)) {
      EXPECT_LE(d->regions.size(), 16U);
      EXPECT_LE(d->pch_straps.size(), 255U);
    }
  });
}

base::Bytes gbe() {
  base::Bytes b(128);
  for (std::size_t i = 0; i < 6; ++i) put8(b, i, static_cast<std::uint8_t>(0x10 + i));
  put16(b, 0x05 * 2, 0x0113);
  put16(b, 0x0D * 2, 0x15B8);
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < 63; ++i)
    sum += static_cast<std::uint32_t>(b[i * 2]) | static_cast<std::uint32_t>(b[i * 2 + 1]) << 8U;
  put16(b, 126, static_cast<std::uint16_t>(0xBABA - sum));
  return b;
}

TEST(GbE, has_an_address_and_a_sum) {
  auto b = gbe();
  const auto g = parse_gbe(bytes::Reader(b)).value();
  EXPECT_EQ(g.mac_text(), "10:11:12:13:14:15");
  EXPECT_EQ(g.device_id, 0x15B8);
  EXPECT_EQ(g.image_version, 0x0113);
  EXPECT_TRUE(g.checksum_good);
  put8(b, 5, 0x16);
  EXPECT_FALSE(parse_gbe(bytes::Reader(b))->checksum_good);
  const base::Bytes erased(128, std::byte{0xFF});
  EXPECT_TRUE(parse_gbe(bytes::Reader(erased))->erased);
  testing::every_prefix(b, [](bytes::ByteSpan part) {
    EXPECT_EQ(parse_gbe(bytes::Reader(part)).has_value(), part.size() >= 128);
  });
}

}  // namespace
}  // namespace assay::formats::flash
