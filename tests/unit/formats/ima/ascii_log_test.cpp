#include "formats/ima/ascii_log.h"

#include <gtest/gtest.h>
#include <string>

#include "bytes/text.h"
#include "support/corpus.h"
#include "support/mutate.h"

namespace assay::formats::ima {
namespace {

const std::string kDigest(40, 'a');

bytes::Parsed<AsciiLog> parse(std::string_view text) {
  bytes::Budget budget;
  return parse_ima_ascii_log(bytes::Reader(bytes::as_bytes(text)), budget);
}

TEST(ImaAsciiLog, reads_a_line_per_entry) {
  const std::string text = "10 " + kDigest + " ima-ng sha256:0011 /usr/bin/my_tool\n" +  //
                           " 9 " + kDigest + " ima-sig sha1:22 /etc/passwd \n";
  const auto log = parse(text);
  ASSERT_TRUE(log);
  EXPECT_FALSE(log->broken);
  ASSERT_EQ(log->entries.size(), 2U);
  EXPECT_EQ(log->entries[0].pcr, 10U);
  EXPECT_EQ(log->entries[0].template_digest, kDigest);
  EXPECT_EQ(log->entries[0].template_name, "ima-ng");
  const AsciiFields ng = split_fields(log->entries[0]);
  ASSERT_EQ(ng.count, 2U);
  EXPECT_EQ(ng.all()[0].id, "d-ng");
  EXPECT_EQ(ng.all()[0].text, "sha256:0011");
  EXPECT_EQ(ng.path(), "/usr/bin/my_tool");

  EXPECT_EQ(log->entries[1].number, 1U);
  EXPECT_EQ(log->entries[1].pcr, 9U);
  const AsciiFields sig = split_fields(log->entries[1]);
  ASSERT_EQ(sig.count, 3U);
  EXPECT_EQ(sig.all()[2].id, "sig");
  EXPECT_EQ(sig.all()[2].text, "");
}

TEST(ImaAsciiLog, reads_wider_digests_and_a_last_line_without_line_feed) {
  for (const std::size_t digits : {40U, 64U, 96U, 128U}) {
    const std::string text = "10 " + std::string(digits, '0') + " ima 00 boot_aggregate";
    const auto log = parse(text);
    ASSERT_TRUE(log) << digits;
    EXPECT_EQ(log->entries[0].template_digest.size(), digits);
    EXPECT_EQ(split_fields(log->entries[0]).path(), "boot_aggregate");
    EXPECT_TRUE(looks_like_ima_ascii_log(bytes::as_bytes(text)));
  }
}

TEST(ImaAsciiLog, a_line_feed_in_a_name_ends_what_can_be_read) {
  const std::string text = "10 " + kDigest + " ima-ng sha256:00 /tmp/a\nb\n";
  const auto log = parse(text);
  ASSERT_TRUE(log);
  EXPECT_EQ(log->entries.size(), 1U);
  ASSERT_TRUE(log->broken);
  EXPECT_EQ(log->broken->offset, text.size() - 2);
}

TEST(ImaAsciiLog, refuses_what_is_not_such_a_line) {
  for (const std::string& text :
       {std::string(), std::string("\n"), std::string("10"), "64 " + kDigest + " ima-ng x y",
        "-1 " + kDigest + " ima-ng x y", "10 " + std::string(39, 'a') + " ima-ng x y",
        "10 " + std::string(40, 'g') + " ima-ng x y", "10 " + kDigest, "10 " + kDigest + " "}) {
    EXPECT_FALSE(parse(text)) << text;
    EXPECT_FALSE(looks_like_ima_ascii_log(bytes::as_bytes(text))) << text;
  }
  EXPECT_FALSE(looks_like_ima_ascii_log(bytes::as_bytes("10 " + kDigest + " other x y")));
}

TEST(ImaAsciiLog, fields_of_an_unknown_template_have_no_identifiers) {
  const std::string text = "10 " + kDigest + " ima-future a b c";
  const AsciiFields fields = split_fields(parse(text).value().entries[0]);
  ASSERT_EQ(fields.count, 3U);
  EXPECT_EQ(fields.all()[1].id, "");
  EXPECT_EQ(fields.all()[1].text, "b");
  EXPECT_EQ(fields.path(), "");
}

TEST(ImaAsciiLog, more_words_than_fields_stay_in_the_last_one) {
  const std::string text = "10 " + kDigest + " ima-ng sha1:00 /a b c";
  EXPECT_EQ(split_fields(parse(text).value().entries[0]).path(), "/a b c");
}

TEST(ImaAsciiLog, each_line_costs_one_item) {
  const std::string text = "10 " + kDigest + " ima 0 a\n10 " + kDigest + " ima 0 b\n";
  bytes::Budget enough({.items = 2});
  EXPECT_FALSE(parse_ima_ascii_log(bytes::Reader(bytes::as_bytes(text)), enough)->broken);
  bytes::Budget short_of({.items = 1});
  const auto part = parse_ima_ascii_log(bytes::Reader(bytes::as_bytes(text)), short_of);
  ASSERT_TRUE(part);
  EXPECT_EQ(part->entries.size(), 1U);
  ASSERT_TRUE(part->broken);
  EXPECT_EQ(part->broken->fault, bytes::Fault::budget);
}

TEST(ImaAsciiLog, prefixes_and_mutations_stay_inside_the_text) {
  const std::string text =
      "10 " + kDigest + " ima-ng sha256:00 /a\n10 " + kDigest + " evm-sig a b c\n";
  const auto check = [](bytes::ByteSpan part) {
    bytes::Budget budget;
    const auto log = parse_ima_ascii_log(bytes::Reader(part), budget);
    if (!log) return;
    ASSERT_FALSE(log->entries.empty());
    for (const AsciiEntry& entry : log->entries) {
      ASSERT_LE(entry.offset + entry.template_digest.size() + entry.fields.size(), part.size());
      ASSERT_LE(split_fields(entry).count, kMaxFields);
    }
  };
  testing::every_prefix(bytes::as_bytes(text), check);
  testing::mutations(bytes::as_bytes(text), 1000, 11, check);
}

TEST(ImaAsciiLogCorpus, reads_the_kernels_own) {
  ASSAY_CORPUS_OR_SKIP(root);
  const base::Bytes bytes = testing::read_file((root / "vm" / "good" / "ima_ascii.txt").string());
  ASSERT_TRUE(looks_like_ima_ascii_log(bytes));
  bytes::Budget budget;
  const auto log = parse_ima_ascii_log(bytes::Reader(bytes), budget);
  ASSERT_TRUE(log);
  EXPECT_FALSE(log->broken);
  ASSERT_EQ(log->entries.size(), 1U);
  EXPECT_EQ(split_fields(log->entries[0]).path(), "boot_aggregate");
}

}  // namespace
}  // namespace assay::formats::ima
