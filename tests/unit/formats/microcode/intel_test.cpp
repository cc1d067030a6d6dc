#include "formats/microcode/intel.h"

#include <gtest/gtest.h>

#include "formats/microcode/date.h"
#include "support/mutate.h"
#include "support/put.h"

namespace assay::formats::microcode {
namespace {

using testing::put32;

constexpr std::size_t kData = 64;

// 48 bytes of header, 64 of data.
base::Bytes plain(std::uint32_t signature = 0x00050657) {
  base::Bytes b(48 + kData);
  put32(b, 0, 1);
  put32(b, 4, 0x05003901);
  put32(b, 8, 0x12122024);
  put32(b, 12, signature);
  put32(b, 20, 1);
  put32(b, 24, 0xBF);
  put32(b, 28, kData);
  put32(b, 32, 48 + kData);
  testing::fill(b, 48, kData, 0x5A);
  testing::balance32(b, 0, b.size(), 16);
  return b;
}
// With a table of one more processor, whose checksum is that of the update for it.
base::Bytes extended() {
  auto b = plain();
  put32(b, 32, 48 + kData + 32);
  testing::balance32(b, 0, 48 + kData, 16);
  const auto find = [&](std::uint32_t signature, std::uint32_t platforms) {
    auto other = b;
    put32(other, 12, signature);
    put32(other, 24, platforms);
    testing::balance32(other, 0, 48 + kData, 16);
    std::uint32_t sum = 0;
    for (unsigned k = 0; k < 4; ++k) sum |= static_cast<std::uint32_t>(other[16 + k]) << (8U * k);
    return sum;
  };
  const std::uint32_t sum = find(0x00050656, 0x80);
  b.resize(b.size() + 32);
  put32(b, 48 + kData, 1);
  put32(b, 48 + kData + 20, 0x00050656);
  put32(b, 48 + kData + 24, 0x80);
  put32(b, 48 + kData + 28, sum);
  testing::balance32(b, 48 + kData, 32, 48 + kData + 4);
  return b;
}
bytes::Parsed<IntelUpdate> parse(bytes::ByteSpan b) {
  bytes::Budget budget;
  return parse_intel_update(bytes::Reader(b), budget);
}
bytes::Parsed<std::vector<IntelUpdate>> parse_all(bytes::ByteSpan b) {
  bytes::Budget budget;
  return parse_intel_updates(bytes::Reader(b), budget);
}

TEST(IntelMicrocode, says_whose_and_how_new_it_is) {
  const auto b = plain();
  const auto u = parse(b).value();
  EXPECT_EQ(u.revision, 0x05003901U);
  EXPECT_EQ(u.date_text(), "2024-12-12");
  EXPECT_EQ(u.size, 112U);
  ASSERT_EQ(u.processors.size(), 1U);
  EXPECT_EQ(processor_name(u.processors[0].signature), "06-55-07");
  EXPECT_EQ(u.processors[0].platforms, 0xBFU);
  EXPECT_TRUE(u.checksum_good);
  EXPECT_TRUE(looks_like_intel_update(b));
}

TEST(IntelMicrocode, a_changed_byte_breaks_the_checksum) {
  auto b = plain();
  b[60] ^= std::byte{1};
  EXPECT_FALSE(parse(b)->checksum_good);
}

TEST(IntelMicrocode, the_extended_table_names_more_processors) {
  auto b = extended();
  const auto u = parse(b).value();
  ASSERT_EQ(u.processors.size(), 2U);
  EXPECT_EQ(u.processors[1].signature, 0x00050656U);
  EXPECT_TRUE(u.checksum_good);
  EXPECT_TRUE(u.extended_checksums_good);
  put32(b, 48 + kData + 24, 0x81);
  EXPECT_FALSE(parse(b)->extended_checksums_good);
}

TEST(IntelMicrocode, a_data_size_of_zero_is_2000) {
  auto b = plain();
  b.resize(2048);
  put32(b, 28, 0);
  put32(b, 32, 0);
  testing::balance32(b, 0, 2048, 16);
  const auto u = parse(b).value();
  EXPECT_EQ(u.size, 2048U);
  EXPECT_TRUE(u.checksum_good);
}

TEST(IntelMicrocode, updates_stand_in_a_row_with_padding_between) {
  base::Bytes file = plain();
  file.resize(file.size() + 32, std::byte{0xFF});
  const auto second = plain(0x000806F8);
  file.insert(file.end(), second.begin(), second.end());
  const auto all = parse_all(file).value();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].offset, 144U);
  EXPECT_EQ(processor_name(all[1].processors[0].signature), "06-8f-08");
  EXPECT_FALSE(parse_all(base::Bytes(4096)).has_value());
}

TEST(IntelMicrocode, refuses_sizes_that_do_not_hold_their_data) {
  auto b = plain();
  put32(b, 28, 0xFFFFFFFC);
  EXPECT_EQ(parse(b).error().offset, 28U);
  put32(b, 28, kData);
  put32(b, 32, 4096);
  EXPECT_EQ(parse(b).error().field, "TotalSize");
  EXPECT_FALSE(looks_like_intel_update(b));
  auto many = extended();
  put32(many, 48 + kData, 0x10000000);
  EXPECT_EQ(parse(many).error().field, "extended signature count");
}

TEST(IntelMicrocode, names_processors_as_linux_does) {
  EXPECT_EQ(processor_name(0x000906EA), "06-9e-0a");
  EXPECT_EQ(processor_name(0x00000F4A), "0f-04-0a");
  EXPECT_EQ(processor_name(0x00A20F12), "19-21-02");
  EXPECT_EQ(date_of(0x13012024), "");
  EXPECT_EQ(date_of(0x01012A24), "");
}

TEST(IntelMicrocode, spends_its_budget_on_processors) {
  const auto b = extended();
  bytes::Budget enough({.items = 2, .bytes = 0, .depth = 0});
  EXPECT_TRUE(parse_intel_update(bytes::Reader(b), enough));
  bytes::Budget less({.items = 1, .bytes = 0, .depth = 0});
  EXPECT_EQ(parse_intel_update(bytes::Reader(b), less).error().fault, bytes::Fault::budget);
}

TEST(IntelMicrocode, survives_every_prefix_and_mutation) {
  const auto b = extended();
  testing::every_prefix(b, [&](bytes::ByteSpan part) {
    EXPECT_EQ(parse(part).has_value(), part.size() == b.size());
    EXPECT_EQ(looks_like_intel_update(part), part.size() == b.size());
  });
  testing::mutations(b, 1000, 2, [](bytes::ByteSpan part) {
    const auto all = parse_all(part);
    if (!all) return;
    for (const auto& u : *all) {
      EXPECT_LE(u.offset, part.size());
      EXPECT_LE(u.size, part.size() - u.offset);
    }
  });
}

}  // namespace
}  // namespace assay::formats::microcode
