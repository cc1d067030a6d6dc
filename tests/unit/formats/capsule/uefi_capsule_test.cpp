#include "formats/capsule/uefi_capsule.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "formats/capsule/fmp_capsule.h"
#include "support/capsule_builder.h"
#include "support/mutate.h"

namespace assay::formats::capsule {
namespace {

using testing::put16;
using testing::put32;
using testing::put64;
using testing::put8;

constexpr std::string_view kImage = "3b6686bd-0d76-4030-b70e-b5519e2fc5a0";
constexpr std::string_view kAptio = "4a3ca68b-7723-48fb-803d-578cc1fec44d";
constexpr std::string_view kToshiba = "3be07062-1d51-45d2-832b-f093257ed461";

bytes::Parsed<Capsule> parse(bytes::ByteSpan b) { return parse_capsule(bytes::Reader(b)); }
bytes::Parsed<FmpCapsule> parse_fmp(bytes::ByteSpan b) {
  bytes::Budget budget;
  return parse_fmp_capsule(bytes::Reader(b), budget);
}

TEST(UefiCapsule, holds_an_image_behind_its_header) {
  const auto b = testing::capsule(kImage, base::Bytes(100, std::byte{7}));
  const auto c = parse(b).value();
  EXPECT_EQ(c.kind, CapsuleKind::image);
  EXPECT_EQ(capsule_name(c.guid), "UEFI capsule");
  EXPECT_EQ(c.image_size, 128U);
  EXPECT_EQ(c.body.size(), 100U);
  EXPECT_EQ(c.flags, 0x10000U);
  EXPECT_FALSE(c.truncated);
  EXPECT_TRUE(looks_like_capsule(b));
}

TEST(UefiCapsule, aptio_says_itself_where_the_image_stands) {
  auto b = testing::capsule(kAptio, base::Bytes(100));
  put16(b, 28, 64);
  EXPECT_EQ(parse(b)->body_offset, 64U);
  put16(b, 28, 8);
  EXPECT_EQ(parse(b).error().field, "RomImageOffset");
}

TEST(UefiCapsule, toshiba_has_size_and_flags_the_other_way_round) {
  auto b = testing::capsule(kToshiba, base::Bytes(100));
  put32(b, 20, 128);
  put32(b, 24, 5);
  EXPECT_EQ(parse(b)->image_size, 128U);
  EXPECT_EQ(parse(b)->flags, 5U);
}

TEST(UefiCapsule, a_cut_one_is_told_and_an_unknown_one_refused) {
  auto b = testing::capsule(kImage, base::Bytes(100));
  b.resize(60);
  EXPECT_TRUE(parse(b)->truncated);
  EXPECT_EQ(parse(b)->body.size(), 32U);
  put32(b, 16, 4);
  EXPECT_EQ(parse(b).error().field, "HeaderSize");
  EXPECT_EQ(parse(base::Bytes(64)).error().field, "CapsuleGuid");
}

TEST(UefiCapsule, survives_every_prefix_and_mutation) {
  const auto b = testing::capsule(kImage, base::Bytes(100));
  testing::every_prefix(b, [&](bytes::ByteSpan part) {
    const auto c = parse(part);
    EXPECT_EQ(c.has_value(), part.size() >= 28);
    if (c) {
      EXPECT_EQ(c->truncated, part.size() < b.size());
    }
  });
  testing::mutations(b, 1000, 12, [](bytes::ByteSpan part) {
    if (const auto c = parse(part)) {
      EXPECT_LE(c->body.size(), part.size());
    }
  });
}

TEST(FmpCapsule, has_drivers_and_images_with_signature_dependency_and_version) {
  const auto b = testing::fmp_body(testing::fmp_image("firmware"));
  const auto f = parse_fmp(b).value();
  ASSERT_EQ(f.drivers.size(), 1U);
  EXPECT_EQ(f.drivers[0].bytes.size(), 32U);
  ASSERT_EQ(f.images.size(), 1U);
  const auto& image = f.images[0];
  EXPECT_EQ(image.type.to_string(), "99999999-8888-7777-6666-555555555555");
  EXPECT_EQ(image.index, 1);
  EXPECT_EQ(image.hardware_instance, 0xABCU);
  EXPECT_EQ(image.vendor_code.size(), 4U);
  ASSERT_TRUE(image.authentication);
  EXPECT_EQ(image.authentication->monotonic_count, 7U);
  EXPECT_EQ(image.authentication->signature.size(), 8U);
  EXPECT_EQ(image.dependencies, "(11111111-2222-3333-4444-555555555555 >= version 0x10)");
  ASSERT_TRUE(image.payload);
  EXPECT_EQ(image.payload->version, 0x20U);
  EXPECT_EQ(image.payload->lowest_supported, 0x10U);
  EXPECT_EQ(bytes::as_chars(image.image.subspan(image.payload_offset)), "firmware");
}

TEST(FmpCapsule, an_image_without_any_of_it_is_its_own_payload) {
  const auto f = parse_fmp(testing::fmp_body(base::Bytes(64, std::byte{0xEE}))).value();
  EXPECT_FALSE(f.images[0].authentication);
  EXPECT_EQ(f.images[0].dependencies, "");
  EXPECT_EQ(f.images[0].payload_offset, 0U);
}

TEST(FmpCapsule, a_program_that_does_not_end_is_no_dependency) {
  base::Bytes image(4096, std::byte{6});  // TRUE for ever
  EXPECT_EQ(parse_fmp(testing::fmp_body(image))->images[0].dependencies, "");
  // A stack that doubles its text with each step must not do so without end.
  for (std::size_t i = 0; i + 1 < image.size(); i += 2) put8(image, i + 1, 5);
  EXPECT_EQ(parse_fmp(testing::fmp_body(image))->images[0].dependencies, "");
}

TEST(FmpCapsule, refuses_offsets_outside_and_absurd_counts) {
  auto b = testing::fmp_body(testing::fmp_image("firmware"));
  put64(b, 16, 1ULL << 40U);
  EXPECT_EQ(parse_fmp(b).error().field, "ItemOffsetList");
  put16(b, 6, 0xFFFF);
  EXPECT_EQ(parse_fmp(b).error().field, "PayloadItemCount");
}

TEST(FmpCapsule, survives_every_prefix_and_mutation) {
  const auto b = testing::fmp_body(testing::fmp_image("firmware"));
  testing::every_prefix(b, [&](bytes::ByteSpan part) {
    EXPECT_EQ(parse_fmp(part).has_value(), part.size() == b.size());
  });
  testing::mutations(b, 1000, 13, [](bytes::ByteSpan part) {
    const auto f = parse_fmp(part);
    if (!f) return;
    for (const auto& image : f->images) EXPECT_LE(image.image.size(), part.size());
  });
  bytes::Budget less({.items = 1, .bytes = 1000, .depth = 0});
  EXPECT_EQ(parse_fmp_capsule(bytes::Reader(b), less).error().fault, bytes::Fault::budget);
}

}  // namespace
}  // namespace assay::formats::capsule
