#include "formats/uefi/image_load.h"

#include "unit/formats/uefi/sample_bytes.h"

namespace assay::formats::uefi {
namespace {

base::Bytes event(const base::Bytes& path) {
  bytes::Writer out;
  out.le64(0x1000).le64(0x2000).le64(0x400000).le64(path.size()).raw(path);
  return std::move(out).release();
}

TEST(ImageLoad, GivesAddressesAndPath) {
  const base::Bytes sample = event(testing::boot_path());
  bytes::Budget budget;
  const auto image = parse_image_load(bytes::Reader(sample), budget);
  ASSERT_TRUE(image.has_value());
  EXPECT_EQ(image->location, 0x1000U);
  EXPECT_EQ(image->length, 0x2000U);
  EXPECT_EQ(image->link_time_address, 0x400000U);
  EXPECT_TRUE(image->path_valid);
  EXPECT_EQ(image->path.file(), "\\EFI\\BOOT\\BOOTX64.EFI");
}

TEST(ImageLoad, KeepsTheAddressesOfABrokenPath) {
  const base::Bytes sample = event(testing::hex_bytes("20257c0020277c00"));
  bytes::Budget budget;
  const auto image = parse_image_load(bytes::Reader(sample), budget);
  ASSERT_TRUE(image.has_value());
  EXPECT_FALSE(image->path_valid);
  EXPECT_EQ(image->raw_path.size(), 8U);
}

TEST(ImageLoad, RefusesEveryPrefix) {
  const base::Bytes sample = event(testing::boot_path());
  testing::every_prefix(sample, [&](bytes::ByteSpan data) {
    bytes::Budget budget;
    EXPECT_EQ(parse_image_load(bytes::Reader(data), budget).has_value(),
              data.size() == sample.size());
  });
}

TEST(ImageLoad, SurvivesHostileBytes) {
  testing::attack(event(testing::boot_path()), [](bytes::ByteSpan data) {
    bytes::Budget budget;
    const auto image = parse_image_load(bytes::Reader(data), budget);
    if (image) {
      EXPECT_LE(image->raw_path.size(), data.size());
    }
  });
}

}  // namespace
}  // namespace assay::formats::uefi
