#include <gtest/gtest.h>

#include "bytes/text.h"
#include "formats/indicators/fwhunt.h"
#include "formats/indicators/hash_list.h"
#include "support/mutate.h"

namespace assay::formats::indicators {
namespace {

std::vector<FwHuntRule> rules(std::string_view text) {
  bytes::Budget budget;
  return read_fwhunt(yaml::parse_yaml(bytes::Reader(bytes::as_bytes(text)), budget).value());
}
base::Bytes hex(std::string_view text) { return bytes::from_hex(text).value(); }

TEST(HexPattern, holes_match_anything) {
  const auto p = HexPattern::parse("48 8b..24 E.").value();
  EXPECT_EQ(p.find(hex("00488b0024e1")), 1U);
  EXPECT_EQ(p.find(hex("488bff24ef")), 0U);
  EXPECT_EQ(p.find(hex("488bff25ef")), std::nullopt);
  EXPECT_EQ(p.find(hex("488bff24")), std::nullopt) << "cut off";
  EXPECT_EQ(HexPattern::parse("....1122")->find(hex("00001122")), 0U) << "holes in front";
  EXPECT_EQ(HexPattern::parse("....1122")->find(hex("1122")), std::nullopt);
}

TEST(HexPattern, what_is_found_everywhere_is_no_pattern) {
  for (const std::string_view text : {"", ".", "....", "4", "48..8b", "zz", "488"})
    EXPECT_FALSE(HexPattern::parse(text)) << text;
}

TEST(HashList, every_usual_form_is_read) {
  const std::string a(64, 'a');
  const std::string b(40, 'B');
  const std::string text = "# list of " + a + "\n" + a + "\n" + b + "  bad.efi\nname.efi," + a +
                           ",x\nSHA256 (some file) = " + a + "\n- `" + b + "`\n" +
                           std::string(32, '1') + "\nnothing here\n";
  bytes::Budget budget;
  const auto list = parse_hash_list(bytes::Reader(bytes::as_bytes(text)), budget).value();
  ASSERT_EQ(list.digests.size(), 5U);
  EXPECT_EQ(list.unsupported, 1U);
  EXPECT_EQ(list.digests[0].name, "");
  EXPECT_EQ(list.digests[0].line, 2U);
  EXPECT_EQ(list.digests[1].digest.alg(), crypto::HashAlg::sha1);
  EXPECT_EQ(list.digests[1].name, "bad.efi");
  EXPECT_EQ(list.digests[2].name, "x");
  EXPECT_EQ(list.digests[3].name, "some file");
  EXPECT_EQ(list.digests[4].name, "");
}

TEST(HashList, binaries_are_none_and_digests_cost_items) {
  bytes::Budget budget;
  const base::Bytes nul(4);
  EXPECT_FALSE(parse_hash_list(bytes::Reader(nul), budget));
  bytes::Budget none({.items = 0});
  const std::string a(64, 'a');
  EXPECT_FALSE(parse_hash_list(bytes::Reader(bytes::as_bytes(a)), none));
}

constexpr std::string_view kRule = R"(Some-Rule:
  meta:
    name: Some-Rule (one)
    namespace: threats
    description: says what
    advisory: https://example.org/1
    volume guids:
      - 682894B5-6B70-4EBA-9E90-A607E5676297 # Module
  hex_strings:
    and: [488b..24]
    not-any:
      - ffffffff
  wide_strings:
    and:
      - utf16le: evil
  guids:
    or:
      - name: ONE
        value: 1E2ACC41-E26A-483D-AFC7A056C34E087B
)";

TEST(FwHunt, a_rule_holds_where_all_its_sections_do) {
  const auto all = rules(kRule);
  ASSERT_EQ(all.size(), 1U);
  const FwHuntRule& rule = all[0];
  EXPECT_EQ(rule.name, "Some-Rule (one)");
  EXPECT_EQ(rule.space, "threats");
  EXPECT_EQ(rule.modules.at(0), uefi::guid("682894b5-6b70-4eba-9e90-a607e5676297"));
  EXPECT_EQ(rule.unevaluated, "");
  ASSERT_EQ(rule.variants.size(), 1U);
  const auto good =
      hex("00488b1124"
          "6500760069006c00"
          "41cc2a1e6ae23d48afc7a056c34e087b");
  EXPECT_EQ(holds(rule.variants[0], good), 1U);
  auto forbidden = good;
  forbidden.insert(forbidden.end(), 4, std::byte{0xFF});
  EXPECT_FALSE(holds(rule.variants[0], forbidden));
  EXPECT_FALSE(holds(rule.variants[0], bytes::ByteSpan(good).first(20)));
}

TEST(FwHunt, variants_are_alternatives_and_places_are_told_as_unchecked) {
  const auto all = rules(R"(R:
  meta: {name: R, target: firmware}
  variants:
    one:
      code:
        and:
          - pattern: 90909090
            place: sw_smi_handlers
    two:
      nvram:
        or:
          - name: Setup
            guid: 1E2ACC41-E26A-483D-AFC7-A056C34E087B
            service: {name: GetVariable}
)");
  ASSERT_EQ(all.at(0).variants.size(), 2U);
  EXPECT_EQ(all[0].target, Target::firmware);
  EXPECT_EQ(all[0].variants[0].name, "one");
  EXPECT_EQ(all[0].unchecked.size(), 2U);
  EXPECT_EQ(all[0].unevaluated, "");
  EXPECT_TRUE(holds(all[0].variants[0], hex("0090909090")));
}

TEST(FwHunt, what_cannot_be_evaluated_says_why) {
  EXPECT_NE(rules("R:\n  meta: {name: R}\n  future: {and: [90]}\n").at(0).unevaluated, "");
  EXPECT_NE(rules("R:\n  meta: {name: R}\n  code: {xor: [9090]}\n").at(0).unevaluated, "");
  EXPECT_NE(rules("R:\n  meta: {name: R}\n  hex_strings: {and: [zz]}\n").at(0).unevaluated, "");
  EXPECT_NE(
      rules("R:\n  meta: {name: R, target: toaster}\n  hex_strings: [9090]\n").at(0).unevaluated,
      "");
  EXPECT_NE(rules("R:\n  meta: {name: R}\n").at(0).unevaluated, "");
}

TEST(FwHunt, hostile_rules_are_survived) {
  const auto all = [](bytes::ByteSpan b) {
    bytes::Budget budget({.items = 1000, .bytes = 100'000, .depth = 16});
    const auto document = yaml::parse_yaml(bytes::Reader(b), budget);
    if (!document || !looks_like_fwhunt(*document)) return;
    for (const auto& rule : read_fwhunt(*document))
      for (const auto& v : rule.variants) (void)holds(v, bytes::as_bytes("some bytes"));
  };
  testing::every_prefix(bytes::as_bytes(kRule), all);
  testing::mutations(bytes::as_bytes(kRule), 1000, 29, all);
}

}  // namespace
}  // namespace assay::formats::indicators
