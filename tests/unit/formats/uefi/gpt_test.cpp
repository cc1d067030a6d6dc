#include "formats/uefi/gpt.h"

#include "formats/uefi/text.h"
#include "unit/formats/uefi/sample_bytes.h"

namespace assay::formats::uefi {
namespace {

base::Bytes partition(std::string_view name, std::uint64_t first, std::uint64_t last) {
  const base::Bytes wide = testing::utf16(name);
  bytes::Writer out;
  out.raw(guid("c12a7328-f81f-11d2-ba4b-00a0c93ec93b").raw).raw(testing::kTestOwner.raw);
  out.le64(first).le64(last).le64(0).raw(wide).zeros(72 - wide.size());
  return std::move(out).release();
}

base::Bytes event(std::uint64_t count, std::uint32_t entry_size = 128) {
  bytes::Writer out;
  out.raw(bytes::as_bytes("EFI PART")).zeros(32).le64(34).le64(1000).raw(testing::kTestOwner.raw);
  out.le64(2).le32(128).le32(entry_size).le32(0).le64(count);
  out.raw(partition("ESP", 2048, 4095)).raw(partition("root", 4096, 8191));
  return std::move(out).release();
}

TEST(Gpt, GivesDiskAndPartitions) {
  const base::Bytes sample = event(2);
  bytes::Budget budget;
  const auto parsed = parse_gpt_event(bytes::Reader(sample), budget);
  ASSERT_TRUE(parsed.has_value());
  EXPECT_TRUE(parsed->whole);
  EXPECT_EQ(parsed->table.disk, testing::kTestOwner);
  EXPECT_EQ(parsed->table.last_usable_lba, 1000U);
  ASSERT_EQ(parsed->table.partitions.size(), 2U);
  EXPECT_EQ(known_name(parsed->table.partitions[0].type), "EFI system partition");
  EXPECT_EQ(utf16_text(parsed->table.partitions[1].name), "root");
  EXPECT_EQ(parsed->table.partitions[1].first_lba, 4096U);
  EXPECT_EQ(parsed->table.partitions[1].last_lba, 8191U);
}

TEST(Gpt, KeepsWhatIsThereOfAnAbsurdCount) {
  const base::Bytes sample = event(0xFFFFFFFFFFFFFFFF);
  bytes::Budget budget;
  const auto parsed = parse_gpt_event(bytes::Reader(sample), budget);
  ASSERT_TRUE(parsed.has_value());
  EXPECT_FALSE(parsed->whole);
  EXPECT_EQ(parsed->table.partitions.size(), 2U);
}

TEST(Gpt, RefusesAnotherSignatureAndShortEntries) {
  bytes::Budget budget;
  base::Bytes other = event(2);
  other[0] = std::byte{'X'};
  EXPECT_EQ(parse_gpt_event(bytes::Reader(other), budget).error().field, "UEFIPartitionHeader");
  const base::Bytes narrow = event(2, 127);
  EXPECT_EQ(parse_gpt_event(bytes::Reader(narrow), budget).error().field, "SizeOfPartitionEntry");
}

TEST(Gpt, SpendsItsBudgetPerPartition) {
  bytes::Budget one(bytes::Limits{.items = 1});
  const auto parsed = parse_gpt_event(bytes::Reader(event(2)), one);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().fault, bytes::Fault::budget);
}

TEST(Gpt, SurvivesHostileBytes) {
  testing::attack(event(2), [](bytes::ByteSpan data) {
    bytes::Budget budget;
    const auto parsed = parse_gpt_event(bytes::Reader(data), budget);
    EXPECT_TRUE(data.size() >= 100 || !parsed.has_value());
    if (parsed) {
      EXPECT_LE(parsed->table.partitions.size() * 128, data.size());
    }
  });
}

}  // namespace
}  // namespace assay::formats::uefi
