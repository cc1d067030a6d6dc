#include "evidence/manifest.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "bytes/text.h"
#include "support/mutate.h"

namespace assay::evidence {
namespace {

using nlohmann::json;

json good() {
  return json::parse(
      R"({"version":1,"server":"web-1","collected":"2026-05-01T10:00:00Z","collector":"x/1",
    "challenge":{"nonce":"00ff","issuer":"me"},
    "artefacts":[{"path":"boot/quote.msg","sha256":")" +
      std::string(64, 'B') + R"(","size":145},
                 {"path":"boot/ak.tpmt","sha256":")" +
      std::string(64, 'a') + R"(","size":0}]})");
}

base::Result<Manifest> parse(const json& value) {
  bytes::Budget budget;
  return parse_manifest(bytes::as_bytes(value.dump()), budget);
}

TEST(Manifest, is_read_sorted_and_written_back) {
  const auto m = parse(good());
  ASSERT_TRUE(m) << m.error().describe();
  EXPECT_EQ(m->server, "web-1");
  ASSERT_EQ(m->artefacts.size(), 2U);
  EXPECT_EQ(m->artefacts[0].path, "boot/ak.tpmt");
  EXPECT_EQ(m->artefacts[1].sha256, std::string(64, 'b'));
  EXPECT_EQ(m->artefacts[1].size, 145U);
  EXPECT_EQ(bytes::to_hex(m->challenge->nonce), "00ff");
  const auto text = to_json(*m);
  bytes::Budget budget;
  const auto again = parse_manifest(bytes::as_bytes(text), budget);
  ASSERT_TRUE(again);
  EXPECT_EQ(to_json(*again), text);
  EXPECT_TRUE(text.ends_with("\n"));
}

TEST(Manifest, mistakes_are_refused) {
  const auto refuse = [](const char* pointer, const json& value) {
    json wrong = good();
    wrong[json::json_pointer(pointer)] = value;
    EXPECT_FALSE(parse(wrong)) << pointer << " = " << value;
  };
  refuse("/version", 2);
  refuse("/version", "1");
  refuse("/server", "");
  refuse("/server", 7);
  refuse("/collected", "yesterday");
  refuse("/challenge", "x");
  refuse("/challenge/nonce", "0g");
  refuse("/artefacts", json::object());
  refuse("/artefacts/0", 1);
  refuse("/artefacts/0/sha256", "ab");
  refuse("/artefacts/0/sha256", std::string(64, 'z'));
  refuse("/artefacts/0/size", -1);
  refuse("/artefacts/0/size", "1");
  refuse("/artefacts/0/path", "../quote.msg");
  refuse("/artefacts/0/path", "boot/ak.tpmt");  // listed twice
  for (const char* key : {"version", "server", "collected", "artefacts"}) {
    json without = good();
    without.erase(key);
    EXPECT_FALSE(parse(without)) << key;
  }
}

TEST(Manifest, no_path_leaves_its_folder) {
  for (const std::string_view bad :
       {"", "/etc/passwd", "..", "a/../b", "./a", "a/.", "a//b", "a/", "a\\b"})
    EXPECT_FALSE(is_safe_path(bad)) << bad;
  EXPECT_FALSE(is_safe_path(std::string_view("a\0b", 3)));
  for (const std::string_view good_path : {"a", "boot/quote.msg", "a/..b/c", ".hidden", "a b/ü"})
    EXPECT_TRUE(is_safe_path(good_path)) << good_path;
}

TEST(Manifest, a_list_longer_than_the_budget_is_refused) {
  json many = good();
  for (int i = 0; i < 100; ++i) many["artefacts"].push_back(many["artefacts"][0]);
  bytes::Budget budget({.items = 50, .bytes = 1U << 20U, .depth = 8});
  const auto text = many.dump();
  const auto m = parse_manifest(bytes::as_bytes(text), budget);
  ASSERT_FALSE(m);
  EXPECT_EQ(m.error().kind, base::ErrorKind::budget);
}

TEST(Manifest, survives_every_prefix_and_mutation) {
  const auto text = good().dump();
  testing::every_prefix(bytes::as_bytes(text), [&](bytes::ByteSpan b) {
    bytes::Budget budget;
    EXPECT_EQ(parse_manifest(b, budget).has_value(), b.size() == text.size());
  });
  testing::mutations(bytes::as_bytes(text), 1000, 1, [](bytes::ByteSpan b) {
    bytes::Budget budget;
    const auto m = parse_manifest(b, budget);
    if (!m) return;
    for (const auto& e : m->artefacts) EXPECT_TRUE(is_safe_path(e.path));
  });
}

TEST(SignedText, is_two_lines) { EXPECT_EQ(signed_text("abc"), "assay manifest v1\nsha256 abc\n"); }

}  // namespace
}  // namespace assay::evidence
