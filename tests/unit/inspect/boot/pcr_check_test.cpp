#include "inspect/boot/pcr_check.h"

#include <gtest/gtest.h>

#include "inspect/boot/inspect_boot.h"
#include "support/boot_builder.h"
#include "unit/formats/ima/log_builder.h"

namespace assay::inspect::boot {
namespace {

using namespace formats::tcg;
using testing::Digest;
using testing::EventLogBuilder;
using testing::GoodBoot;
using testing::HashAlg;
using testing::QuoteOptions;

BootResult look(const GoodBoot& boot) {
  static crypto::HashEngine hash;
  return inspect_boot(boot.evidence(), boot.context(hash));
}

PcrState state(const BootResult& r, unsigned pcr, HashAlg bank = HashAlg::sha256) {
  return r.pcrs.bank(bank)->state[pcr];
}

QuoteOptions over(std::vector<std::pair<HashAlg, std::vector<unsigned>>> selection) {
  QuoteOptions o;
  o.selection = std::move(selection);
  return o;
}

TEST(PcrCheck, with_values_each_pcr_is_told_apart) {
  const auto r = look(GoodBoot());
  for (const unsigned pcr : {0U, 4U, 7U, 8U, 9U}) EXPECT_EQ(state(r, pcr), PcrState::match) << pcr;
  EXPECT_EQ(state(r, 10), PcrState::absent);
  EXPECT_EQ(testing::codes(r.findings), "");
}

TEST(PcrCheck, an_event_that_was_measured_and_not_logged_leaves_one_pcr_unexplained) {
  GoodBoot boot;
  boot.pcrs.extend(4, testing::text_bytes("not in the log"));
  boot.quote_again({});
  const auto r = look(boot);
  EXPECT_EQ(state(r, 4), PcrState::mismatch);
  EXPECT_EQ(state(r, 0), PcrState::match);
  EXPECT_EQ(testing::codes(r.findings), "boot.pcr.unexplained");
  EXPECT_EQ(r.findings[0].subject, "PCR 4");
}

TEST(PcrCheck, without_values_the_log_alone_must_reproduce_the_digest) {
  GoodBoot boot;
  boot.files.erase("boot/pcrs.json");
  const auto good = look(boot);
  EXPECT_TRUE(good.pcrs.log_reproduces);
  EXPECT_EQ(state(good, 4), PcrState::match);
  EXPECT_EQ(testing::codes(good.findings), "");

  boot.pcrs.extend(4, testing::text_bytes("not in the log"));
  boot.quote_again({});
  boot.files.erase("boot/pcrs.json");
  const auto bad = look(boot);
  EXPECT_TRUE(bad.pcrs.undecided);
  EXPECT_EQ(state(bad, 4), PcrState::mismatch);
  EXPECT_EQ(testing::codes(bad.findings), "boot.pcr.unexplained");
}

TEST(PcrCheck, values_that_were_not_signed_do_not_count) {
  GoodBoot boot;
  auto& json = boot.files["boot/pcrs.json"];
  std::string text = bytes::to_string(json);
  const auto at = text.find(boot.pcrs.at(HashAlg::sha256, 4).hex());
  ASSERT_NE(at, std::string::npos);
  text[at] = text[at] == '0' ? '1' : '0';
  json = testing::text_bytes(text);
  const auto r = look(boot);
  EXPECT_EQ(r.quote.pcr_digest, DigestState::mismatch);
  EXPECT_EQ(testing::codes(r.findings), "boot.pcr-digest.mismatch");
  EXPECT_EQ(state(r, 4), PcrState::match) << "the log alone still reproduces what was signed";
}

TEST(PcrCheck, a_quoted_pcr_at_its_reset_value_without_events_is_no_mismatch) {
  GoodBoot boot;
  boot.quote_again(over({{HashAlg::sha256, {0, 4, 7, 8, 9, 11, 17, 23}}}));
  const auto r = look(boot);
  for (const unsigned pcr : {11U, 17U, 23U}) EXPECT_EQ(state(r, pcr), PcrState::no_events) << pcr;
}

TEST(PcrCheck, what_only_the_running_system_extends_is_not_covered) {
  GoodBoot boot;
  boot.pcrs.extend(10, testing::text_bytes("IMA"));
  boot.pcrs.extend(12, testing::text_bytes("systemd"));
  boot.quote_again(over({{HashAlg::sha256, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12}}}));
  const auto r = look(boot);
  EXPECT_EQ(state(r, 10), PcrState::not_covered);
  EXPECT_EQ(state(r, 12), PcrState::not_covered);
  EXPECT_EQ(testing::codes(r.findings), "boot.pcr.uncovered");
}

TEST(PcrCheck, a_firmware_pcr_without_events_that_was_extended_is_a_mismatch) {
  EventLogBuilder log;
  log.event(0, EV_S_CRTM_VERSION, "1.0").separators(0, 5);  // nothing for 6 and 7
  GoodBoot boot("server-1", log);
  boot.pcrs.extend(6, testing::text_bytes("something"));
  boot.quote_again({});
  EXPECT_EQ(state(look(boot), 6), PcrState::mismatch);
}

TEST(PcrCheck, what_the_quote_leaves_out_is_said) {
  GoodBoot boot;
  boot.quote_again(over({{HashAlg::sha256, {0, 1, 2, 3, 4, 5, 6, 7}}}));
  const auto r = look(boot);
  EXPECT_EQ(state(r, 8), PcrState::not_quoted);
  EXPECT_EQ(testing::codes(r.findings), "boot.log.unquoted");
  EXPECT_EQ(r.findings[0].subject, "PCR 8 and 9");
  EXPECT_TRUE(r.log_is_quoted());
}

TEST(PcrCheck, a_quote_in_a_bank_that_the_log_lacks_covers_nothing) {
  EventLogBuilder log = GoodBoot::default_log();
  GoodBoot boot("server-1", log);
  boot.pcrs = testing::Pcrs({HashAlg::sha256, HashAlg::sha384});
  boot.quote_again(over({{HashAlg::sha384, {0, 1, 2, 3, 4, 5, 6, 7}}}));
  const auto r = look(boot);
  EXPECT_FALSE(r.log_is_quoted());
  EXPECT_TRUE(testing::has_code(r.findings, "boot.log.unquoted"));
}

TEST(PcrCheck, a_bank_of_which_nothing_was_asked_changes_nothing) {
  GoodBoot boot;
  const auto all = std::vector<unsigned>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  boot.pcrs = [&] {
    EventLogBuilder twin = GoodBoot::default_log();
    return twin.pcrs();
  }();
  boot.quote_again(over({{HashAlg::sha1, {}}, {HashAlg::sha256, all}}));
  boot.files.erase("boot/pcrs.json");
  const auto r = look(boot);
  EXPECT_TRUE(r.pcrs.log_reproduces);
  EXPECT_EQ(testing::codes(r.findings), "");
}

// Windows extends the SHA-1 bank once more with zeros.
GoodBoot capped_boot() {
  EventLogBuilder log({HashAlg::sha1, HashAlg::sha256});
  log.event(0, EV_S_CRTM_VERSION, "1.0");
  log.variable(EV_EFI_VARIABLE_DRIVER_CONFIG, "SecureBoot", testing::hex_bytes("01")).separators();
  GoodBoot boot("server-1", log);
  for (unsigned pcr = 0; pcr < 8; ++pcr) boot.pcrs.extend_digest(pcr, Digest(HashAlg::sha1));
  return boot;
}

TEST(PcrCheck, a_capped_bank_is_healthy_with_values_and_without) {
  auto boot = capped_boot();
  const auto all = std::vector<unsigned>{0, 1, 2, 3, 4, 5, 6, 7};
  const auto both = over({{HashAlg::sha1, all}, {HashAlg::sha256, all}});
  boot.quote_again(both);
  for (const bool values : {true, false}) {
    if (!values) boot.files.erase("boot/pcrs.json");
    const auto r = look(boot);
    for (unsigned pcr = 0; pcr < 8; ++pcr) {
      EXPECT_EQ(state(r, pcr, HashAlg::sha1), PcrState::capped) << pcr << values;
      EXPECT_EQ(state(r, pcr), PcrState::match) << pcr << values;
    }
    EXPECT_EQ(testing::codes(r.findings), "") << values;
  }
}

TEST(PcrCheck, only_sha1_is_ever_capped) {
  EventLogBuilder log;
  log.event(0, EV_S_CRTM_VERSION, "1.0").separators();
  GoodBoot boot("server-1", log);
  for (unsigned pcr = 0; pcr < 8; ++pcr) boot.pcrs.extend_digest(pcr, Digest(HashAlg::sha256));
  boot.quote_again({});
  EXPECT_EQ(state(look(boot), 0), PcrState::mismatch);
}

class WithIma : public ::testing::Test {
 protected:
  WithIma() {
    const auto bytes =
        testing::ima::LogBuilder().ng("boot_aggregate").ng("/init").ng("/bin/sh").bytes();
    bytes::Budget budget;
    const auto log = formats::ima::parse_ima_log(bytes::Reader(bytes), budget).value();
    for (std::size_t i = 0; i < 2; ++i) boot.pcrs.extend(10, log.entries[i].template_data);
    boot.files["boot/ima.log"] = bytes;
  }
  static QuoteOptions quote() {
    return over({{HashAlg::sha256, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}}});
  }
  GoodBoot boot;
};

