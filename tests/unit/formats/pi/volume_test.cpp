#include "formats/pi/volume.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "formats/pi/file.h"
#include "formats/pi/guids.h"
#include "support/mutate.h"
#include "support/pi_builder.h"

namespace assay::formats::pi {
namespace {

constexpr Guid kName = guid("01234567-89ab-cdef-0123-456789abcdef");

bytes::Parsed<Volume> parse(bytes::ByteSpan bytes) {
  bytes::Budget budget;
  return parse_volume(bytes::Reader(bytes), budget);
}

TEST(Volume, fields_of_a_header) {
  const auto bytes = testing::pi_volume({}, 4096, kFfs2);
  const auto volume = parse(bytes);
  ASSERT_TRUE(volume) << volume.error().describe();
  EXPECT_EQ(volume->file_system, FileSystem::ffs2);
  EXPECT_EQ(volume->length, 4096U);
  EXPECT_EQ(volume->header_size, 72U);
  EXPECT_EQ(volume->revision, 2);
  EXPECT_EQ(volume->erased, std::byte{0xFF});
  EXPECT_TRUE(volume->checksum_good());
  ASSERT_EQ(volume->blocks.size(), 1U);
  EXPECT_EQ(volume->block_map_length(), 4096U);
  EXPECT_EQ(volume->alignment(), 16U);
}

TEST(Volume, a_wrong_checksum_is_told_with_the_right_one) {
  auto bytes = testing::pi_volume({}, 4096, kFfs2);
  const auto before = parse(bytes)->checksum;
  bytes[44] ^= std::byte{1};
  const auto volume = parse(bytes);
  ASSERT_TRUE(volume);
  EXPECT_FALSE(volume->checksum_good());
  EXPECT_EQ(volume->checksum_wanted, before + 1);
}

TEST(Volume, an_extended_header_names_the_volume_and_moves_its_first_file) {
  auto bytes = testing::pi_volume({}, 4096, kFfs3);
  bytes[52] = std::byte{80};
  for (std::size_t i = 0; i < 16; ++i) bytes[80 + i] = kName.raw[i];
  bytes[96] = std::byte{21};
  for (std::size_t i = 97; i < 100; ++i) bytes[i] = std::byte{0};
  const auto volume = parse(bytes);
  ASSERT_TRUE(volume) << volume.error().describe();
  ASSERT_TRUE(volume->extension);
  EXPECT_EQ(volume->extension->name, kName);
  EXPECT_EQ(volume->header_size, 104U) << "80 + 21, 8-aligned";
  bytes[96] = std::byte{19};
  EXPECT_EQ(parse(bytes).error().field, "ExtHeaderSize");
}

TEST(Volume, what_is_refused) {
  auto bytes = testing::pi_volume({}, 4096, kFfs2);
  bytes[40] = std::byte{'-'};
  EXPECT_EQ(parse(bytes).error().field, "Signature");
  bytes = testing::pi_volume({}, 4096, kFfs2);
  bytes[32] = std::byte{8};
  bytes[33] = std::byte{0};
  EXPECT_EQ(parse(bytes).error().field, "FvLength");
  bytes = testing::pi_volume({}, 4096, kFfs2);
  bytes[48] = std::byte{63};
  EXPECT_EQ(parse(bytes).error().field, "HeaderLength");
  EXPECT_EQ(parse(bytes).error().offset, 48U);
}

TEST(Volume, is_found_at_any_offset_and_only_where_it_is_plausible) {
  base::Bytes bytes(101, std::byte{0x5A});
  const auto volume = testing::pi_volume({}, 4096, kFfs2);
  bytes.insert(bytes.end(), volume.begin(), volume.end());
  EXPECT_EQ(find_volume(bytes, 0), 101U);
  EXPECT_EQ(find_volume(bytes, 101), 101U);
  EXPECT_EQ(find_volume(bytes, 102), std::nullopt);
  EXPECT_EQ(find_volume(bytes, bytes.size() + 5), std::nullopt);
  bytes[101 + 55] = std::byte{3};
  EXPECT_EQ(find_volume(bytes, 0), std::nullopt) << "Revision 3";
  EXPECT_EQ(find_volume(bytes::as_bytes("_FVH"), 0), std::nullopt);
}

TEST(Volume, a_block_map_spends_the_budget) {
  const auto bytes = testing::pi_volume({}, 4096, kFfs2);
  bytes::Budget budget({.items = 0, .bytes = 0, .depth = 1});
  const auto volume = parse_volume(bytes::Reader(bytes), budget);
  ASSERT_FALSE(volume);
  EXPECT_EQ(volume.error().fault, bytes::Fault::budget);
}

TEST(Volume, hostile_headers) {
  const auto bytes = testing::pi_volume({}, 4096, kFfs2);
  testing::every_prefix(bytes::ByteSpan(bytes).first(100), [](bytes::ByteSpan part) {
    const auto volume = parse(part);
    EXPECT_EQ(volume.has_value(), part.size() >= 72);
    (void)find_volume(part, 0);
  });
  testing::mutations(bytes::ByteSpan(bytes).first(100), 1000, 1, [](bytes::ByteSpan part) {
    const auto volume = parse(part);
    if (volume) {
      EXPECT_LE(volume->header_length, volume->length);
    }
    (void)find_volume(part, 0);
  });
}

class FileTest : public ::testing::Test {
 protected:
  Volume volume = *parse(testing::pi_volume({}, 4096, kFfs3));
};

TEST_F(FileTest, header_and_checksums) {
  auto bytes = testing::pi_file(kName, kFileDriver, bytes::as_bytes("body"));
  auto file = parse_file(bytes::Reader(bytes), volume);
  ASSERT_TRUE(file) << file.error().describe();
  EXPECT_EQ(file->name, kName);
  EXPECT_EQ(file->size, 28U);
  EXPECT_EQ(file->header_size, 24U);
  EXPECT_TRUE(file->header_checksum_good());
  EXPECT_TRUE(file->data_checksum_good());
  EXPECT_EQ(file_state_name(file->state, volume.erased), "valid");
  bytes[25] ^= std::byte{0x80};
  file = parse_file(bytes::Reader(bytes), volume);
  EXPECT_TRUE(file->header_checksum_good());
  EXPECT_FALSE(file->data_checksum_good());
  bytes[0] ^= std::byte{1};
  EXPECT_FALSE(parse_file(bytes::Reader(bytes), volume)->header_checksum_good());
}

TEST_F(FileTest, large_files_only_where_the_file_system_knows_them) {
  const base::Bytes body(40, std::byte{7});
  const auto bytes = testing::pi_large_file(kName, kFileDriver, body);
  const auto file = parse_file(bytes::Reader(bytes), volume);
  ASSERT_TRUE(file) << file.error().describe();
  EXPECT_EQ(file->size, 72U);
  EXPECT_EQ(file->header_size, 32U);
  EXPECT_TRUE(file->header_checksum_good());
  volume.file_system = FileSystem::ffs2;
  EXPECT_EQ(parse_file(bytes::Reader(bytes), volume).error().field, "Size");
}

TEST_F(FileTest, an_old_file_has_a_tail_and_a_fixed_checksum) {
  auto bytes = testing::pi_file(kName, kFileDriver, bytes::as_bytes("body"));
  volume.revision = 1;
  volume.file_system = FileSystem::ffs2;
  bytes[19] = std::byte{0x01};
  bytes[17] = std::byte{0x5A};
  const auto file = parse_file(bytes::Reader(bytes), volume);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->tail, 2U);
  EXPECT_TRUE(file->data_checksum_good());
}

TEST_F(FileTest, words_and_alignment) {
  EXPECT_EQ(file_type_name(kFileDriver), "DXE driver");
  EXPECT_EQ(file_type_name(kFilePad), "Pad");
  EXPECT_EQ(file_type_name(0x0F), "MM standalone core");
  EXPECT_EQ(file_type_name(0x23), "Unknown 23h");
  EXPECT_EQ(file_state_name(0xF8, std::byte{0xFF}), "valid");
  EXPECT_EQ(file_state_name(0xE8, std::byte{0xFF}), "deleted");
  EXPECT_EQ(file_state_name(0x07, std::byte{0}), "valid");
  File file;
  file.attributes = 0x28;
  EXPECT_EQ(file.alignment(), 4096U);
  file.attributes = 0x02;
  EXPECT_EQ(file.alignment(), 131072U);
}

TEST_F(FileTest, hostile_files) {
  const auto bytes = testing::pi_large_file(kName, kFileDriver, bytes::as_bytes("content"));
  testing::every_prefix(bytes, [&](bytes::ByteSpan part) {
    EXPECT_EQ(parse_file(bytes::Reader(part), volume).has_value(), part.size() == bytes.size());
  });
  testing::mutations(bytes, 1000, 2, [&](bytes::ByteSpan part) {
    const auto file = parse_file(bytes::Reader(part), volume);
    if (file) {
      EXPECT_LE(file->size, part.size());
    }
  });
}

}  // namespace
}  // namespace assay::formats::pi
