#include "appraise/appraise_server.h"

#include <gtest/gtest.h>

#include "appraise/fleet.h"
#include "evidence/intake.h"
#include "reference/learn.h"
#include "support/boot_builder.h"

namespace assay::appraise {
namespace {

using namespace formats::tcg;
using evidence::FindingStatus;
using testing::codes;
using testing::EventLogBuilder;
using testing::GoodBoot;
using testing::HashAlg;
using testing::text_bytes;

// A policy that trusts the enroller of `boot`, an appraiser who holds its nonce.
Inputs inputs_for(const GoodBoot& boot) {
  Inputs in;
  in.policy.enrollers = boot.enrollers;
  in.nonces[boot.server] = boot.nonces;
  in.nonces_given = true;
  in.as_of = base::parse_rfc3339("2026-06-01").value();
  return in;
}

ServerAppraisal appraise(const GoodBoot& boot, const Inputs& in,
                         const evidence::Bundle* bundle = nullptr) {
  static crypto::HashEngine hash;
  std::vector<ServerAppraisal> servers;
  servers.push_back(appraise_server(bundle != nullptr ? *bundle : boot.bundle(), in, hash));
  return finish_fleet(std::move(servers), in).servers.front();
}

reference::Reference reference_of(const GoodBoot& boot, const std::string& name = "golden") {
  crypto::HashEngine hash;
  reference::BootLearner learner(name);
  const auto result = inspect::boot::inspect_boot(boot.evidence(), boot.context(hash));
  learner.add(boot.server, result).value();
  return std::move(learner).finish().value();
}

TEST(AppraiseServer, a_healthy_boot_is_affirmed) {
  const GoodBoot boot;
  const auto s = appraise(boot, inputs_for(boot));
  EXPECT_EQ(codes(s.findings), "");
  EXPECT_EQ(s.verdict, Verdict::affirmed);
  EXPECT_EQ(s.disciplines[0], Verdict::affirmed);
  EXPECT_TRUE(s.boot.fresh && s.boot.ak_bound && s.boot.quote_valid);
  EXPECT_EQ(s.boot.kernel_command_line, "root=/dev/vda1 ro quiet");
}

// Missing evidence never affirms: every artefact taken away alone and in pairs.
TEST(AppraiseServer, whatever_is_missing_it_is_not_affirmed) {
  const GoodBoot whole;
  const Inputs in = inputs_for(whole);
  const std::vector<std::string> kNeeded{"boot/eventlog.bin", "boot/quote.msg", "boot/quote.sig",
                                         "boot/ak.tpmt", "boot/enrolment.json"};
  for (std::size_t i = 0; i < kNeeded.size(); ++i)
    for (std::size_t j = i; j < kNeeded.size(); ++j) {
      GoodBoot boot = whole;
      boot.files.erase(kNeeded[i]);
      boot.files.erase(kNeeded[j]);
      const auto s = appraise(boot, in);
      EXPECT_NE(s.verdict, Verdict::affirmed) << kNeeded[i] << " " << kNeeded[j];
      EXPECT_FALSE(s.findings.empty());
    }
  // The values are a help and no proof: the log alone reproduces what was signed.
  GoodBoot without_values = whole;
  without_values.files.erase("boot/pcrs.json");
  EXPECT_EQ(appraise(without_values, in).verdict, Verdict::affirmed);
}

TEST(AppraiseServer, nothing_at_all_is_no_evidence) {
  const GoodBoot boot;
  evidence::Bundle empty;
  empty.server = boot.server;
  EXPECT_EQ(appraise(boot, inputs_for(boot), &empty).verdict, Verdict::no_evidence);
  evidence::Bundle board_alone;
  board_alone.server = boot.server;
  evidence::take(board_alone, "board/front.jpg", text_bytes("x"));
  const auto s = appraise(boot, inputs_for(boot), &board_alone);
  EXPECT_EQ(s.verdict, Verdict::no_evidence);
  EXPECT_EQ(s.not_appraised, std::vector<std::string>{"board"});
}

TEST(AppraiseServer, a_policy_cannot_lower_what_blocks) {
  GoodBoot boot;
  boot.files.erase("boot/enrolment.json");
  Inputs in = inputs_for(boot);
  in.policy.severities["boot.ak.unbound"] = evidence::Severity::info;
  const auto s = appraise(boot, in);
  EXPECT_EQ(s.findings.at(0).severity, evidence::Severity::info);
  EXPECT_EQ(s.verdict, Verdict::warning);
}

TEST(AppraiseServer, another_servers_nonce_does_not_make_it_fresh) {
  const GoodBoot boot;
  Inputs in = inputs_for(boot);
  in.nonces.clear();
  in.nonces["server-2"] = boot.nonces;
  const auto s = appraise(boot, in);
  EXPECT_EQ(codes(s.findings), "boot.freshness.unproven");
  EXPECT_FALSE(s.boot.fresh);
}

TEST(AppraiseServer, the_words_that_changed_are_told_with_their_event) {
  const GoodBoot golden;
  const GoodBoot boot("server-1", GoodBoot::default_log("root=/dev/vda1 ro quiet init=/bin/sh"));
  Inputs in = inputs_for(boot);
  in.references.push_back(reference_of(golden));
  const auto s = appraise(boot, in);
  ASSERT_EQ(codes(s.findings), "boot.command-line.changed");
  const auto& f = s.findings[0];
  EXPECT_NE(f.why.find("`init=/bin/sh` was added (event "), std::string::npos) << f.why;
  EXPECT_EQ(f.subject, "PCR 8");
  EXPECT_NE(f.cites.at(0).at.find("offset"), std::string::npos);
  EXPECT_EQ(s.verdict, Verdict::contraindicated);
  EXPECT_FALSE(s.boot.matches_reference);
}

class Changed : public ::testing::Test {
 protected:
  Changed() : boot("server-1", log("the new kernel")), in(inputs_for(boot)) {
    in.references.push_back(reference_of(GoodBoot("server-1", log("the kernel"))));
    change.id = "c-1";
    change.servers = {"server-*"};
    change.from = base::parse_rfc3339("2026-05-01").value();
    change.to = base::parse_rfc3339("2026-07-01").value();
    change.codes = {"boot.file.changed"};
    change.new_digests = {
        crypto::HashEngine().hash(HashAlg::sha256, text_bytes("the new kernel")).hex()};
    change.ticket = "T-9";
    change.by = "ann";
  }
  static EventLogBuilder log(std::string_view kernel) {
    EventLogBuilder out;
    out.event(0, EV_S_CRTM_VERSION, "1.0");
    out.variable(EV_EFI_VARIABLE_DRIVER_CONFIG, "SecureBoot", testing::hex_bytes("01"))
        .separators();
    out.event(9, EV_IPL, text_bytes("/vmlinuz"), bytes::as_bytes(kernel));
    return out;
  }
  ServerAppraisal look() {
    in.changes = {change};
    return appraise(boot, in);
  }
  GoodBoot boot;
  Inputs in;
  reference::ChangeRecord change;
};

TEST_F(Changed, a_planned_change_explains_and_does_not_hide) {
  const auto s = look();
  ASSERT_EQ(codes(s.findings), "boot.file.changed");
  EXPECT_EQ(s.findings[0].status, FindingStatus::explained);
  EXPECT_EQ(s.findings[0].explained_by, "change c-1 (T-9, by ann)");
  EXPECT_EQ(s.verdict, Verdict::affirmed);
}

TEST_F(Changed, outside_its_window_servers_codes_or_digests_it_explains_nothing) {
  const auto good = change;
  const auto open = [&] { return look().findings.at(0).status == FindingStatus::open; };
  change.to = base::parse_rfc3339("2026-05-02").value();
  EXPECT_TRUE(open());
  change = good;
  change.servers = {"web-*"};
  EXPECT_TRUE(open());
  change = good;
  change.codes = {"boot.loader.changed"};
  EXPECT_TRUE(open());
  change = good;
  change.new_digests = {std::string(64, 'a')};
  EXPECT_TRUE(open());
  change = good;
  EXPECT_FALSE(open());
}

TEST_F(Changed, the_suspect_does_not_choose_the_moment) {
  // The change is over; an unsigned manifest claims a time inside its window.
  in.as_of = base::parse_rfc3339("2026-09-01").value();
  auto bundle = boot.bundle();
  bundle.manifest.emplace();
  bundle.manifest->server = boot.server;
  bundle.manifest->collected = base::parse_rfc3339("2026-06-01").value();
  in.changes = {change};
  EXPECT_EQ(appraise(boot, in, &bundle).findings.at(0).status, FindingStatus::open);
}

TEST(References, one_that_holds_no_more_is_said_and_never_affirms) {
  const GoodBoot boot;
  Inputs in = inputs_for(boot);
  in.references.push_back(reference_of(boot));
  EXPECT_EQ(appraise(boot, in).verdict, Verdict::affirmed);
  in.references[0].valid_to = base::parse_rfc3339("2026-01-01");
  const auto s = appraise(boot, in);
  EXPECT_EQ(codes(s.findings), "boot.reference.incomparable");
  EXPECT_EQ(s.verdict, Verdict::warning);
}

TEST(References, quoting_another_bank_does_not_avoid_the_comparison) {
  Inputs in;
  {
    const GoodBoot golden;
    in = inputs_for(golden);
    in.references.push_back(reference_of(golden));
  }
  EventLogBuilder sha1({HashAlg::sha1});
  sha1.event(0, EV_S_CRTM_VERSION, "anything")
      .variable(EV_EFI_VARIABLE_DRIVER_CONFIG, "SecureBoot", testing::hex_bytes("01"));
  sha1.separators();
  testing::QuoteOptions o;
  o.selection = {{HashAlg::sha1, {0, 1, 2, 3, 4, 5, 6, 7}}};
  const GoodBoot boot("server-1", sha1, o);
  in.policy.enrollers = boot.enrollers;
  const auto s = appraise(boot, in);
  EXPECT_EQ(codes(s.findings), "boot.reference.incomparable");
  EXPECT_NE(s.verdict, Verdict::affirmed);
}

TEST(References, only_those_that_the_policy_names_are_used) {
  const GoodBoot boot;
  Inputs in = inputs_for(boot);
  in.references.push_back(reference_of(boot, "right"));
  in.references.push_back(reference_of(GoodBoot("x", GoodBoot::default_log("other")), "wrong"));
  in.policy.rules.push_back({{"server-*"}, {"wrong"}, {}});
  EXPECT_EQ(codes(appraise(boot, in).findings), "boot.command-line.changed");
  in.policy.rules.push_back({{"server-1"}, {"right"}, {}});
  EXPECT_EQ(codes(appraise(boot, in).findings), "");
}

TEST(Quirks, a_lie_that_the_known_good_server_tells_too_is_a_quirk) {
  EventLogBuilder log = GoodBoot::default_log();
  log.event(5, EV_EFI_ACTION, text_bytes("Calling EFI Application"),
            text_bytes("what it really measured"));
  const GoodBoot boot("server-1", log);
  Inputs in = inputs_for(boot);
  EXPECT_EQ(codes(appraise(boot, in).findings), "boot.event.mismatch");
  in.references.push_back(reference_of(boot));
  const auto s = appraise(boot, in);
  EXPECT_EQ(codes(s.findings), "boot.event.quirk");
  EXPECT_EQ(s.verdict, Verdict::affirmed);
}

TEST(Unexplained, where_the_log_is_as_expected_it_is_critical) {
  GoodBoot boot;
  Inputs in = inputs_for(boot);
  in.references.push_back(reference_of(boot));
  boot.pcrs.extend(0, text_bytes("later"));
  boot.quote_again({});
  const auto s = appraise(boot, in);
  ASSERT_EQ(codes(s.findings), "boot.pcr.unexplained");
  EXPECT_EQ(s.findings[0].severity, evidence::Severity::critical);
  in.references.clear();
  EXPECT_EQ(appraise(boot, in).findings.at(0).severity, evidence::Severity::warning)
      << "alone it may be a quirk";
}

}  // namespace
}  // namespace assay::appraise
