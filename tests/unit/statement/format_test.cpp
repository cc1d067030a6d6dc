// The texts of a statement: what is written is read, and nothing else is.
#include <gmock/gmock.h>

#include "statement/json_cursor.h"
#include "support/mutate.h"
#include "support/statement_builder.h"

namespace assay::statement {
namespace {

using testing::StatementBuilder;

std::string read_again(std::string_view text) {
  bytes::Budget budget;
  const auto s = parse_statement(bytes::Reader(bytes::as_bytes(text)), budget);
  return s ? to_json(*s) : s.error().describe();
}

TEST(StatementJson, IsReadAsItWasWritten) {
  StatementBuilder b;
  (void)b.members();
  b.s.allegation.text = "\x01 \\ \" \t \xE2\x82\xAC";
  b.s.rows[0].claims = {Standing::population_unknown};
  b.s.rows[0].member = false;
  b.s.rows[0].evidence[0].leaf.reset();
  b.s.rows[1].evidence.clear();
  const auto text = to_json(b.s);
  EXPECT_EQ(read_again(text), text);
}

TEST(StatementJson, NoOtherTextSaysTheSame) {
  StatementBuilder b;
  (void)b.members();
  const auto text = to_json(b.s);
  bytes::Budget budget;
  const auto refused = [&](bytes::ByteSpan part) {
    bytes::Budget fresh;
    const auto s = parse_statement(bytes::Reader(part), fresh);
    if (s) {
      EXPECT_EQ(to_json(*s), bytes::as_chars(part));
    }
  };
  testing::every_prefix(bytes::as_bytes(text), [&](bytes::ByteSpan part) {
    if (part.size() != text.size()) {
      EXPECT_FALSE(parse_statement(bytes::Reader(part), budget)) << part.size();
    }
  });
  testing::mutations(bytes::as_bytes(text), 1000, 3, refused);
}

TEST(StatementJson, HoldsToItsBudget) {
  StatementBuilder b;
  (void)b.members();
  const auto text = to_json(b.s);
  std::uint64_t least = 0;
  for (std::uint64_t items = 0; items < 200 && least == 0; ++items) {
    bytes::Budget budget({.items = items, .bytes = 1U << 20U, .depth = 4});
    if (parse_statement(bytes::Reader(bytes::as_bytes(text)), budget)) least = items;
  }
  EXPECT_GT(least, 10U);
  bytes::Budget small({.items = 1000, .bytes = 100, .depth = 4});
  const auto s = parse_statement(bytes::Reader(bytes::as_bytes(text)), small);
  ASSERT_FALSE(s);
  EXPECT_EQ(s.error().fault, bytes::Fault::budget);
}

TEST(JsonCursor, RefusesOtherSpellings) {
  for (const auto* text : {R"("\u0041")", R"("\u000a")", R"("\u001F")", R"("\/")", "\"\n\"", "\"a",
                           "\"\xFF\"", R"("\u00")"}) {
    bytes::Budget budget;
    JsonCursor j(bytes::Reader(bytes::as_bytes(text)), budget);
    EXPECT_FALSE(j.string("x")) << text;
  }
  for (const auto* text : {"01", "-1", "1e3", "9007199254740992", ""}) {
    bytes::Budget budget;
    JsonCursor j(bytes::Reader(bytes::as_bytes(text)), budget);
    const auto n = j.number("x");
    EXPECT_TRUE(!n || !j.finish()) << text;
  }
}

TEST(StatementLeaves, LinesAreStrict) {
  StatementBuilder b;
  auto members = b.members();
  std::string text;
  for (const auto& [name, content] : members)
    if (name == kLeaves) text = content;
  const auto again = [](bytes::ByteSpan part) {
    bytes::Budget budget;
    const auto leaves = parse_leaves(bytes::Reader(part), budget);
    if (leaves) {
      EXPECT_EQ(to_text(*leaves), bytes::as_chars(part));
    }
  };
  again(bytes::as_bytes(text));
  testing::every_prefix(bytes::as_bytes(text), again);
  testing::mutations(bytes::as_bytes(text), 1000, 11, again);
}

TEST(StatementContainer, OneFormOnly) {
  const std::string content(700, 'x');
  const std::vector<Member> members{{"a/b.txt", bytes::as_bytes(content)}, {"c", {}}};
  const auto file = to_container(members);
  EXPECT_EQ(file.size(), 512U + 1024U + 512U + 1024U);
  bytes::Budget budget;
  const auto read = parse_container(bytes::Reader(file), budget);
  ASSERT_TRUE(read);
  EXPECT_EQ(to_container(*read), file);
  const auto again = [](bytes::ByteSpan part) {
    bytes::Budget fresh;
    const auto m = parse_container(bytes::Reader(part), fresh);
    if (m) {
      EXPECT_TRUE(bytes::equal(to_container(*m), part));
    }
  };
  testing::every_prefix(file, again);
  testing::mutations(file, 1000, 13, again);
  const std::vector<Member> twice{{"a", {}}, {"a", {}}};
  EXPECT_FALSE(parse_container(bytes::Reader(to_container(twice)), budget));
  bytes::Budget one({.items = 1, .bytes = 0, .depth = 1});
  EXPECT_FALSE(parse_container(bytes::Reader(file), one));
}

}  // namespace
}  // namespace assay::statement
