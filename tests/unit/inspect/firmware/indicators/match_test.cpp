#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/pe/authenticode.h"
#include "inspect/firmware/indicators/indicators.h"
#include "inspect/firmware/inspect_image.h"
#include "support/pe_builder.h"

namespace assay::inspect::firmware::indicators {
namespace {

using base::Bytes;
using testing::PeBuilder;
namespace uefi = formats::uefi;

class MatchTest : public ::testing::Test {
 protected:
  Bytes image = PeBuilder{.subsystem = 10}.pe();

  std::vector<evidence::Finding> match_with(Bytes file) {
    auto indicators = load_indicators({{.name = "list", .bytes = std::move(file)}});
    if (!indicators) {
      ADD_FAILURE() << indicators.error().describe();
      return {};
    }
    crypto::HashEngine hash;
    bytes::Budget budget;
    const auto tree = inspect_image(image, budget, hash, {.artefact = "a.efi", .threads = 1});
    return match(tree, image, *indicators, {.artefact = "a.efi"});
  }
  std::vector<evidence::Finding> match_with(std::string_view text) {
    return match_with(bytes::copy(bytes::as_bytes(text)));
  }
  std::string digest(bool authenticode) {
    crypto::HashEngine hash;
    if (!authenticode) return hash.hash(crypto::HashAlg::sha256, image).hex();
    bytes::Budget budget;
    const auto pe = formats::pe::parse_image(bytes::Reader(image), budget).value();
    return formats::pe::authenticode_digest(pe, crypto::HashAlg::sha256, hash)->hex();
  }
  Bytes dbx_of(std::string_view hex) {
    bytes::Writer out;
    out.raw(uefi::kCertSha256.raw).le32(28 + 48).le32(0).le32(48).raw(uefi::Guid{}.raw);
    out.raw(*bytes::from_hex(hex));
    return std::move(out).release();
  }
};

TEST_F(MatchTest, a_revoked_executable_is_critical) {
  const auto found = match_with(dbx_of(digest(true)));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].code, "firmware.module.revoked");
  EXPECT_EQ(found[0].severity, evidence::Severity::critical);
  EXPECT_EQ(found[0].cites.at(0).artefact, "a.efi");
  EXPECT_TRUE(match_with(dbx_of(std::string(64, '1'))).empty());
  EXPECT_TRUE(match_with(dbx_of(digest(false))).empty()) << "a dbx lists Authenticode digests";
}

TEST_F(MatchTest, an_efivarfs_dump_of_dbx_works_too) {
  Bytes file{std::byte{0x27}, std::byte{0}, std::byte{0}, std::byte{0}};
  const auto lists = dbx_of(digest(true));
  file.insert(file.end(), lists.begin(), lists.end());
  EXPECT_EQ(match_with(file).size(), 1U);
}

TEST_F(MatchTest, digests_of_bytes_and_of_code_are_found) {
  for (const bool authenticode : {false, true}) {
    const auto found = match_with(digest(authenticode) + "  known-bad.efi\n");
    ASSERT_EQ(found.size(), 1U) << authenticode;
    EXPECT_EQ(found[0].code, "firmware.indicator.hash");
    EXPECT_THAT(found[0].why, ::testing::HasSubstr("known-bad.efi"));
  }
  EXPECT_TRUE(match_with(std::string(64, 'a')).empty());
}

TEST_F(MatchTest, digests_that_are_not_computed_are_told) {
  const auto found = match_with(std::string(32, '1') + "\n" + std::string(64, 'a') + "\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].code, "firmware.indicator.unevaluated");
  EXPECT_EQ(found[0].severity, evidence::Severity::info);
}

TEST_F(MatchTest, yara_rules_say_where) {
  const auto found = match_with(
      "rule drv : tag { meta: description = \"a driver\" strings: $a = \"Driver.pdb\" "
      "condition: uint16(0) == 0x5a4d and $a }");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].code, "firmware.indicator.yara");
  EXPECT_THAT(found[0].why, ::testing::HasSubstr("a driver"));
  EXPECT_EQ(found[0].cites.at(0).at, "offset 0x45f");
  EXPECT_TRUE(match_with("rule no { condition: false }").empty());
}

TEST_F(MatchTest, yara_rules_read_no_files_and_errors_name_the_line) {
  const auto including = load_indicators(
      {{"r.yar",
        bytes::copy(bytes::as_bytes("include \"/etc/passwd\"\nrule a { condition: true }"))}});
  EXPECT_FALSE(including);
  const auto broken =
      load_indicators({{"r.yar", bytes::copy(bytes::as_bytes("rule a {\n condition: nothing }"))}});
  ASSERT_FALSE(broken);
  EXPECT_THAT(broken.error().describe(), ::testing::HasSubstr("line 2"));
}

TEST_F(MatchTest, a_fwhunt_rule_of_a_threat_is_critical) {
  const std::string rule =
      "R:\n  meta:\n    name: R\n    namespace: threats\n    target: bootloader\n"
      "  strings:\n    and: [Driver.pdb]\n";
  auto found = match_with(rule);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].code, "firmware.indicator.fwhunt");
  EXPECT_EQ(found[0].severity, evidence::Severity::critical);
  EXPECT_TRUE(match_with(rule + "  wide_strings: [not there]\n").empty());
}

TEST_F(MatchTest, a_rule_for_other_modules_is_not_tried) {
  EXPECT_TRUE(match_with("R:\n  meta:\n    name: R\n    volume guids:\n"
                         "      - 682894B5-6B70-4EBA-9E90-A607E5676297\n"
                         "  strings: [Driver.pdb]\n")
                  .empty());
}

TEST_F(MatchTest, rules_that_cannot_be_evaluated_are_told) {
  const auto found = match_with("R:\n  meta: {name: R}\n  future: [9090]\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].code, "firmware.indicator.unevaluated");
}

TEST_F(MatchTest, a_file_of_no_kind_is_an_error_with_its_name) {
  const auto none = load_indicators({{"notes.txt", bytes::copy(bytes::as_bytes("hello"))}});
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().describe(), ::testing::HasSubstr("notes.txt"));
}

}  // namespace
}  // namespace assay::inspect::firmware::indicators
