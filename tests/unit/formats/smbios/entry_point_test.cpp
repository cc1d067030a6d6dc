#include "formats/smbios/entry_point.h"

#include <gtest/gtest.h>

#include "support/mutate.h"
#include "support/smbios_builder.h"

namespace assay::formats::smbios {
namespace {

auto parse(bytes::ByteSpan b) { return parse_entry_point(bytes::Reader(b)); }

TEST(EntryPoint, sixty_four_bits) {
  const auto bytes = testing::smbios3_entry_point(0x1234, 3, 5);
  const auto e = parse(bytes).value();
  EXPECT_EQ(e.kind, EntryPointKind::sm3_64);
  EXPECT_EQ(e.version, (Version{3, 5, 0}));
  EXPECT_EQ(e.table_address, 0x20U);
  EXPECT_EQ(e.table_length, 0x1234U);
  EXPECT_FALSE(e.structures) << "it does not say how many";
  EXPECT_TRUE(e.checksum_good);
  EXPECT_EQ(anchor(e.kind), "_SM3_");
}

TEST(EntryPoint, thirty_two_bits) {
  const auto e = parse(testing::smbios2_entry_point(700, 12)).value();
  EXPECT_EQ(e.kind, EntryPointKind::sm_32);
  EXPECT_EQ(e.version, (Version{2, 7, 0}));
  EXPECT_EQ(e.table_length, 700U);
  EXPECT_EQ(e.structures, 12);
  EXPECT_TRUE(e.checksum_good);
}

TEST(EntryPoint, what_firmware_writes_for_2_3_and_2_6) {
  EXPECT_EQ(parse(testing::smbios2_entry_point(1, 1, 0x1F))->version, (Version{2, 3, 0}));
  EXPECT_EQ(parse(testing::smbios2_entry_point(1, 1, 0x21))->version, (Version{2, 3, 0}));
  EXPECT_EQ(parse(testing::smbios2_entry_point(1, 1, 0x33))->version, (Version{2, 6, 0}));
  EXPECT_EQ(parse(testing::smbios2_entry_point(1, 1, 8))->version, (Version{2, 8, 0}));
}

TEST(EntryPoint, legacy) {
  const auto whole = testing::smbios2_entry_point(0x300, 9);
  const bytes::ByteSpan dmi = bytes::ByteSpan(whole).subspan(0x10);
  ASSERT_TRUE(looks_like_entry_point(dmi));
  const auto e = parse(dmi).value();
  EXPECT_EQ(e.kind, EntryPointKind::legacy_dmi);
  EXPECT_EQ(e.version, (Version{2, 7, 0})) << "of the BCD revision";
  EXPECT_EQ(e.structures, 9);
  EXPECT_TRUE(e.checksum_good);
}

TEST(EntryPoint, a_wrong_checksum_is_told_and_not_refused) {
  for (auto bytes : {testing::smbios3_entry_point(1), testing::smbios2_entry_point(1, 1)}) {
    bytes[0x0E] ^= std::byte{1};
    EXPECT_FALSE(parse(bytes)->checksum_good);
  }
  auto inner = testing::smbios2_entry_point(1, 1);
  // Both wrong in the _DMI_ part, so that the outer sum is right again.
  inner[0x1E] = static_cast<std::byte>(static_cast<unsigned>(inner[0x1E]) + 1);
  inner[4] = static_cast<std::byte>(static_cast<unsigned>(inner[4]) - 1);
  EXPECT_FALSE(parse(inner)->checksum_good);
}

TEST(EntryPoint, refusals_name_the_place) {
  EXPECT_EQ(parse(bytes::as_bytes("_SM4_ and more than enough bytes behind it")).error().field,
            "anchor");
  auto short_length = testing::smbios3_entry_point(1);
  short_length[6] = std::byte{0x17};
  EXPECT_EQ(parse(short_length).error().offset, 6U);
  auto no_dmi = testing::smbios2_entry_point(1, 1);
  no_dmi[0x10] = std::byte{'x'};
  EXPECT_EQ(parse(no_dmi).error().offset, 0x10U);
  EXPECT_FALSE(looks_like_entry_point(no_dmi));
}

TEST(EntryPoint, every_prefix_is_refused) {
  for (const auto& whole : {testing::smbios3_entry_point(1), testing::smbios2_entry_point(1, 1)}) {
    testing::every_prefix(whole, [&](bytes::ByteSpan b) {
      EXPECT_EQ(parse(b).has_value(), b.size() == whole.size()) << b.size();
    });
    testing::mutations(whole, 1000, 3, [](bytes::ByteSpan b) {
      if (const auto e = parse(b)) {
        EXPECT_GE(e->length, 0x0F);
      }
    });
  }
}

}  // namespace
}  // namespace assay::formats::smbios
