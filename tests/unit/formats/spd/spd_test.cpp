#include "formats/spd/spd.h"

#include <gtest/gtest.h>

#include "base/types.h"
#include "bytes/text.h"
#include "support/mutate.h"

namespace assay::formats::spd {
namespace {

constexpr std::uint64_t kGiB = 1024ULL * 1024 * 1024;

void put(base::Bytes& b, std::size_t at, std::initializer_list<unsigned> values) {
  for (const unsigned v : values) b[at++] = static_cast<std::byte>(v);
}
void put_text(base::Bytes& b, std::size_t at, std::size_t size, std::string_view text) {
  for (std::size_t i = 0; i < size; ++i)
    b[at + i] = i < text.size() ? static_cast<std::byte>(text[i]) : std::byte{' '};
}
// The polynomial division of the annex by hand, so that the test does not trust the parser's.
void put_crc(base::Bytes& b, std::size_t from, std::size_t count, std::size_t at) {
  unsigned crc = 0;
  for (std::size_t i = from; i < from + count; ++i)
    for (int bit = 7; bit >= 0; --bit) {
      const unsigned in = (static_cast<unsigned>(b[i]) >> bit) & 1U;
      const unsigned top = (crc >> 15U) & 1U;
      crc = (crc << 1U) & 0xFFFFU;
      if ((in ^ top) != 0) crc ^= 0x1021U;
    }
  put(b, at, {crc & 0xFFU, crc >> 8U});
}

// 32 GiB RDIMM: 8 Gb chips of 4 bits, two ranks, 64 bits and ECC, DDR4-2666 (750 ps).
base::Bytes ddr4() {
  base::Bytes b(512);
  put(b, 0, {0x23, 0x11, 0x0C, 0x01, 0x85, 0x21, 0x00});
  put(b, 12, {0x08, 0x0B});
  put(b, 18, {0x06});
  put(b, 320, {0x80, 0xCE, 0x02, 0x19, 0x12, 0x03, 0x9A, 0x1C, 0x2D});
  put_text(b, 329, 20, "M393A4K40CB2-CTD");
  put(b, 350, {0x80, 0xCE});
  put_crc(b, 0, 126, 126);
  put_crc(b, 128, 126, 254);
  return b;
}
// 8 GiB RDIMM: 4 Gb chips of 4 bits, one rank, DDR3-1600 (1.25 ns).
base::Bytes ddr3() {
  base::Bytes b(256);
  put(b, 0, {0x92, 0x11, 0x0B, 0x01, 0x04, 0x21, 0x02, 0x00, 0x0B, 0x11, 0x01, 0x08, 0x0A});
  put(b, 117, {0x80, 0xAD, 0x01, 0x14, 0x33, 0xDE, 0xAD, 0xBE, 0xEF});
  put_text(b, 128, 18, "HMT41GR7AFR4C-PB");
  put_crc(b, 0, 117, 126);
  return b;
}
// 32 GiB: two sub-channels of 32 bits, 16 Gb chips of 8 bits, two ranks, ECC, DDR5-4800 (416 ps).
base::Bytes ddr5() {
  base::Bytes b(1024);
  put(b, 0, {0x30, 0x10, 0x12, 0x01, 0x04, 0x00, 0x20});
  put(b, 20, {0xA0, 0x01});
  put(b, 234, {0x08, 0x32});
  put(b, 512, {0x80, 0x2C, 0x05, 0x22, 0x45, 0x01, 0x02, 0x03, 0x04});
  put_text(b, 521, 30, "MTC20F2085S1RC48BA1");
  put_crc(b, 0, 510, 510);
  return b;
}

bytes::Parsed<Module> parse(bytes::ByteSpan b) { return parse_spd(bytes::Reader(b)); }

TEST(Spd, a_ddr4_module_says_what_it_is_and_who_made_it) {
  const auto b = ddr4();
  const auto m = parse(b).value();
  EXPECT_EQ(name(m.generation), "DDR4");
  EXPECT_EQ(module_type_name(m.generation, m.module_type), "RDIMM");
  EXPECT_EQ(m.bytes, 32 * kGiB);
  EXPECT_EQ(m.ranks, 2U);
  EXPECT_EQ(m.device_width, 4U);
  EXPECT_TRUE(m.ecc);
  EXPECT_EQ(m.megatransfers, 2667U);
  EXPECT_EQ(maker_text(m.maker), "Samsung");
  EXPECT_EQ(maker_text(m.dram_maker), "Samsung");
  EXPECT_EQ(m.part_number, "M393A4K40CB2-CTD    ");
  EXPECT_EQ(m.serial_text(), "039A1C2D");
  EXPECT_EQ(m.year, 19);
  EXPECT_EQ(m.week, 12);
  EXPECT_TRUE(m.crc_good);
  EXPECT_TRUE(m.problems.empty());
  EXPECT_TRUE(looks_like_spd(b));
}

TEST(Spd, the_fine_correction_of_the_clock_is_signed) {
  auto b = ddr4();
  put(b, 125, {0xBC});  // 750 - 68 ps
  EXPECT_EQ(parse(b)->megatransfers, 2933U);
}

TEST(Spd, stacked_ddr4_counts_its_dies) {
  auto b = ddr4();
  put(b, 6, {0x92});  // 3DS of two
  EXPECT_EQ(parse(b)->bytes, 64 * kGiB);
  put(b, 6, {0x91});  // two dies, each its own load
  EXPECT_EQ(parse(b)->bytes, 32 * kGiB);
}

TEST(Spd, ddr3_and_ddr5_fill_the_same_fields) {
  const auto old_bytes = ddr3();
  const auto old = parse(old_bytes).value();
  EXPECT_EQ(old.bytes, 8 * kGiB);
  EXPECT_EQ(old.megatransfers, 1600U);
  EXPECT_EQ(maker_text(old.maker), "SK hynix");
  EXPECT_EQ(old.serial_text(), "DEADBEEF");
  EXPECT_EQ(old.part_number.substr(0, 16), "HMT41GR7AFR4C-PB");
  EXPECT_TRUE(old.crc_good) << "covers 117 bytes";
  const auto new_bytes = ddr5();
  const auto young = parse(new_bytes).value();
  EXPECT_EQ(young.bytes, 32 * kGiB);
  EXPECT_EQ(young.megatransfers, 4800U);
  EXPECT_TRUE(young.ecc);
  EXPECT_EQ(maker_text(young.maker), "Micron");
  EXPECT_EQ(young.serial_text(), "01020304");
  EXPECT_TRUE(young.crc_good);
}

TEST(Spd, a_wrong_crc_is_told_and_the_module_still_read) {
  auto b = ddr4();
  put(b, 4, {0x84});
  const auto m = parse(b).value();
  EXPECT_FALSE(m.crc_good);
  ASSERT_EQ(m.problems.size(), 1U);
  EXPECT_EQ(m.problems[0].offset, 126U);
  EXPECT_EQ(m.serial_text(), "039A1C2D");
}

TEST(Spd, half_an_eeprom_says_so_and_gives_the_geometry) {
  const auto b = ddr4();
  const auto m = parse(bytes::ByteSpan(b).first(256)).value();
  EXPECT_EQ(m.bytes, 32 * kGiB);
  EXPECT_FALSE(m.has_maker_part);
  EXPECT_EQ(m.serial_text(), "");
  ASSERT_EQ(m.problems.size(), 1U);
  EXPECT_EQ(m.problems[0].fault, bytes::Fault::truncated);
}

TEST(Spd, unwritten_serials_dates_and_reserved_geometries_are_nothing) {
  auto b = ddr4();
  put(b, 320, {0x00, 0x00, 0x00, 0xFA, 0x60, 0xFF, 0xFF, 0xFF, 0xFF});
  put(b, 4, {0x0F});
  const auto m = parse(b).value();
  EXPECT_FALSE(m.serial);
  EXPECT_FALSE(m.year);
  EXPECT_FALSE(m.week);
  EXPECT_EQ(maker_text(m.maker), "");
  EXPECT_EQ(m.bytes, 0U);
}

TEST(Spd, makers_outside_the_table_keep_their_number) {
  EXPECT_EQ(maker_text({.bank = 0x85, .code = 0x9B}), "Crucial");
  EXPECT_EQ(maker_text({.bank = 0x05, .code = 0x1B}), "Crucial");
  EXPECT_EQ(maker_text({.bank = 0x0B, .code = 0x7F}), "JEP106 0b7f");
}

TEST(Spd, other_device_types_are_refused) {
  auto b = ddr4();
  put(b, 2, {0x08});
  EXPECT_EQ(parse(b).error().offset, 2U);
  EXPECT_FALSE(looks_like_spd(base::Bytes(256)));
  EXPECT_FALSE(looks_like_spd(bytes::ByteSpan(ddr4()).first(200)));
}

TEST(Spd, survives_every_prefix_and_mutation) {
  for (const auto& b : {ddr3(), ddr4(), ddr5()}) {
    const auto whole = parse(b)->bytes;
    testing::every_prefix(b, [&](bytes::ByteSpan part) {
      const auto m = parse(part);
      if (m) {
        EXPECT_EQ(m->bytes, whole) << part.size();
      } else {
        EXPECT_LT(part.size(), 512U);
      }
    });
    testing::mutations(b, 500, 7, [](bytes::ByteSpan part) {
      if (const auto m = parse(part)) {
        EXPECT_LE(m->part_number.size(), part.size());
      }
    });
  }
}

}  // namespace
}  // namespace assay::formats::spd
