#include "formats/csv/csv.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/mutate.h"

namespace assay::formats::csv {
namespace {

using Fields = std::vector<std::string>;

bytes::Parsed<std::vector<Row>> read(std::string_view text, bytes::Budget& budget) {
  CsvReader csv(bytes::Reader(bytes::as_bytes(text)), budget);
  std::vector<Row> rows;
  Row row;
  while (true) {
    const auto more = csv.next(row);
    if (!more) return std::unexpected(more.error());
    if (!*more) return rows;
    rows.push_back(row);
  }
}
bytes::Parsed<std::vector<Row>> read(std::string_view text) {
  bytes::Budget budget;
  return read(text, budget);
}

constexpr std::string_view kSample =
    "server,lot\r\nnode-1,\"a, \"\"b\"\"\r\nc\"\r\n\r\nnode-2,\r\n";

TEST(Csv, quoted_fields_hold_commas_quotes_and_lines) {
  const auto rows = read(kSample);
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 3U);
  EXPECT_EQ((*rows)[0].fields, (Fields{"server", "lot"}));
  EXPECT_EQ((*rows)[1].fields, (Fields{"node-1", "a, \"b\"\r\nc"}));
  EXPECT_EQ((*rows)[2].fields, (Fields{"node-2", ""}));
}

TEST(Csv, a_row_knows_its_line_also_after_a_field_of_two_lines) {
  const auto rows = read(kSample);
  ASSERT_TRUE(rows);
  EXPECT_EQ((*rows)[1].line, 2U);
  EXPECT_EQ((*rows)[2].line, 5U);
  EXPECT_EQ((*rows)[2].offset, kSample.rfind("node-2"));
}

TEST(Csv, the_last_line_needs_no_end_and_a_mark_at_the_start_is_skipped) {
  const auto rows = read(
      "\xEF\xBB\xBF"
      "a,b\nc,d");
  ASSERT_TRUE(rows);
  EXPECT_EQ((*rows)[0].fields, (Fields{"a", "b"}));
  EXPECT_EQ((*rows)[1].fields, (Fields{"c", "d"}));
}

TEST(Csv, what_is_no_csv_is_refused_with_its_place) {
  for (const auto& [text, offset] :
       std::initializer_list<std::pair<std::string_view, std::uint64_t>>{
           {"a,b\"c\n", 3}, {"a,\"b\"c\n", 5}, {"a,\"b", 2}, {"a\rb", 1}}) {
    const auto rows = read(text);
    ASSERT_FALSE(rows) << text;
    EXPECT_EQ(rows.error().offset, offset) << text;
    EXPECT_EQ(rows.error().field, "field");
  }
}

TEST(Csv, every_prefix_gives_the_whole_rows_before_its_end_or_an_error_inside) {
  testing::every_prefix(bytes::as_bytes(kSample), [](bytes::ByteSpan prefix) {
    const auto rows = read(bytes::as_chars(prefix));
    if (!rows) {
      EXPECT_LT(rows.error().offset, prefix.size());
      return;
    }
    EXPECT_LE(rows->size(), 3U);
    if (prefix.size() > 10) {
      ASSERT_FALSE(rows->empty());
      EXPECT_EQ((*rows)[0].fields, (Fields{"server", "lot"}));
    }
  });
}

TEST(Csv, mutations_end_in_rows_or_an_error_inside) {
  testing::mutations(bytes::as_bytes(kSample), 1000, 7, [](bytes::ByteSpan text) {
    const auto rows = read(bytes::as_chars(text));
    if (!rows) {
      EXPECT_LE(rows.error().offset, text.size());
      return;
    }
    for (const Row& row : *rows) EXPECT_FALSE(row.fields.empty());
  });
}

TEST(Csv, a_budget_of_exactly_the_fields_is_enough_and_one_less_is_not) {
  bytes::Budget enough({.items = 6, .bytes = 100, .depth = 1});
  EXPECT_TRUE(read(kSample, enough));
  bytes::Budget short_of_one({.items = 5, .bytes = 100, .depth = 1});
  const auto rows = read(kSample, short_of_one);
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().fault, bytes::Fault::budget);
}

}  // namespace
}  // namespace assay::formats::csv
