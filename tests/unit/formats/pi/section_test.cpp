#include "formats/pi/section.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "formats/pi/depex.h"
#include "formats/pi/guids.h"
#include "support/mutate.h"
#include "support/pi_builder.h"

namespace assay::formats::pi {
namespace {

TEST(Section, each_kind_of_header) {
  auto bytes = testing::pi_section(kSectionUi, testing::pi_text("Shell"));
  auto section = parse_section(bytes::Reader(bytes), false);
  ASSERT_TRUE(section);
  EXPECT_EQ(section->type, kSectionUi);
  EXPECT_EQ(section->size, 16U);
  EXPECT_EQ(section->header_size, 4U);

  bytes = testing::pi_compression_section(1, 100, bytes::as_bytes("stream"));
  section = parse_section(bytes::Reader(bytes), false);
  ASSERT_TRUE(section);
  EXPECT_EQ(section->compression, 1);
  EXPECT_EQ(section->uncompressed, 100U);
  EXPECT_EQ(section->header_size, 9U);

  bytes = testing::pi_guided_section(kSectionLzma, kProcessingRequired, bytes::as_bytes("stream"),
                                     bytes::as_bytes("more"));
  section = parse_section(bytes::Reader(bytes), false);
  ASSERT_TRUE(section);
  EXPECT_EQ(section->guid, kSectionLzma);
  EXPECT_EQ(section->header_size, 28U);
  EXPECT_EQ(section->fixed_size, 24U);
  EXPECT_EQ(section->attributes, kProcessingRequired);

  bytes::Writer version;
  version.le16(7).raw(testing::pi_text("1.0"));
  bytes = testing::pi_section(kSectionVersion, version.view());
  section = parse_section(bytes::Reader(bytes), false);
  ASSERT_TRUE(section);
  EXPECT_EQ(section->build, 7);
  EXPECT_EQ(section->header_size, 6U);

  bytes = testing::pi_section(kSectionFreeform, kSectionLzma.raw);
  section = parse_section(bytes::Reader(bytes), false);
  ASSERT_TRUE(section);
  EXPECT_EQ(section->guid, kSectionLzma);

  bytes = testing::pi_section(kSectionPhoenixPostCode, bytes::as_bytes("\x01\x02\x03\x04"));
  section = parse_section(bytes::Reader(bytes), false);
  ASSERT_TRUE(section);
  EXPECT_EQ(section->post_code, 0x04030201U);
}

TEST(Section, an_extended_size_only_in_large_volumes) {
  bytes::Writer out;
  out.le32(0x19FFFFFF).le32(12).le32(0);
  const auto large = parse_section(bytes::Reader(out.view()), true);
  ASSERT_TRUE(large) << large.error().describe();
  EXPECT_EQ(large->size, 12U);
  EXPECT_EQ(large->header_size, 8U);
  EXPECT_EQ(parse_section(bytes::Reader(out.view()), false).error().field, "Size");
}

TEST(Section, a_data_offset_outside_of_it_is_refused) {
  auto bytes = testing::pi_guided_section(kSectionLzma, 0, bytes::as_bytes("stream"));
  bytes[20] = std::byte{23};
  EXPECT_EQ(parse_section(bytes::Reader(bytes), false).error().field, "DataOffset");
  bytes[20] = std::byte{31};
  EXPECT_EQ(parse_section(bytes::Reader(bytes), false).error().offset, 20U);
}

TEST(Section, an_area_of_whole_sections_is_told_from_another) {
  const auto area = testing::pi_sections({testing::pi_section(kSectionRaw, bytes::as_bytes("abc")),
                                          testing::pi_section(kSectionUi, testing::pi_text("x"))});
  EXPECT_TRUE(holds_sections(area, false));
  EXPECT_FALSE(holds_sections(bytes::ByteSpan(area).first(area.size() - 1), false));
  EXPECT_FALSE(holds_sections({}, false));
}

TEST(Section, hostile_sections) {
  const auto bytes = testing::pi_guided_section(kSectionLzma, 1, bytes::as_bytes("stream"));
  testing::every_prefix(bytes, [&](bytes::ByteSpan part) {
    EXPECT_EQ(parse_section(bytes::Reader(part), true).has_value(), part.size() == bytes.size());
  });
  testing::mutations(bytes, 1000, 3, [](bytes::ByteSpan part) {
    const auto section = parse_section(bytes::Reader(part), true);
    if (section) {
      EXPECT_LE(section->size, part.size());
      EXPECT_LE(section->header_size, section->size);
    }
    (void)holds_sections(part, true);
    (void)section_type_name(section ? section->type : 0);
  });
}

base::Bytes depex() {
  bytes::Writer out;
  out.u8(0x02).raw(kNvram.raw).u8(0x06).u8(0x03).u8(0x08);
  return std::move(out).release();
}

TEST(Depex, an_expression_as_text) {
  bytes::Budget budget;
  const auto steps = parse_depex(bytes::Reader(depex()), budget);
  ASSERT_TRUE(steps);
  EXPECT_EQ(depex_text(*steps), "PUSH NVRAM TRUE AND END");
}

TEST(Depex, what_is_refused) {
  bytes::Budget budget;
  auto bytes = depex();
  bytes[17] = std::byte{0x0A};
  EXPECT_EQ(parse_depex(bytes::Reader(bytes), budget).error().offset, 17U);
  bytes = depex();
  bytes.resize(bytes.size() + 4);
  EXPECT_EQ(parse_depex(bytes::Reader(bytes), budget).error().fault, bytes::Fault::trailing);
  bytes::Budget small({.items = 3, .bytes = 0, .depth = 1});
  EXPECT_EQ(parse_depex(bytes::Reader(depex()), small).error().fault, bytes::Fault::budget);
}

TEST(Depex, hostile_expressions) {
  const auto bytes = depex();
  testing::every_prefix(bytes, [&](bytes::ByteSpan part) {
    bytes::Budget budget;
    EXPECT_EQ(parse_depex(bytes::Reader(part), budget).has_value(), part.size() == bytes.size());
  });
  testing::mutations(bytes, 1000, 4, [](bytes::ByteSpan part) {
    bytes::Budget budget;
    if (const auto steps = parse_depex(bytes::Reader(part), budget)) (void)depex_text(*steps);
  });
}

}  // namespace
}  // namespace assay::formats::pi
