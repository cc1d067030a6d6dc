#include "formats/toml/strict_table.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/mutate.h"

namespace assay::formats::toml {
namespace {

Document parse(std::string_view text) { return Document::parse(text, "policy.toml").value(); }

/// The message of the first error after `read` looked at the root.
template <class Read>
std::string complaint(std::string_view text, Read read) {
  Document doc = parse(text);
  Table root = doc.root();
  read(root);
  const auto done = doc.finish();
  return done ? "" : done.error().describe();
}

TEST(StrictTable, reads_every_kind_of_value) {
  Document doc = parse(
      "name = \"prod\"\ncount = 3\non = true\nlist = [\"a\", \"b\"]\n[one]\nx = 1\n[[many]]\ny = "
      "1\n[[many]]\ny = 2\n");
  Table root = doc.root();
  EXPECT_EQ(root.required_text("name"), "prod");
  EXPECT_EQ(root.integer("count"), 3);
  EXPECT_EQ(root.boolean("on"), true);
  EXPECT_EQ(root.texts("list"), (std::vector<std::string>{"a", "b"}));
  auto one = root.table("one");
  ASSERT_TRUE(one);
  EXPECT_EQ(one->integer("x"), 1);
  auto many = root.tables("many");
  ASSERT_EQ(many.size(), 2U);
  EXPECT_EQ(many[1].integer("y"), 2);
  EXPECT_EQ(many[0].integer("y"), 1);
  EXPECT_TRUE(doc.finish());
}

TEST(StrictTable, missing_optional_values_are_no_error) {
  Document doc = parse("");
  Table root = doc.root();
  EXPECT_FALSE(root.text("a"));
  EXPECT_FALSE(root.integer("a"));
  EXPECT_FALSE(root.boolean("a"));
  EXPECT_FALSE(root.time("a"));
  EXPECT_FALSE(root.table("a"));
  EXPECT_TRUE(root.texts("a").empty());
  EXPECT_TRUE(root.tables("a").empty());
  EXPECT_TRUE(doc.finish());
}

TEST(StrictTable, names_file_line_and_key_of_what_nobody_asked_for) {
  EXPECT_EQ(
      complaint("name = \"x\"\n\nsevrity = \"critical\"\n", [](Table& t) { (void)t.text("name"); }),
      "policy.toml: line 3: unknown key \"sevrity\"");
  EXPECT_EQ(complaint("[[rule]]\ncode = \"a\"\n[[rule]]\ncode = \"b\"\nnte = 1\n",
                      [](Table& t) {
                        for (Table& rule : t.tables("rule")) (void)rule.text("code");
                      }),
            "policy.toml: line 5: unknown key \"nte\"");
  EXPECT_EQ(complaint("[trust]\nroots = 1\n", [](Table&) {}),
            "policy.toml: line 1: unknown key \"trust\"");
}

TEST(StrictTable, a_missing_required_key_is_named) {
  EXPECT_EQ(complaint("\n[[rule]]\nx = \"1\"\n",
                      [](Table& t) {
                        for (Table& rule : t.tables("rule")) {
                          (void)rule.text("x");
                          (void)rule.required_text("code");
                        }
                      }),
            "policy.toml: line 2: \"code\" is missing");
}

TEST(StrictTable, wrong_types_are_refused_with_their_line) {
  const std::string_view text = "a = 1\nb = \"x\"\n";
  EXPECT_EQ(complaint(text, [](Table& t) { (void)t.text("a"); }),
            "policy.toml: line 1: \"a\": expected text in quotes");
  EXPECT_EQ(complaint(text, [](Table& t) { (void)t.integer("b"); }),
            "policy.toml: line 2: \"b\": expected a whole number");
  EXPECT_EQ(complaint(text, [](Table& t) { (void)t.boolean("b"); }),
            "policy.toml: line 2: \"b\": expected true or false");
  EXPECT_EQ(complaint(text, [](Table& t) { (void)t.texts("b"); }),
            "policy.toml: line 2: \"b\": expected a list of texts");
  EXPECT_EQ(complaint(text, [](Table& t) { (void)t.table("b"); }),
            "policy.toml: line 2: \"b\": expected a table [b]");
  EXPECT_EQ(complaint(text, [](Table& t) { (void)t.tables("b"); }),
            "policy.toml: line 2: \"b\": expected tables [[b]]");
  EXPECT_EQ(complaint("l = [\"x\", 1]\n", [](Table& t) { (void)t.texts("l"); }),
            "policy.toml: line 1: \"l\": expected a list of texts only");
}

TEST(StrictTable, the_first_error_stays) {
  EXPECT_EQ(complaint("a = 1\nb = 2\n",
                      [](Table& t) {
                        (void)t.text("b");
                        (void)t.text("a");
                      }),
            "policy.toml: line 2: \"b\": expected text in quotes");
}

TEST(StrictTable, a_reader_can_refuse_a_value_in_its_own_words) {
  EXPECT_EQ(complaint("\nseverity = \"grave\"\n",
                      [](Table& t) {
                        (void)t.text("severity");
                        t.refuse("severity", "info, warning or critical");
                      }),
            "policy.toml: line 2: \"severity\": expected info, warning or critical");
}

TEST(StrictTable, reads_times_in_every_spelling) {
  Document doc = parse(
      "a = 2026-11-22T03:00:00Z\nb = 2026-11-22T05:00:00+02:00\nc = 2026-11-22\nd = "
      "\"2026-11-22T03:00:00Z\"\n"
      "e = 2026-11-22T03:00:00.5Z\n");
  Table root = doc.root();
  const auto at_three = base::parse_rfc3339("2026-11-22T03:00:00Z");
  EXPECT_EQ(root.time("a"), at_three);
  EXPECT_EQ(root.time("b"), at_three);
  EXPECT_EQ(root.time("c"), base::parse_rfc3339("2026-11-22"));
  EXPECT_EQ(root.time("d"), at_three);
  EXPECT_EQ(root.time("e"), at_three);
  EXPECT_TRUE(doc.finish());
  EXPECT_EQ(complaint("t = \"yesterday\"\n", [](Table& t) { (void)t.time("t"); }),
            "policy.toml: line 1: \"t\": expected a time like 2026-11-22T03:00:00Z");
}

TEST(StrictTable, tables_whose_keys_are_data_join_dotted_keys_again) {
  Document doc =
      parse("[severity]\nboot.pcr.changed = \"warning\"\n\"boot.ak.unbound\" = \"info\"\n");
  auto severity = doc.root().table("severity");
  ASSERT_TRUE(severity);
  EXPECT_EQ(severity->text_map(),
            (std::map<std::string, std::string>{{"boot.ak.unbound", "info"},
                                                {"boot.pcr.changed", "warning"}}));
  EXPECT_TRUE(doc.finish());
}

TEST(StrictTable, lists_keys_in_the_order_of_the_file) {
  Document doc = parse("z = 1\na = 2\nm = 3\n");
  EXPECT_EQ(doc.root().keys(), (std::vector<std::string>{"z", "a", "m"}));
  EXPECT_FALSE(doc.finish()) << "listing a key does not accept it";
}

TEST(Document, bad_grammar_is_an_error_with_its_line) {
  const auto bad = Document::parse("a = 1\nb = = 2\n", "policy.toml");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().kind, base::ErrorKind::malformed);
  EXPECT_TRUE(bad.error().describe().starts_with("policy.toml: line 2: "))
      << bad.error().describe();
  EXPECT_FALSE(Document::parse("a = 1\na = 2\n", "f")) << "a key that stands twice";
  EXPECT_FALSE(Document::parse("a = \"\xFF\"\n", "f"));
}

TEST(Document, has_a_limit_of_size_and_depth) {
  const auto large = Document::parse(std::string((64U << 20U) + 1, '#'), "f");
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().kind, base::ErrorKind::budget);
  EXPECT_FALSE(Document::parse("a = " + std::string(100'000, '['), "f"));
}

TEST(Document, keys_that_nest_without_end_are_refused_before_the_library_recurses) {
  const auto dotted = [](std::size_t parts) {
    std::string key = "k";
    for (std::size_t i = 1; i < parts; ++i) key += ".k";
    return key;
  };
  EXPECT_TRUE(Document::parse(dotted(16) + " = 1\n", "f"));
  const auto deep = Document::parse("x = 1\n" + dotted(17) + " = 1\n", "f");
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().kind, base::ErrorKind::budget);
  EXPECT_FALSE(Document::parse(dotted(1'000'000) + " = 1\n", "f"));
  EXPECT_FALSE(Document::parse("[" + dotted(17) + "]\n", "f"));
  EXPECT_FALSE(Document::parse("a = {" + dotted(17) + " = 1}\n", "f"));
  // Dots of values, texts and comments nest nothing.
  const std::string many = dotted(40);
  EXPECT_TRUE(Document::parse(
      "# " + many + "\na = \"" + many + " \\\" .\"\nb = '''\n" + many + "\n'''\n", "f"));
  EXPECT_TRUE(Document::parse(
      "c = [1.0,1.0,1.0,1.0,1.0,1.0,1.0,1.0,1.0,1.0,1.0,1.0,1.0,1.0,1.0,1.0,1.0]\n", "f"));
}

TEST(Document, prefixes_and_mutations_end_in_a_document_or_an_error) {
  const std::string_view text =
      "a = 1979-05-27T07:32:00-08:00\n[t.u]\nb = [\"x\", 'y']\n[[r]]\nc = 0x1F\n";
  const auto look = [](bytes::ByteSpan bytes) {
    auto doc = Document::parse(bytes::as_chars(bytes), "f");
    if (!doc) return;
    Table root = doc->root();
    (void)root.time("a");
    (void)root.tables("r");
    if (auto t = root.table("t")) (void)t->text_map();
    (void)doc->finish();
  };
  testing::every_prefix(bytes::as_bytes(text), look);
  testing::mutations(bytes::as_bytes(text), 1000, 5, look);
}

}  // namespace
}  // namespace assay::formats::toml
