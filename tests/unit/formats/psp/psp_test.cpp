#include <gtest/gtest.h>

#include "formats/psp/binary.h"
#include "formats/psp/directory.h"
#include "formats/psp/embedded.h"
#include "support/mutate.h"
#include "support/put.h"

namespace assay::formats::psp {
namespace {

using testing::put16;
using testing::put32;
using testing::put64;
using testing::put8;

// Fletcher's sum as Wikipedia's naive form has it, apart from the parser's.
void seal(base::Bytes& b, std::size_t at, std::size_t size) {
  std::uint64_t low = 0xFFFF;
  std::uint64_t high = 0xFFFF;
  for (std::size_t i = at + 8; i + 1 < at + size; i += 2) {
    low += static_cast<std::uint64_t>(b[i]) + (static_cast<std::uint64_t>(b[i + 1]) << 8U);
    high += low;
  }
  put32(b, at + 4, static_cast<std::uint32_t>(high % 0xFFFF << 16U | low % 0xFFFF));
}
base::Bytes psp_directory() {
  base::Bytes b(16 + 3 * 16);
  testing::put_text(b, 0, "$PSP");
  put32(b, 8, 3);
  put8(b, 16, 0x01);
  put32(b, 20, 0x1000);
  put64(b, 24, 0xFF062000);
  put8(b, 32, 0x0B);
  put32(b, 36, 0xFFFFFFFF);
  put64(b, 40, 0x80000001);
  put8(b, 48, 0x40);
  put32(b, 52, 0x400);
  put64(b, 56, 1ULL << 62U | 0x70000);
  seal(b, 0, b.size());
  return b;
}
base::Bytes bios_directory() {
  base::Bytes b(16 + 24);
  testing::put_text(b, 0, "$BHD");
  put32(b, 8, 1);
  put8(b, 16, 0x62);
  put8(b, 18, 0x10 | 8 | 1);
  put8(b, 19, 2);
  put32(b, 20, 0x2000);
  put64(b, 24, 0xFFF00000);
  put64(b, 32, 0x9D80000);
  seal(b, 0, b.size());
  return b;
}
bytes::Parsed<Directory> parse(bytes::ByteSpan b) {
  bytes::Budget budget;
  return parse_directory(bytes::Reader(b), budget);
}

TEST(PspDirectory, entries_have_names_places_and_values) {
  const auto d = parse(psp_directory()).value();
  EXPECT_EQ(name(d.kind), "$PSP");
  EXPECT_TRUE(d.checksum_good);
  ASSERT_EQ(d.entries.size(), 3U);
  EXPECT_EQ(type_name(d.kind, d.entries[0].type), "PSP boot loader");
  EXPECT_EQ(d.entries[0].address, 0xFF062000U);
  EXPECT_TRUE(d.entries[1].value);
  EXPECT_EQ(d.entries[1].address, 0x80000001U);
  EXPECT_EQ(d.entries[2].mode, 1);
  EXPECT_EQ(d.entries[2].address, 0x70000U);
  EXPECT_TRUE(leads_on(d.kind, d.entries[2].type));
  EXPECT_FALSE(leads_on(d.kind, d.entries[0].type));
}

TEST(PspDirectory, bios_directories_say_where_in_memory) {
  const auto d = parse(bios_directory()).value();
  EXPECT_TRUE(d.checksum_good);
  EXPECT_EQ(type_name(d.kind, d.entries[0].type), "BIOS code");
  EXPECT_TRUE(d.entries[0].reset_image);
  EXPECT_TRUE(d.entries[0].compressed);
  EXPECT_EQ(d.entries[0].instance, 1);
  EXPECT_EQ(d.entries[0].subprogram, 2);
  EXPECT_EQ(d.entries[0].destination, 0x9D80000U);
}

TEST(PspDirectory, combos_choose_by_processor) {
  base::Bytes b(32 + 16);
  testing::put_text(b, 0, "2PSP");
  put32(b, 8, 1);
  put32(b, 36, 0xBC0A0000);
  put64(b, 40, 0x1000);
  seal(b, 0, b.size());
  const auto d = parse(b).value();
  EXPECT_TRUE(d.checksum_good);
  EXPECT_EQ(d.entries[0].processor, 0xBC0A0000U);
  EXPECT_TRUE(leads_on(d.kind, 0));
}

TEST(PspDirectory, a_changed_byte_breaks_the_checksum) {
  auto b = psp_directory();
  put8(b, 20, 1);
  EXPECT_FALSE(parse(b)->checksum_good);
  put32(b, 8, 0x100000);
  EXPECT_EQ(parse(b).error().field, "TotalEntries");
}

TEST(PspDirectory, slots_lead_to_a_directory) {
  base::Bytes b(32);
  put32(b, 4, 0xFFFFFFFF);
  put32(b, 16, 0x80000);
  EXPECT_EQ(parse_image_slot(bytes::Reader(b))->directory, 0x80000U);
  put32(b, 16, 0);
  EXPECT_FALSE(parse_image_slot(bytes::Reader(b)).has_value());
}

TEST(PspEmbedded, stands_at_one_of_six_places) {
  base::Bytes image(1U << 20U, std::byte{0xFF});
  EXPECT_FALSE(find_embedded(image));
  put32(image, 0x20000, 0x55AA55AA);
  put32(image, 0x20014, 0xFF0A1000);
  put32(image, 0x20024, 0xFFFFFFFE);
  ASSERT_EQ(find_embedded(image), 0x20000U);
  const auto e = parse_embedded(bytes::Reader(image), 0x20000).value();
  EXPECT_TRUE(e.second_generation);
  ASSERT_FALSE(e.pointers.empty());
  EXPECT_EQ(e.pointers[0].name, "PSP directory");
  EXPECT_EQ(e.pointers[0].address, 0xFF0A1000U);
  EXPECT_FALSE(parse_embedded(bytes::Reader(image), 0xFFFF0).has_value());
}

TEST(PspEmbedded, addresses_are_physical_or_offsets) {
  constexpr std::uint64_t k16 = 16ULL << 20U;
  EXPECT_EQ(offset_of(0xFF0A1000, k16), 0xA1000U);
  EXPECT_EQ(offset_of(0x000A1000, k16), 0xA1000U);
  EXPECT_EQ(offset_of(0xFF0A1000, 2 * k16), 0xA1000U);
  EXPECT_EQ(offset_of(0xFFF00000, k16 / 2), k16 / 2 - 0x100000);
  EXPECT_FALSE(offset_of(0xFF0A1000, k16 / 2));
  EXPECT_FALSE(offset_of(0, k16));
  EXPECT_FALSE(offset_of(0xFFFFFFFF, k16));
  EXPECT_FALSE(offset_of(0x2000000, k16));
}

TEST(PspBinary, says_its_version_and_who_signed_it) {
  base::Bytes b(0x100);
  testing::put_text(b, 0x10, "$PS1");
  put32(b, 0x30, 1);
  put32(b, 0x60, 0x002D004A);
  const auto h = parse_binary_header(bytes::Reader(b)).value();
  EXPECT_TRUE(h.is_signed);
  EXPECT_EQ(h.version_text(), "0.2D.0.4A");
  EXPECT_FALSE(h.compressed);
  EXPECT_FALSE(parse_binary_header(bytes::Reader(base::Bytes(0x100))).has_value());
  testing::every_prefix(b, [](bytes::ByteSpan part) {
    EXPECT_EQ(parse_binary_header(bytes::Reader(part)).has_value(), part.size() >= 0x100);
  });
}

TEST(PspDirectory, survives_every_prefix_and_mutation) {
  for (const auto& b : {psp_directory(), bios_directory()}) {
    testing::every_prefix(b, [&](bytes::ByteSpan part) {
      EXPECT_EQ(parse(part).has_value(), part.size() == b.size());
    });
    testing::mutations(b, 1000, 11, [](bytes::ByteSpan part) {
      if (const auto d = parse(part)) {
        EXPECT_LE(d->size, part.size());
      }
    });
    bytes::Budget less({.items = 0, .bytes = 0, .depth = 0});
    EXPECT_EQ(parse_directory(bytes::Reader(b), less).error().fault, bytes::Fault::budget);
  }
}

}  // namespace
}  // namespace assay::formats::psp