TEST_F(WithIma, a_prefix_of_the_log_explains_pcr_10) {
  boot.quote_again(quote());
  for (const bool values : {true, false}) {
    if (!values) boot.files.erase("boot/pcrs.json");
    const auto r = look(boot);
    EXPECT_EQ(state(r, 10), PcrState::match) << values;
    ASSERT_TRUE(r.pcrs.ima);
    EXPECT_EQ(r.pcrs.ima->covered, 2U);
    EXPECT_EQ(r.pcrs.ima->uncovered, 1U);
    EXPECT_EQ(testing::codes(r.findings), "") << values;
  }
}

TEST_F(WithIma, a_log_that_was_never_measured_explains_nothing) {
  boot.pcrs.extend(10, testing::text_bytes("another entry"));
  boot.quote_again(quote());
  const auto r = look(boot);
  EXPECT_EQ(state(r, 10), PcrState::mismatch);
  EXPECT_EQ(testing::codes(r.findings), "boot.ima.mismatch");
}

TEST(PcrCheck, names_are_those_of_the_json_contract) {
  const std::vector<std::pair<PcrState, std::string_view>> kNames{
      {PcrState::match, "match"},         {PcrState::mismatch, "mismatch"},
      {PcrState::capped, "capped"},       {PcrState::not_quoted, "not-quoted"},
      {PcrState::no_events, "no-events"}, {PcrState::not_covered, "not-covered"}};
  for (const auto& [value, text] : kNames) EXPECT_EQ(name(value), text);
}

}  // namespace
}  // namespace assay::inspect::boot
