#include "formats/json/json.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/mutate.h"

namespace assay::formats::json {
namespace {

base::Result<Value> read(std::string_view text, bytes::Limits limits = {}) {
  bytes::Budget budget(limits);
  return parse(bytes::as_bytes(text), budget);
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(Json, keeps_the_order_of_members) {
  const auto value = read(R"({"b": 1, "a": [true, null, "x"]})");
  ASSERT_TRUE(value);
  EXPECT_EQ(to_text(*value, -1), R"({"b":1,"a":[true,null,"x"]})");
}

TEST(Json, refuses_a_key_that_stands_twice_in_one_object) {
  const auto twice = read(R"({"a": 1, "b": {"a": 2}, "a": 3})");
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().message, R"(JSON: the key "a" stands twice in one object)");
  EXPECT_FALSE(read(R"([{"x": {"k": 1, "k": 1}}])"));
  EXPECT_FALSE(read(R"({"a": 1, "\u0061": 2})")) << "the same key in two spellings";
  EXPECT_TRUE(read(R"({"a": {"a": 1}, "b": {"a": 1}})"));
}

TEST(Json, errors_carry_the_offset_of_the_byte) {
  const auto error = [](std::string_view text) { return read(text).error(); };
  EXPECT_EQ(error(R"({"a": x})").offset, 6U);
  EXPECT_EQ(error("[1,]").offset, 3U);
  EXPECT_EQ(error("[1] 2").offset, 4U);
  EXPECT_EQ(error("").message, "JSON: the file is empty");
  EXPECT_EQ(error("[").kind, base::ErrorKind::malformed);
}

TEST(Json, depth_is_charged_before_the_library_recurses) {
  EXPECT_TRUE(read(nested(8), {.depth = 8}));
  const auto deep = read(nested(9), {.depth = 8});
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().kind, base::ErrorKind::budget);
  EXPECT_EQ(deep.error().offset, 8U);
  EXPECT_FALSE(read(std::string(1'000'000, '[')));
  EXPECT_TRUE(read(R"("[[[[[[[[[[")", {.depth = 1})) << "brackets in a text are no nesting";
  EXPECT_TRUE(read(R"(["\"[[[["])", {.depth = 1})) << "nor behind an escaped quote";
}

TEST(Json, values_are_charged_before_they_are_built) {
  EXPECT_TRUE(read("[1,2,3]", {.items = 4}));
  const auto many = read("[1,2,3]", {.items = 3});
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error().kind, base::ErrorKind::budget);
}

TEST(Json, refuses_what_the_grammar_does) {
  for (const char* text : {"nul", "01", "1.", "'a'", "{a:1}", "[1 2]", "{\"a\" 1}", "NaN", "\"\n\"",
                           "// c\n1", "\"\\x\"", "\"\xFF\"", "\"\\ud800\"", "1e999999"})
    EXPECT_FALSE(read(text)) << text;
}

TEST(Json, string_member_gives_text_and_nothing_else) {
  const auto value = read(R"({"a": "x", "b": 1})").value();
  ASSERT_NE(string_member(value, "a"), nullptr);
  EXPECT_EQ(*string_member(value, "a"), "x");
  EXPECT_EQ(string_member(value, "b"), nullptr);
  EXPECT_EQ(string_member(value, "c"), nullptr);
  EXPECT_EQ(string_member(value["a"], "a"), nullptr);
}

TEST(Json, writes_invalid_utf8_as_replacement_and_does_not_throw) {
  EXPECT_EQ(to_text(Value("a\xFF"), -1), "\"a\uFFFD\"");
}

TEST(Json, every_truncated_prefix_is_an_error_or_a_whole_value) {
  const std::string_view text = R"({"a":[1,2.5e3,"\u00e4"],"b":{"c":null,"d":false}})";
  testing::every_prefix(bytes::as_bytes(text), [&](bytes::ByteSpan cut) {
    ASSERT_EQ(read(bytes::as_chars(cut)).has_value(), cut.size() == text.size()) << cut.size();
  });
}

TEST(Json, what_a_mutation_parses_to_can_be_written_and_read_again) {
  const std::string_view text = R"({"a":[1,2.5e3,"\u00e4\""],"b":{"c":null,"d":false}})";
  testing::mutations(bytes::as_bytes(text), 1000, 4, [&](bytes::ByteSpan mutant) {
    const auto value = read(bytes::as_chars(mutant));
    if (!value) return;
    const auto again = read(to_text(*value));
    ASSERT_TRUE(again) << bytes::as_chars(mutant);
    ASSERT_EQ(to_text(*again), to_text(*value));
  });
}

}  // namespace
}  // namespace assay::formats::json
