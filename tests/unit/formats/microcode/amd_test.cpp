#include "formats/microcode/amd.h"

#include <gtest/gtest.h>

#include "support/mutate.h"
#include "support/put.h"

namespace assay::formats::microcode {
namespace {

using testing::put16;
using testing::put32;

base::Bytes patch() {
  base::Bytes b(256);
  put32(b, 0, 0x03212024);
  put32(b, 4, 0x0A001173);
  put16(b, 8, 0x8004);
  put16(b, 24, 0xA011);
  testing::fill(b, 64, 192, 0xC3);
  return b;
}
base::Bytes container() {
  base::Bytes b(12 + 32);
  testing::put_text(b, 0, "DMA");
  put32(b, 8, 32);
  put32(b, 12, 0x00A00F11);
  put16(b, 24, 0xA011);
  const auto p = patch();
  b.resize(b.size() + 8);
  put32(b, 44, 1);
  put32(b, 48, static_cast<std::uint32_t>(p.size()));
  b.insert(b.end(), p.begin(), p.end());
  return b;
}
bytes::Parsed<AmdContainer> parse(bytes::ByteSpan b) {
  bytes::Budget budget;
  return parse_amd_container(bytes::Reader(b), budget);
}

TEST(AmdMicrocode, a_patch_says_whose_and_how_new_it_is) {
  const auto b = patch();
  EXPECT_TRUE(looks_like_amd_patch(b));
  const auto p = parse_amd_patch(bytes::Reader(b)).value();
  EXPECT_EQ(p.revision, 0x0A001173U);
  EXPECT_EQ(p.date_text(), "2024-03-21");
  EXPECT_EQ(p.processor, 0xA011);
  EXPECT_EQ(p.family(), "19h");
  EXPECT_EQ(amd_patch_size(p), 5568U);
}

TEST(AmdMicrocode, a_container_has_processors_and_patches) {
  const auto b = container();
  EXPECT_TRUE(looks_like_amd_container(b));
  const auto c = parse(b).value();
  ASSERT_EQ(c.equivalences.size(), 1U);
  EXPECT_EQ(c.equivalences[0].signature, 0x00A00F11U);
  ASSERT_EQ(c.patches.size(), 1U);
  EXPECT_EQ(c.patches[0].offset, 52U);
  EXPECT_EQ(c.size, b.size());
}

TEST(AmdMicrocode, containers_stand_in_a_row) {
  auto b = container();
  const auto second = container();
  b.insert(b.end(), second.begin(), second.end());
  EXPECT_EQ(parse(b)->patches.size(), 2U);
}

TEST(AmdMicrocode, an_intel_update_or_text_is_neither) {
  EXPECT_FALSE(looks_like_amd_patch(base::Bytes(64)));
  auto b = patch();
  put32(b, 0, 0x99999999);
  EXPECT_FALSE(looks_like_amd_patch(b));
  EXPECT_EQ(parse(b).error().field, "magic");
}

TEST(AmdMicrocode, survives_every_prefix_and_mutation) {
  const auto b = container();
  testing::every_prefix(b, [&](bytes::ByteSpan part) {
    const auto c = parse(part);
    if (c && part.size() < b.size()) {
      EXPECT_TRUE(c->patches.empty());
    }
  });
  testing::mutations(b, 1000, 3, [](bytes::ByteSpan part) {
    const auto c = parse(part);
    if (!c) return;
    for (const auto& p : c->patches) EXPECT_LE(p.size, part.size());
  });
  bytes::Budget none({.items = 0, .bytes = 0, .depth = 0});
  EXPECT_EQ(parse_amd_container(bytes::Reader(b), none).error().fault, bytes::Fault::budget);
}

}  // namespace
}  // namespace assay::formats::microcode
