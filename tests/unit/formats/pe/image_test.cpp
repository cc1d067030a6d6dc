#include "formats/pe/image.h"

#include <gtest/gtest.h>

#include "formats/pe/debug.h"
#include "formats/pe/resources.h"
#include "support/mutate.h"
#include "support/pe_builder.h"

namespace assay::formats::pe {
namespace {

using testing::PeBuilder;

bytes::Parsed<Image> parse(bytes::ByteSpan b) {
  bytes::Budget budget;
  return parse_image(bytes::Reader(b, 0x100), budget);
}

TEST(PeImage, a_pe32_plus_says_what_it_is) {
  const auto b = PeBuilder{.base = 0x10000}.pe();
  const auto image = parse(b).value();
  EXPECT_EQ(name(image.form), "PE32+");
  EXPECT_EQ(machine_text(image.machine), "x86-64");
  EXPECT_EQ(subsystem_text(image.subsystem), "EFI boot service driver");
  EXPECT_EQ(image.entry, 0x1004U);
  EXPECT_EQ(image.image_base, 0x10000U);
  ASSERT_EQ(image.sections.size(), 3U);
  EXPECT_TRUE(image.sections[0].named(".text"));
  EXPECT_EQ(image.sections[1].raw_offset, 1024U);
  EXPECT_EQ(image.at_rva(0x2040, 4), 1024U + 0x40U);
  EXPECT_EQ(image.at_rva(0x21FF, 2), std::nullopt) << "ends in the section";
  EXPECT_TRUE(image.problems.empty());
  EXPECT_TRUE(looks_like_image(b));
}

TEST(PeImage, a_te_is_read_at_its_shifted_offsets) {
  const auto b = PeBuilder{}.te();
  const auto image = parse(b).value();
  EXPECT_EQ(name(image.form), "TE");
  EXPECT_EQ(image.stripped, PeBuilder::kTable);
  ASSERT_EQ(image.sections.size(), 3U);
  EXPECT_EQ(image.sections[0].raw_offset, 512U - PeBuilder::kTable + 40U);
  EXPECT_EQ(image.bytes_of(image.sections[0])[0], std::byte{0x90});
  EXPECT_EQ(image.directory(Directory::debug).address, 0x2000U);
  EXPECT_TRUE(looks_like_image(b));
}

TEST(PeImage, both_forms_tell_the_same_build) {
  for (const auto& b : {PeBuilder{}.pe(), PeBuilder{}.te()}) {
    const auto image = parse(b).value();
    bytes::Budget budget;
    const auto entries = parse_debug_directory(image, budget).value();
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].path, "/build/Driver.pdb");
    EXPECT_EQ(entries[0].id, "01010101-0101-0101-0101-010101010101");
  }
}

TEST(PeImage, a_section_behind_the_end_is_a_problem_and_the_rest_is_read) {
  auto b = PeBuilder{}.pe();
  b.resize(1700);
  const auto image = parse(b).value();
  ASSERT_EQ(image.problems.size(), 1U);
  EXPECT_EQ(image.problems[0].field, "SizeOfRawData");
  EXPECT_EQ(image.problems[0].offset, 0x100U + PeBuilder::kTable + 80U + 16U);
  EXPECT_EQ(image.bytes_of(image.sections[2]).size(), 164U);
}

TEST(PeImage, errors_name_the_place) {
  auto b = PeBuilder{}.pe();
  b[64] = std::byte{0};
  EXPECT_EQ(parse(b).error().field, "Signature");
  EXPECT_EQ(parse(b).error().offset, 0x140U);
  b = PeBuilder{}.pe();
  b[88] = std::byte{0x07};
  EXPECT_EQ(parse(b).error().field, "Magic");
  auto te = PeBuilder{}.te();
  te[6] = std::byte{8};
  te[7] = std::byte{0};
  EXPECT_EQ(parse(te).error().field, "StrippedSize");
  EXPECT_EQ(parse(bytes::as_bytes("no")).error().field, "Signature");
}

TEST(PeImage, sections_cost_items) {
  const auto b = PeBuilder{}.pe();
  bytes::Budget two({.items = 2});
  EXPECT_EQ(parse_image(bytes::Reader(b), two).error().fault, bytes::Fault::budget);
  bytes::Budget three({.items = 3});
  EXPECT_TRUE(parse_image(bytes::Reader(b), three));
}

TEST(PeImage, sbat_and_loader_names_are_read_from_their_sections) {
  auto b = PeBuilder{}.pe();
  PeBuilder::put(b, PeBuilder::kTable + 40, bytes::Writer().raw(bytes::as_bytes(".sbat")));
  PeBuilder::put(b, 1024,
                 bytes::Writer().raw(bytes::as_bytes(
                     "sbat,1,SBAT,sbat,1,https://example.org\nshim,4,Maker,shim,15.8,u\n")));
  const auto entries = sbat(parse(b).value());
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[1].component, "shim");
  EXPECT_EQ(entries[1].generation, "4");
  EXPECT_EQ(entries[1].version, "15.8");
  PeBuilder::put(b, PeBuilder::kTable + 40, bytes::Writer().raw(bytes::as_bytes(".sdmagic")));
  PeBuilder::put(b, 1024, bytes::Writer().raw(bytes::as_bytes("#### LoaderInfo: sdb 1.2 ####")));
  EXPECT_EQ(loader_info(parse(b).value()), "sdb 1.2");
}

TEST(PeImage, a_kernel_tells_its_version) {
  base::Bytes b(0x600);
  PeBuilder::put(b, 0x1FE, bytes::Writer().le16(0xAA55));
  PeBuilder::put(b, 0x202, bytes::Writer().le32(0x53726448).le16(0x020F));
  PeBuilder::put(b, 0x20E, bytes::Writer().le16(0x100));
  PeBuilder::put(b, 0x300, bytes::Writer().raw(bytes::as_bytes("6.1.0 (builder@host) #1")));
  const auto kernel = linux_kernel(b);
  ASSERT_TRUE(kernel);
  EXPECT_EQ(kernel->protocol, 0x020F);
  EXPECT_EQ(kernel->version, "6.1.0 (builder@host) #1");
  b[0x202] = std::byte{0};
  EXPECT_FALSE(linux_kernel(b));
}

TEST(PeImage, hostile_bytes_end_in_an_error_or_an_image) {
  const auto all = [](bytes::ByteSpan b) {
    (void)looks_like_image(b);
    (void)linux_kernel(b);
    bytes::Budget budget({.items = 5000});
    const auto image = parse_image(bytes::Reader(b), budget);
    if (!image) return;
    (void)parse_debug_directory(*image, budget);
    (void)version_info(*image, budget);
    (void)sbat(*image);
    (void)loader_info(*image);
  };
  for (const auto& b : {PeBuilder{}.pe(), PeBuilder{}.te()}) {
    testing::every_prefix(b, all);
    testing::mutations(b, 1000, 7, all);
  }
}

}  // namespace
}  // namespace assay::formats::pe
