#include "inspect/boot/log_findings.h"

#include <gtest/gtest.h>

#include "support/boot_builder.h"
#include "support/mutate.h"

namespace assay::inspect::boot {
namespace {

using namespace formats::tcg;
using testing::EventLogBuilder;
using testing::GoodBoot;
using testing::HashAlg;
using testing::hex_bytes;
using testing::text_bytes;

BootResult look(const GoodBoot& boot) {
  static crypto::HashEngine hash;
  return inspect_boot(boot.evidence(), boot.context(hash));
}

const evidence::Finding& find(const BootResult& r, std::string_view code) {
  for (const auto& f : r.findings)
    if (f.code == code) return f;
  throw std::runtime_error("no finding " + std::string(code) +
                           " in: " + testing::codes(r.findings));
}

TEST(LogFindings, words_that_were_not_measured_are_named_with_event_and_offset) {
  EventLogBuilder log = GoodBoot::default_log();
  log.event(5, EV_EFI_ACTION, text_bytes("Calling EFI Application"), text_bytes("something else"));
  const auto r = look(GoodBoot("s", log));
  const auto& f = find(r, "boot.event.mismatch");
  EXPECT_EQ(f.subject, "PCR 5");
  ASSERT_EQ(f.cites.size(), 1U);
  EXPECT_EQ(f.cites[0].artefact, "boot/eventlog.bin");
  EXPECT_TRUE(f.cites[0].at.starts_with("event ")) << f.cites[0].at;
  EXPECT_NE(f.cites[0].at.find("offset "), std::string::npos);
  EXPECT_EQ(testing::codes(r.findings), "boot.event.mismatch")
      << "replay cannot see it, so no other finding may";
}

TEST(LogFindings, many_lies_are_counted_in_a_finding_of_their_own) {
  EventLogBuilder log = GoodBoot::default_log();
  for (int i = 0; i < 25; ++i)
    log.event(5, EV_EFI_ACTION, text_bytes("lie " + std::to_string(i)), text_bytes("truth"));
  const auto r = look(GoodBoot("s", log));
  std::size_t told = 0;
  for (const auto& f : r.findings) told += f.code == "boot.event.mismatch" ? 1U : 0U;
  EXPECT_EQ(told, 21U);
  EXPECT_EQ(r.findings[20].subject, "event log");
  EXPECT_TRUE(r.findings[20].why.starts_with("5 more events")) << r.findings[20].why;
}

TEST(LogFindings, an_empty_log_a_missing_one_and_a_fragment_are_three_things) {
  GoodBoot empty;
  empty.files["boot/eventlog.bin"].clear();
  EXPECT_TRUE(testing::has_code(look(empty).findings, "boot.log.empty"));
  GoodBoot header_alone;
  header_alone.files["boot/eventlog.bin"] = EventLogBuilder().bytes();
  EXPECT_TRUE(testing::has_code(look(header_alone).findings, "boot.log.empty"));
  GoodBoot missing;
  missing.files.erase("boot/eventlog.bin");
  EXPECT_EQ(testing::codes(look(missing).findings), "boot.log.missing");
  EventLogBuilder fragment;
  fragment.event(4, EV_EFI_ACTION, "Calling EFI Application from Boot Option");
  EXPECT_TRUE(testing::has_code(look(GoodBoot("s", fragment)).findings, "boot.log.fragment"));
}

TEST(LogFindings, a_cut_log_is_malformed_at_its_place_and_what_came_before_is_kept) {
  GoodBoot boot;
  auto& log = boot.files["boot/eventlog.bin"];
  log.resize(log.size() - 3);
  const auto r = look(boot);
  ASSERT_TRUE(r.log && r.log->broken);
  const auto& f = find(r, "artefact.malformed");
  EXPECT_EQ(f.subject, "boot/eventlog.bin");
  EXPECT_NE(f.why.find("offset"), std::string::npos) << f.why;
  EXPECT_GT(r.log->events.size(), 10U);
}

TEST(LogFindings, a_separator_in_disguise_is_doubtful) {
  EventLogBuilder log;
  log.event(0, EV_S_CRTM_VERSION, "1.0").separators(0, 6);
  log.event(7, EV_EFI_VARIABLE_BOOT, text_bytes("not a separator"), hex_bytes("00000000"));
  EXPECT_TRUE(testing::has_code(look(GoodBoot("s", log)).findings, "boot.event.type-doubtful"));
}

TEST(LogFindings, secure_boot_is_read_only_from_what_was_measured) {
  EventLogBuilder off;
  off.event(0, EV_S_CRTM_VERSION, "1.0")
      .variable(EV_EFI_VARIABLE_DRIVER_CONFIG, "SecureBoot", hex_bytes("00"))
      .separators();
  const auto r = look(GoodBoot("s", off));
  EXPECT_EQ(r.facts.secure_boot, false);
  EXPECT_EQ(testing::codes(r.findings), "boot.secure-boot.off");

  // The words say on, the digest is of off.
  EventLogBuilder lie;
  lie.event(0, EV_S_CRTM_VERSION, "1.0");
  lie.event(7, EV_EFI_VARIABLE_DRIVER_CONFIG, testing::variable_data("SecureBoot", hex_bytes("01")),
            testing::variable_data("SecureBoot", hex_bytes("00")));
  lie.separators();
  const auto lied = look(GoodBoot("s", lie));
  EXPECT_NE(lied.facts.secure_boot, true);
  EXPECT_TRUE(testing::has_code(lied.findings, "boot.event.mismatch"));
}

TEST(LogFindings, a_log_without_a_quote_is_no_proof) {
  GoodBoot boot;
  for (const char* path : {"boot/quote.msg", "boot/quote.sig", "boot/pcrs.json"})
    boot.files.erase(path);
  EXPECT_TRUE(testing::has_code(look(boot).findings, "boot.quote.missing"));
}

TEST(PcrList, reads_as_a_person_says_it) {
  EXPECT_EQ(pcr_list({}), "");
  EXPECT_EQ(pcr_list({7}), "7");
  EXPECT_EQ(pcr_list({0, 4}), "0 and 4");
  EXPECT_EQ(pcr_list({0, 4, 7}), "0, 4 and 7");
}

}  // namespace
}  // namespace assay::inspect::boot
