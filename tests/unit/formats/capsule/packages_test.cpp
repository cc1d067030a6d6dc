#include <gtest/gtest.h>

#include "formats/capsule/bios_guard.h"
#include "formats/capsule/dell_pfs.h"
#include "formats/capsule/insyde.h"
#include "support/capsule_builder.h"
#include "support/mutate.h"

namespace assay::formats::capsule {
namespace {

using testing::put16;
using testing::put32;
using testing::put8;

template <class Parse>
auto with_budget(Parse parse, bytes::ByteSpan b) {
  bytes::Budget budget;
  return parse(bytes::Reader(b), budget);
}
template <class Parse>
void expect_budget_fault(Parse parse, bytes::ByteSpan b) {
  bytes::Budget none({.items = 0, .bytes = 0, .depth = 0});
  EXPECT_EQ(parse(bytes::Reader(b), none).error().fault, bytes::Fault::budget);
}

TEST(DellPfs, entries_have_names_versions_and_signatures) {
  const auto b = testing::dell_pfs(base::Bytes(100));
  EXPECT_TRUE(looks_like_pfs(b));
  const auto p = with_budget(parse_pfs, b).value();
  EXPECT_TRUE(p.checksum_good);
  EXPECT_EQ(p.size, b.size());
  ASSERT_EQ(p.entries.size(), 2U);
  EXPECT_EQ(p.entries[0].name, "BIOS");
  EXPECT_EQ(p.entries[1].name, "Info");
  EXPECT_EQ(p.entries[0].version, "1.12.AB");
  EXPECT_EQ(p.entries[0].data_size, 100U);
  EXPECT_EQ(p.entries[0].signature_size, 8U);
}

TEST(DellPfs, a_changed_byte_breaks_the_checksum) {
  auto b = testing::dell_pfs(base::Bytes(100));
  put8(b, 0x60, 1);
  EXPECT_FALSE(with_budget(parse_pfs, b)->checksum_good);
  put32(b, 16 + 0x28, 0xFFFFFFF0);
  EXPECT_EQ(with_budget(parse_pfs, b).error().field, "PFS entry's data");
}

TEST(DellPfs, survives_every_prefix_and_mutation) {
  const auto b = testing::dell_pfs(base::Bytes(100));
  testing::every_prefix(b, [&](bytes::ByteSpan part) {
    EXPECT_EQ(with_budget(parse_pfs, part).has_value(), part.size() == b.size());
  });
  testing::mutations(b, 1000, 14, [](bytes::ByteSpan part) {
    const auto p = with_budget(parse_pfs, part);
    if (!p) return;
    for (const auto& e : p->entries) EXPECT_LE(e.offset + e.size(), part.size());
  });
  expect_budget_fault(parse_pfs, b);
}

base::Bytes package() {
  base::Bytes b(64);
  testing::put_text(b, 0, "MZ");
  const std::size_t at = b.size();
  b.resize(at + 16 + 32);
  put32(b, at, 32);
  put8(b, at + 4, 0xAA);
  constexpr std::array<std::uint8_t, 10> kMark = {0xEE, 0xAA, 0x76, 0x1B, 0xEC,
                                                  0xBB, 0x20, 0xF1, 0xE6, 0x51};
  for (std::size_t i = 0; i < kMark.size(); ++i) put8(b, at + 5 + i, kMark.at(i));
  unsigned sum = 0;
  for (std::size_t i = 0; i < 15; ++i) sum ^= static_cast<unsigned>(b[at + i]);
  put8(b, at + 15, static_cast<std::uint8_t>(sum));
  return b;
}

TEST(DellPackage, sections_are_found_inside_a_program) {
  auto b = package();
  EXPECT_TRUE(looks_like_pfs_package(b));
  const auto s = with_budget(find_pfs_sections, b).value();
  ASSERT_EQ(s.size(), 1U);
  EXPECT_EQ(s[0].offset, 64U);
  EXPECT_EQ(s[0].type, 0xAA);
  EXPECT_EQ(s[0].stream_offset, 80U);
  EXPECT_EQ(s[0].stream_size, 32U);
  put8(b, 64, 33);
  EXPECT_FALSE(with_budget(find_pfs_sections, b).has_value()) << "its checksum is wrong";
}

TEST(DellPackage, survives_every_prefix_and_mutation) {
  const auto b = package();
  testing::every_prefix(b, [&](bytes::ByteSpan part) {
    EXPECT_EQ(with_budget(find_pfs_sections, part).has_value(), part.size() == b.size());
  });
  testing::mutations(b, 1000, 15, [](bytes::ByteSpan part) {
    (void)looks_like_pfs_package(part);
    const auto s = with_budget(find_pfs_sections, part);
    if (!s) return;
    for (const auto& one : *s) EXPECT_LE(one.stream_offset + one.stream_size, part.size());
  });
  expect_budget_fault(find_pfs_sections, b);
}

base::Bytes iflash() {
  base::Bytes b(32);
  testing::put_text(b, 4, "$_IFLASH_BIOSIMG");  // as text of the tool: no sizes
  for (const std::string_view tag : {"INI_IMG", "BIOSIMG"}) {
    const std::size_t at = b.size();
    b.resize(at + 24 + 48);
    testing::put_text(b, at, "$_IFLASH_");
    testing::put_text(b, at + 9, tag);
    put32(b, at + 16, 48);
    put32(b, at + 20, 40);
  }
  return b;
}

TEST(Insyde, parts_have_tags_and_images) {
  const auto b = iflash();
  EXPECT_TRUE(looks_like_iflash(b));
  const auto parts = with_budget(find_iflash_parts, b).value();
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(iflash_part_name(parts[0].tag), "flash tool's settings");
  EXPECT_EQ(parts[1].tag, "BIOSIMG");
  EXPECT_EQ(parts[1].offset, 32U + 72);
  EXPECT_EQ(parts[1].size, 40U);
}

TEST(Insyde, survives_every_prefix_and_mutation) {
  const auto b = iflash();
  testing::every_prefix(b, [](bytes::ByteSpan part) {
    const auto parts = with_budget(find_iflash_parts, part);
    EXPECT_EQ(parts.has_value(), part.size() >= 32 + 24 + 40);
  });
  testing::mutations(b, 1000, 16, [](bytes::ByteSpan part) {
    const auto parts = with_budget(find_iflash_parts, part);
    if (!parts) return;
    for (const auto& p : *parts) EXPECT_LE(p.offset + p.header_size + p.size, part.size());
  });
  expect_budget_fault(find_iflash_parts, b);
}

base::Bytes guard() {
  base::Bytes b(17 + 15);
  put32(b, 0, 32);
  testing::put_text(b, 8, "_AMIPFAT");
  testing::put_text(b, 17, "AMI_BIOS_GUARD_");
  for (int i = 0; i < 2; ++i) {
    const std::size_t at = b.size();
    b.resize(at + 0x30 + 8 + 64 + 8 + 256 + 4 + 256);
    put16(b, at, 2);
    testing::put_text(b, at + 4, "PLATFORM");
    put32(b, at + 0x14, 1);
    put32(b, at + 0x1C, 8);
    put32(b, at + 0x20, 64);
    put32(b, at + 0x24, 3);
  }
  b.resize(b.size() + 16, std::byte{0xFF});
  return b;
}

TEST(BiosGuard, blocks_have_scripts_data_and_signatures) {
  const auto b = guard();
  EXPECT_TRUE(looks_like_bios_guard(b));
  const auto g = with_budget(parse_bios_guard, b).value();
  EXPECT_EQ(g.configuration, "AMI_BIOS_GUARD_");
  ASSERT_EQ(g.blocks.size(), 2U);
  EXPECT_EQ(g.blocks[0].data_offset, 32U + 0x38);
  EXPECT_EQ(g.blocks[0].data_size, 64U);
  EXPECT_EQ(g.blocks[0].signature_size, 8U + 256 + 4 + 256);
  EXPECT_EQ(g.blocks[1].bios_svn, 3U);
  EXPECT_EQ(g.size, b.size() - 16);
}

TEST(BiosGuard, survives_every_prefix_and_mutation) {
  const auto b = guard();
  testing::every_prefix(b, [](bytes::ByteSpan part) {
    const auto g = with_budget(parse_bios_guard, part);
    // The header alone is a container without blocks; half a first block is an error.
    EXPECT_EQ(g.has_value(), part.size() == 32 || part.size() >= 32 + 0x38 + 64 + 524);
  });
  testing::mutations(b, 1000, 17, [](bytes::ByteSpan part) {
    if (const auto g = with_budget(parse_bios_guard, part)) {
      EXPECT_LE(g->size, part.size());
    }
  });
  expect_budget_fault(parse_bios_guard, b);
}

}  // namespace
}  // namespace assay::formats::capsule
