#include "reference/changes.h"

#include <gtest/gtest.h>

#include "bytes/text.h"

namespace assay::reference {
namespace {

const std::string kDigest(64, 'a');

std::string record(std::string_view extra = {}) {
  return "[[change]]\nid = \"c1\"\nservers = [\"web-*\", \"db-0?\"]\nfrom = "
         "2026-03-01T00:00:00Z\nto = 2026-03-02T00:00:00Z\n"
         "codes = [\"boot.file.changed\"]\nnew_digests = [\"" +
         std::string(64, 'A') + "\"]\nticket = \"T-1\"\nby = \"ann\"\n" + std::string(extra);
}

TEST(Changes, a_record_covers_its_servers_times_and_codes_and_nothing_else) {
  const auto records = parse_changes(record(), "changes.toml");
  ASSERT_TRUE(records) << records.error().describe();
  ASSERT_EQ(records->size(), 1U);
  const auto& r = records->front();
  const auto at = [](std::string_view t) { return base::parse_rfc3339(t).value(); };
  EXPECT_TRUE(r.covers("web-1", at("2026-03-01T00:00:00Z"), "boot.file.changed"));
  EXPECT_TRUE(r.covers("db-07", at("2026-03-02T00:00:00Z"), "boot.file.changed"));
  EXPECT_FALSE(r.covers("db-7", at("2026-03-01T12:00:00Z"), "boot.file.changed"));
  EXPECT_FALSE(r.covers("xweb-1", at("2026-03-01T12:00:00Z"), "boot.file.changed"));
  EXPECT_FALSE(r.covers("web-1", at("2026-02-28T23:59:59Z"), "boot.file.changed"));
  EXPECT_FALSE(r.covers("web-1", at("2026-03-02T00:00:01Z"), "boot.file.changed"));
  EXPECT_FALSE(r.covers("web-1", at("2026-03-01T12:00:00Z"), "boot.loader.changed"));
}

TEST(Changes, a_digest_that_is_not_named_stays_open) {
  const auto records = parse_changes(record(), "changes.toml");
  ASSERT_TRUE(records);
  const auto digest = [](std::string_view hex) {
    return crypto::Digest::from(crypto::HashAlg::sha256, bytes::from_hex(hex).value());
  };
  EXPECT_TRUE(records->front().names(digest(kDigest)));
  EXPECT_FALSE(records->front().names(digest(std::string(64, 'b'))));
  EXPECT_TRUE(records->front().names(std::nullopt))
      << "something was removed: there is no new digest";
}

TEST(Changes, mistakes_are_errors) {
  EXPECT_TRUE(parse_changes("", "c")) << "no change is planned";
  for (const auto* extra : {"servrs = []\n", "by = 3\n"})
    EXPECT_FALSE(parse_changes(record(extra), "c")) << extra;
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"boot.file.changed", "boot.file.chnged"},
           {"to = 2026-03-02", "to = 2026-02-02"},
           {"servers = [\"web-*\", \"db-0?\"]", "servers = []"},
           {"codes = [\"boot.file.changed\"]", "codes = []"},
           {"ticket = \"T-1\"\n", ""},
           {"by = \"ann\"\n", ""},
           {"id = \"c1\"\n", ""},
           {"from = 2026-03-01T00:00:00Z\n", ""},
           {std::string(64, 'A'), "abc"},
           {std::string(64, 'A'), std::string(64, 'x')},
           {"[[change]]", "[[chnage]]"}}) {
    std::string text = record();
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    const auto r = parse_changes(text, "changes.toml");
    ASSERT_FALSE(r) << text;
    EXPECT_NE(r.error().describe().find("changes.toml"), std::string::npos);
  }
}

TEST(Glob, star_and_question_mark) {
  EXPECT_TRUE(glob_matches("", ""));
  EXPECT_TRUE(glob_matches("*", ""));
  EXPECT_TRUE(glob_matches("*", "anything"));
  EXPECT_TRUE(glob_matches("a*b*c", "aXbYbZc"));
  EXPECT_FALSE(glob_matches("a*b*c", "aXbYbZ"));
  EXPECT_TRUE(glob_matches("a?c", "abc"));
  EXPECT_FALSE(glob_matches("a?c", "ac"));
  EXPECT_FALSE(glob_matches("", "a"));
  EXPECT_FALSE(glob_matches("web", "web-1"));
  EXPECT_TRUE(glob_matches("**", "x"));
}

TEST(Glob, many_stars_end_in_time) {
  const std::string text(20'000, 'a');
  EXPECT_FALSE(glob_matches("*a*a*a*a*a*a*a*a*a*a*b", text));
}

}  // namespace
}  // namespace assay::reference
