#include "formats/uefi/load_option.h"

#include "formats/uefi/text.h"
#include "unit/formats/uefi/sample_bytes.h"

namespace assay::formats::uefi {
namespace {

base::Bytes option() {
  const base::Bytes path = testing::boot_path();
  bytes::Writer out;
  out.le32(kLoadOptionActive)
      .le16(static_cast<std::uint16_t>(path.size()))
      .raw(testing::utf16z("Linux"))
      .raw(path)
      .raw(testing::utf16z("quiet"));
  return std::move(out).release();
}

TEST(LoadOption, GivesDescriptionPathAndOptionalData) {
  const base::Bytes sample = option();
  bytes::Budget budget;
  const auto parsed = parse_load_option(bytes::Reader(sample), budget);
  ASSERT_TRUE(parsed.has_value());
  EXPECT_TRUE(parsed->active());
  EXPECT_EQ(utf16_text(parsed->description), "Linux");
  EXPECT_EQ(parsed->path.file(), "\\EFI\\BOOT\\BOOTX64.EFI");
  EXPECT_EQ(utf16_text(parsed->optional_data), "quiet");
}

TEST(LoadOption, RefusesAPathListThatPassesTheEnd) {
  base::Bytes sample = option();
  sample[5] = std::byte{0xFF};
  bytes::Budget budget;
  const auto parsed = parse_load_option(bytes::Reader(sample), budget);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().field, "FilePathList");
}

TEST(LoadOption, SpendsItsBudget) {
  bytes::Budget none(bytes::Limits{.items = 0});
  const auto parsed = parse_load_option(bytes::Reader(option()), none);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().fault, bytes::Fault::budget);
}

TEST(LoadOption, SurvivesHostileBytes) {
  // The optional data may be cut anywhere; everything before it may not.
  const std::size_t needed = option().size() - 12;
  testing::attack(option(), [needed](bytes::ByteSpan data) {
    bytes::Budget budget;
    const auto parsed = parse_load_option(bytes::Reader(data), budget);
    if (data.size() < 6) {
      EXPECT_FALSE(parsed.has_value());
    }
    if (parsed) {
      EXPECT_LE(parsed->optional_data.size(), data.size());
    }
  });
  testing::every_prefix(option(), [needed](bytes::ByteSpan data) {
    bytes::Budget budget;
    EXPECT_EQ(parse_load_option(bytes::Reader(data), budget).has_value(), data.size() >= needed);
  });
}

}  // namespace
}  // namespace assay::formats::uefi
