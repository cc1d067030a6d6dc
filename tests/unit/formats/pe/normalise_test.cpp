#include "formats/pe/normalise.h"

#include <gtest/gtest.h>

#include "support/mutate.h"
#include "support/pe_builder.h"

namespace assay::formats::pe {
namespace {

using testing::PeBuilder;

Normalised normalised(bytes::ByteSpan b) {
  crypto::HashEngine hash;
  bytes::Budget budget;
  return normalised_digest(bytes::Reader(b), hash, budget).value();
}

TEST(Normalise, a_rebased_retimed_and_reidentified_build_is_the_same) {
  const auto plain = normalised(PeBuilder{}.pe());
  const auto moved =
      normalised(PeBuilder{.base = 0x180000000, .timestamp = 0x60000000, .build = 9}.pe());
  EXPECT_EQ(plain.whole, moved.whole);
  EXPECT_EQ(plain.content, moved.content);
  EXPECT_EQ(moved.relocations, 2U);
  EXPECT_TRUE(moved.rebased);
}

TEST(Normalise, a_signature_and_the_checksum_do_not_matter) {
  auto b = PeBuilder{}.pe();
  const auto before = normalised(b);
  b[PeBuilder::kOptional + 64] = std::byte{0x77};
  PeBuilder::point_to_certificates(b, b.size(), 16);
  b.resize(b.size() + 16, std::byte{0x55});
  EXPECT_EQ(normalised(b).whole, before.whole);
}

TEST(Normalise, any_byte_of_code_or_data_matters) {
  const auto before = normalised(PeBuilder{}.pe());
  for (const std::size_t at : {std::size_t{520}, std::size_t{1023}, std::size_t{1024 + 0x100}}) {
    auto b = PeBuilder{}.pe();
    b[at] ^= std::byte{1};
    EXPECT_NE(normalised(b).whole, before.whole) << at;
    EXPECT_NE(normalised(b).content, before.content) << at;
  }
}

TEST(Normalise, an_address_that_points_elsewhere_matters) {
  auto b = PeBuilder{.base = 0x400000}.pe();
  b[512 + 0x10] ^= std::byte{8};
  EXPECT_NE(normalised(b).whole, normalised(PeBuilder{}.pe()).whole);
}

TEST(Normalise, who_calls_code_debug_data_is_found_out) {
  const auto before = normalised(PeBuilder{}.pe());
  auto b = PeBuilder{}.pe();
  // The debug entry claims the code; then the code changes.
  PeBuilder::put(b, 1024 + 16, bytes::Writer().le32(0x100).le32(0x1000).le32(512));
  EXPECT_NE(normalised(b).whole, before.whole);
  EXPECT_NE(normalised(b).content, before.content);
}

TEST(Normalise, certificates_that_lie_over_a_section_are_no_excuse) {
  auto b = PeBuilder{}.pe();
  PeBuilder::point_to_certificates(b, 1536, 512);
  const auto before = normalised(b);
  b[1600] ^= std::byte{1};
  EXPECT_NE(normalised(b).whole, before.whole);
}

TEST(Normalise, what_hides_behind_the_sections_matters) {
  EXPECT_NE(normalised(PeBuilder{.tail = {std::byte{1}}}.pe()).whole,
            normalised(PeBuilder{}.pe()).whole);
}

TEST(Normalise, a_te_has_the_content_of_its_pe) {
  const auto pe = normalised(PeBuilder{}.pe());
  const auto te = normalised(PeBuilder{.base = 0xFFE00000}.te());
  EXPECT_EQ(pe.content, te.content);
  EXPECT_NE(pe.whole, te.whole);
}

TEST(Normalise, relocations_of_unknown_kinds_are_told) {
  auto b = PeBuilder{.base = 0x400000}.pe();
  PeBuilder::put(b, 1536 + 8, bytes::Writer().le16(0x5010));
  EXPECT_FALSE(normalised(b).rebased);
}

TEST(Normalise, the_copy_is_charged) {
  const auto b = PeBuilder{}.pe();
  crypto::HashEngine hash;
  bytes::Budget small({.bytes = b.size() - 1});
  EXPECT_EQ(normalised_digest(bytes::Reader(b), hash, small).error().fault, bytes::Fault::budget);
}

TEST(Normalise, hostile_images_are_survived) {
  crypto::HashEngine hash;
  const auto all = [&](bytes::ByteSpan b) {
    bytes::Budget budget({.items = 20'000, .bytes = 1 << 20});
    (void)normalised_digest(bytes::Reader(b), hash, budget);
  };
  for (const auto& b : {PeBuilder{.base = 5}.pe(), PeBuilder{.base = 5}.te()}) {
    testing::every_prefix(b, all);
    testing::mutations(b, 1000, 3, all);
  }
}

}  // namespace
}  // namespace assay::formats::pe
