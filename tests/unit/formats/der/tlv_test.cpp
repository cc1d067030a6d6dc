#include "formats/der/tlv.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "formats/der/survey.h"
#include "formats/der/value.h"
#include "support/mutate.h"

namespace assay::formats::der {
namespace {

base::Bytes hex(std::string_view text) { return *bytes::from_hex(text); }

// SEQUENCE { INTEGER 5, [0] { UTF8String "hi" }, SET { INTEGER 1, INTEGER 2 }, BOOLEAN TRUE }
constexpr std::string_view kSample = "3014020105a0040c02686931060201010201020101ff";

TEST(Tlv, ReadsNestedElementsWithOffsets) {
  const base::Bytes bytes = hex(kSample);
  bytes::Reader reader(bytes, 100);
  bytes::Budget budget;
  auto outer = expect(reader, budget, Tag::sequence, "outer");
  ASSERT_TRUE(outer) << outer.error().describe();
  EXPECT_TRUE(outer->minimal);
  EXPECT_EQ(outer->offset, 100U);
  EXPECT_EQ(outer->whole.size(), 22U);
  EXPECT_TRUE(reader.empty());

  bytes::Reader inner = outer->content;
  const auto five = expect(inner, budget, Tag::integer, "five");
  ASSERT_TRUE(five);
  EXPECT_EQ(five->offset, 102U);
  const auto absent = next_if_context(inner, budget, 1, "absent");
  ASSERT_TRUE(absent);
  EXPECT_FALSE(*absent);
  const auto present = next_if_context(inner, budget, 0, "present");
  ASSERT_TRUE(present && *present);
  bytes::Reader in_context = (*present)->content;
  const auto word = read(in_context, budget, "word");
  ASSERT_TRUE(word);
  EXPECT_EQ(text(*word, "word").value(), "hi");
  EXPECT_FALSE(expect(inner, budget, Tag::sequence, "wrong"));
  EXPECT_EQ(inner.offset(), 111U) << "a failed read must not move";
  EXPECT_TRUE(expect(inner, budget, Tag::set, "set"));
  EXPECT_TRUE(next_if(inner, budget, Tag::boolean, "flag")->has_value());
  EXPECT_FALSE(next_if(inner, budget, Tag::boolean, "flag")->has_value());
  EXPECT_EQ(budget.left().items, bytes::Limits{}.items - 8);
}

struct LengthCase {
  const char* bytes;
  bool accepted;
  bool minimal;
};

TEST(Tlv, LengthForms) {
  const LengthCase cases[] = {
      {"0400", true, true},
      {"04810100", true, false},    // 0x81 below 128
      {"0482000100", true, false},  // leading zero
      {"04880000000000000001aa", true, false},
      {"0489000000000000000001aa", false, false},
      {"0480aa0000", false, false},  // indefinite
      {"2480040100"
       "0000",
       false, false},
      {"04ff", false, false},
      {"0484ffffffffaa", false, false},  // longer than what is there
      {"0488ffffffffffffffff", false, false},
      {"1f1f00", true, true},   // high tag number 31
      {"1f1e00", true, false},  // which would have fit in the low form
      {"1f801f00", false, false},
      {"1fffffffff7f00", false, false},
      {"04", false, false},
      {"", false, false},
  };
  for (const LengthCase& c : cases) {
    const base::Bytes bytes = hex(c.bytes);
    bytes::Reader reader(bytes);
    bytes::Budget budget;
    const auto tlv = read(reader, budget, "element");
    EXPECT_EQ(tlv.has_value(), c.accepted) << c.bytes;
    if (tlv) {
      EXPECT_EQ(tlv->minimal, c.minimal) << c.bytes;
    } else {
      EXPECT_EQ(reader.offset(), 0U) << c.bytes;
    }
  }
}

TEST(Tlv, LongDefiniteLengthIsMinimalFrom128) {
  base::Bytes bytes = hex("048180");
  bytes.resize(3 + 128);
  bytes::Reader reader(bytes);
  bytes::Budget budget;
  const auto tlv = read(reader, budget, "element");
  ASSERT_TRUE(tlv);
  EXPECT_TRUE(tlv->minimal);
  EXPECT_EQ(tlv->content.whole().size(), 128U);
}

TEST(Tlv, RefusesConstructedStringsAndPrimitiveSequences) {
  bytes::Budget budget;
  const base::Bytes constructed = hex("24030401aa");
  bytes::Reader a(constructed);
  EXPECT_FALSE(expect(a, budget, Tag::octet_string, "s"));
  const base::Bytes primitive = hex("1000");
  bytes::Reader b(primitive);
  EXPECT_FALSE(expect(b, budget, Tag::sequence, "s"));
  EXPECT_FALSE(next_if(b, budget, Tag::sequence, "s"));
}

TEST(Survey, NamesEachDepartureFromDer) {
  const auto look = [](std::string_view text) {
    const base::Bytes bytes = hex(text);
    bytes::Budget budget;
    return survey(bytes::Reader(bytes), budget).value();
  };
  EXPECT_TRUE(look("31060201010201020101ff").strict());
  EXPECT_TRUE(look("3106020102020101").unsorted_sets);
  EXPECT_FALSE(look("3006020102020101").unsorted_sets) << "a SEQUENCE has its own order";
  EXPECT_TRUE(look("308103020101").long_lengths);
  EXPECT_TRUE(look("300402020001").long_integers);
  EXPECT_FALSE(look("300402020080").long_integers);
  EXPECT_TRUE(look("3003010101").odd_booleans);
  EXPECT_EQ(look("31060201010201020101ff").elements, 4U);
}

TEST(Survey, DepthAndItemsAreBudgeted) {
  base::Bytes nested;  // 40 SEQUENCEs, one in another
  for (int i = 0; i < 40; ++i) {
    base::Bytes outer{std::byte{0x30}, static_cast<std::byte>(nested.size())};
    outer.insert(outer.end(), nested.begin(), nested.end());
    nested = std::move(outer);
  }
  bytes::Budget shallow(bytes::Limits{.depth = 40});
  const auto refused = survey(bytes::Reader(nested), shallow);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, bytes::Fault::budget);
  EXPECT_EQ(shallow.left().depth, 40U) << "levels are given back";
  bytes::Budget deep(bytes::Limits{.depth = 41});
  EXPECT_TRUE(survey(bytes::Reader(nested), deep));
  bytes::Budget few(bytes::Limits{.items = 39, .depth = 64});
  EXPECT_FALSE(survey(bytes::Reader(nested), few));
  bytes::Budget enough(bytes::Limits{.items = 40, .depth = 64});
  EXPECT_TRUE(survey(bytes::Reader(nested), enough));
}

TEST(Survey, HostileBytes) {
  const base::Bytes sample = hex(kSample);
  unsigned whole = 0;
  testing::every_prefix(sample, [&](bytes::ByteSpan part) {
    bytes::Budget budget;
    if (survey(bytes::Reader(part), budget)) ++whole;
  });
  EXPECT_EQ(whole, 2U) << "only the empty and the complete sample are well-formed";
  unsigned refused = 0;
  testing::mutations(sample, 1000, 7, [&](bytes::ByteSpan part) {
    bytes::Budget budget;
    const auto seen = survey(bytes::Reader(part), budget);
    if (!seen) {
      ++refused;
      EXPECT_LE(seen.error().offset, part.size());
    }
  });
  EXPECT_GT(refused, 100U);
}

}  // namespace
}  // namespace assay::formats::der
