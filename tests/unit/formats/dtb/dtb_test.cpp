#include "formats/dtb/dtb.h"

#include <gtest/gtest.h>

#include "support/dtb_builder.h"
#include "support/hostile.h"

namespace assay::formats::dtb {
namespace {

using bytes::Budget;
using bytes::ByteSpan;
using bytes::Reader;

base::Bytes sample() {
  testing::DtbBuilder b;
  b.begin("").property("model", "board").property("compatible", std::string_view("a,b\0c,d", 7));
  b.begin("flash@0");
  b.begin("partitions").property("compatible", "fixed-partitions");
  b.cells("#address-cells", {1}).cells("#size-cells", {1});
  b.begin("u-boot@0").property("label", "u-boot").cells("reg", {0, 0x80000});
  b.property("read-only", ByteSpan()).end();
  b.begin("rofs@80000").cells("reg", {0x80000, 0x100000}).end();
  b.end().end();
  b.begin("chosen").cells("wide", {1, 2}).end().end();
  return b.done();
}

TEST(Dtb, nodes_properties_and_their_forms) {
  const auto bytes = sample();
  Budget budget;
  const auto t = parse_dtb(Reader(bytes), budget);
  ASSERT_TRUE(t) << t.error().describe();
  EXPECT_EQ(t->size, bytes.size());
  EXPECT_EQ(t->version, 17U);
  EXPECT_EQ(t->nodes.size(), 6U);
  EXPECT_EQ(t->text(0, "model"), "board");
  EXPECT_EQ(t->property(0, "compatible")->texts(), (std::vector<std::string_view>{"a,b", "c,d"}));
  const auto chosen = t->child(0, "chosen");
  ASSERT_NE(chosen, kNoNode);
  EXPECT_EQ(t->property(chosen, "wide")->number(), 0x100000002U);
  EXPECT_EQ(t->children(0).size(), 2U);
  EXPECT_EQ(t->child(0, "absent"), kNoNode);
  EXPECT_EQ(t->property(kNoNode, "model"), nullptr);
}

TEST(Dtb, partitions_as_mtd_takes_them) {
  const auto bytes = sample();
  Budget budget;
  const auto t = parse_dtb(Reader(bytes), budget);
  ASSERT_TRUE(t);
  const auto parts = partitions(*t);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].label, "u-boot");
  EXPECT_EQ(parts[0].flash, "flash@0");
  EXPECT_EQ(parts[0].size, 0x80000U);
  EXPECT_TRUE(parts[0].read_only);
  EXPECT_EQ(parts[1].label, "rofs@80000");
  EXPECT_EQ(parts[1].offset, 0x80000U);
  EXPECT_FALSE(parts[1].read_only);
}

TEST(Dtb, a_property_outside_a_node_is_refused_with_its_place) {
  testing::DtbBuilder b;
  b.begin("").end().property("late", "x");
  const auto bytes = b.done();
  Budget budget;
  const auto t = parse_dtb(Reader(bytes, 0x1000), budget);
  ASSERT_FALSE(t);
  EXPECT_EQ(t.error().field, "FDT_PROP");
  EXPECT_EQ(t.error().offset, 0x1000U + 56 + 12);
}

TEST(Dtb, nesting_is_the_budgets) {
  testing::DtbBuilder b;
  for (int i = 0; i < 40; ++i) b.begin(i == 0 ? "" : "n");
  for (int i = 0; i < 40; ++i) b.end();
  const auto bytes = b.done();
  Budget budget({.items = 1000, .bytes = 0, .depth = 39});
  const auto t = parse_dtb(Reader(bytes), budget);
  ASSERT_FALSE(t);
  EXPECT_EQ(t.error().fault, bytes::Fault::budget);
}

TEST(Dtb, hostile_input) {
  EXPECT_FALSE(looks_like_dtb({}));
  testing::survives(sample(), [](ByteSpan b, Budget& budget) {
    (void)looks_like_dtb(b);
    const auto t = parse_dtb(Reader(b), budget);
    if (!t) return;
    (void)partitions(*t);
    for (const auto& p : t->properties) (void)p.texts().size();
  });
}

}  // namespace
}  // namespace assay::formats::dtb
