#include "formats/yaml/yaml.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/mutate.h"

namespace assay::formats::yaml {
namespace {

bytes::Parsed<Value> parse(std::string_view text) {
  bytes::Budget budget({.items = 1000, .bytes = 100'000, .depth = 8});
  return parse_yaml(bytes::Reader(bytes::as_bytes(text)), budget);
}

TEST(Yaml, maps_lists_and_texts_keep_their_order) {
  const auto v = parse("b: one # comment\na:\n  - 0815\n  - {x: y}\n").value();
  ASSERT_EQ(v.fields.size(), 2U);
  EXPECT_EQ(v.fields[0].key, "b");
  EXPECT_EQ(v.text_of("b"), "one");
  ASSERT_EQ(v.find("a")->items.size(), 2U);
  EXPECT_EQ(v.find("a")->items[0].text, "0815");
  EXPECT_EQ(v.find("a")->items[1].text_of("x"), "y");
  EXPECT_EQ(v.find("c"), nullptr);
}

TEST(Yaml, what_could_mean_two_things_is_refused) {
  EXPECT_EQ(parse("a: &x [1]\nb: *x\n").error().field, "alias");
  EXPECT_EQ(parse("a: 1\na: 2\n").error().field, "key");
  EXPECT_EQ(parse("[1]: 2\n").error().field, "key");
  EXPECT_FALSE(parse("a: 1\n---\nb: 2\n"));
  EXPECT_FALSE(parse("a: [1\n"));
  EXPECT_FALSE(parse(""));
}

TEST(Yaml, depth_and_items_are_charged) {
  EXPECT_EQ(parse("[[[[[[[[[[1]]]]]]]]]]").error().expected, "depth");
  bytes::Budget two({.items = 2});
  EXPECT_EQ(parse_yaml(bytes::Reader(bytes::as_bytes("[1, 2]")), two).error().fault,
            bytes::Fault::budget);
}

TEST(Yaml, hostile_texts_are_survived) {
  constexpr std::string_view kText = "rule:\n  meta: {name: x}\n  code:\n    and:\n      - a: 90\n";
  const auto all = [](bytes::ByteSpan b) { (void)parse(bytes::as_chars(b)); };
  testing::every_prefix(bytes::as_bytes(kText), all);
  testing::mutations(bytes::as_bytes(kText), 1000, 23, all);
}

}  // namespace
}  // namespace assay::formats::yaml
