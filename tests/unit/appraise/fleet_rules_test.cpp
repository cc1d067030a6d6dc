#include "appraise/fleet_rules.h"

#include <gtest/gtest.h>

#include "appraise/fleet.h"
#include "evidence/finding_codes.h"
#include "support/boot_builder.h"

namespace assay::appraise {
namespace {

using testing::codes;

ServerAppraisal server(std::string id) {
  ServerAppraisal s;
  s.id = std::move(id);
  s.source = "evidence/" + s.id;
  s.boot.examined = true;
  s.boot.quote_valid = true;
  return s;
}

ServerAppraisal quoted(const std::string& source, std::uint32_t reset, std::uint64_t clock,
                       std::string_view collected = {}) {
  ServerAppraisal s = server("web-1");
  s.source = source;
  s.boot.qualified_signer = "one key";
  s.boot.reset_count = reset;
  s.boot.clock = clock;
  if (!collected.empty()) s.collected = base::parse_rfc3339(collected);
  return s;
}

crypto::Digest value(std::string_view text) {
  return crypto::HashEngine().hash(crypto::HashAlg::sha256, bytes::as_bytes(text));
}

TEST(SharedIdentity, two_ids_with_one_ek_or_uuid_are_told_on_both) {
  std::vector<ServerAppraisal> fleet{server("a"), server("b"), server("c"), server("c")};
  fleet[0].boot.ek_sha256 = fleet[1].boot.ek_sha256 = "ek";
  fleet[2].boot.ek_sha256 = fleet[3].boot.ek_sha256 = "other";
  fleet[1].boot.system_uuid = fleet[2].boot.system_uuid = "uuid";
  tell_shared_identities(fleet);
  EXPECT_EQ(codes(fleet[0].findings), "identity.shared");
  EXPECT_EQ(codes(fleet[1].findings), "identity.shared identity.shared");
  EXPECT_EQ(codes(fleet[2].findings), "identity.shared");
  EXPECT_EQ(codes(fleet[3].findings), "")
      << "two collections of one server share nothing that they should not";
}

TEST(SharedIdentity, what_nobody_shows_is_not_shared) {
  std::vector<ServerAppraisal> fleet{server("a"), server("b")};
  tell_shared_identities(fleet);
  EXPECT_EQ(codes(fleet[0].findings) + codes(fleet[1].findings), "");
}

TEST(RepeatedIds, are_told) {
  std::vector<ServerAppraisal> fleet{server("a"), server("a"), server("b")};
  tell_repeated_ids(fleet);
  EXPECT_EQ(codes(fleet[0].findings), "identity.repeated");
  EXPECT_EQ(codes(fleet[2].findings), "");
}

TEST(QuotesOfOneKey, a_pcr_that_changed_within_one_boot_was_extended_later) {
  std::vector<ServerAppraisal> fleet{quoted("later", 7, 2000), quoted("earlier", 7, 1000)};
  fleet[0].boot.firmware[0].value = value("tampered");
  fleet[1].boot.firmware[0].value = value("as the firmware left it");
  fleet[0].boot.firmware[4].value = fleet[1].boot.firmware[4].value = value("same");
  fleet[0].findings.push_back(evidence::make_finding("boot.pcr.unexplained", "PCR 0", "x"));
  compare_quotes_of_one_key(fleet);
  EXPECT_EQ(codes(fleet[0].findings), "boot.pcr.extended-later")
      << "and it replaces the weaker finding";
  EXPECT_EQ(fleet[0].findings[0].subject, "PCR 0");
  EXPECT_EQ(codes(fleet[1].findings), "");
}

TEST(QuotesOfOneKey, another_boot_may_measure_something_else) {
  for (const bool restart : {false, true}) {
    std::vector<ServerAppraisal> fleet{quoted("a", 7, 1000), quoted("b", restart ? 7 : 8, 2000)};
    fleet[1].boot.restart_count = restart ? 1 : 0;
    fleet[0].boot.firmware[0].value = value("firmware 1");
    fleet[1].boot.firmware[0].value = value("firmware 2");
    compare_quotes_of_one_key(fleet);
    EXPECT_EQ(codes(fleet[0].findings) + codes(fleet[1].findings), "");
  }
}

TEST(QuotesOfOneKey, counters_that_run_backwards_show_the_old_quote) {
  std::vector<ServerAppraisal> fleet{quoted("first", 7, 1000, "2026-03-02"),
                                     quoted("second", 8, 10, "2026-03-01")};
  compare_quotes_of_one_key(fleet);
  EXPECT_EQ(codes(fleet[0].findings), "boot.clock.backwards");
  EXPECT_EQ(codes(fleet[1].findings), "");
  std::vector<ServerAppraisal> within_one_boot{quoted("a", 7, 2000, "2026-03-01"),
                                               quoted("b", 7, 1000, "2026-03-02")};
  compare_quotes_of_one_key(within_one_boot);
  EXPECT_EQ(codes(within_one_boot[1].findings), "boot.clock.backwards");
}

TEST(QuotesOfOneKey, the_boot_counter_may_wrap) {
  // A key outside the owner's hierarchies shows the counter plus a constant, which may pass zero.
  std::vector<ServerAppraisal> fleet{
      quoted("a", 0xFFFFFFFE, 1000, "2026-03-01"), quoted("b", 0xFFFFFFFF, 1000, "2026-03-02"),
      quoted("c", 0, 1000, "2026-03-03"), quoted("d", 1, 1000, "2026-03-04")};
  compare_quotes_of_one_key(fleet);
  for (const auto& s : fleet) EXPECT_EQ(codes(s.findings), "") << s.source;
  std::swap(fleet[1].collected, fleet[2].collected);
  compare_quotes_of_one_key(fleet);
  EXPECT_EQ(codes(fleet[1].findings), "boot.clock.backwards");
}

TEST(QuotesOfOneKey, hostile_counters_all_around_the_circle_have_an_order_too) {
  std::vector<ServerAppraisal> fleet;
  for (std::uint32_t i = 0; i < 64; ++i)
    fleet.push_back(quoted("s" + std::to_string(i), i * 0x55555555U, i, "2026-03-01"));
  compare_quotes_of_one_key(fleet);
  for (const auto& s : fleet) EXPECT_EQ(codes(s.findings), "");
}

TEST(QuotesOfOneKey, other_keys_are_not_compared) {
  std::vector<ServerAppraisal> fleet{quoted("a", 7, 1000, "2026-03-02"),
                                     quoted("b", 8, 10, "2026-03-01"), quoted("c", 1, 1)};
  fleet[1].boot.qualified_signer = "another";
  fleet[2].boot.qualified_signer.clear();
  compare_quotes_of_one_key(fleet);
  for (const auto& s : fleet) EXPECT_EQ(codes(s.findings), "");
}

TEST(Unexplained, a_sibling_whose_same_log_replays_makes_it_critical) {
  for (const bool same_log : {true, false}) {
    std::vector<ServerAppraisal> fleet{server("a"), server("b")};
    fleet[0].findings.push_back(evidence::make_finding("boot.pcr.unexplained", "PCR 0", "x"));
    fleet[0].boot.firmware[0] = {77, false, value("signed")};
    fleet[1].boot.firmware[0] = {same_log ? 77U : 78U, true, value("replayed")};
    weigh_unexplained_pcrs(fleet);
    EXPECT_EQ(fleet[0].findings[0].severity,
              same_log ? evidence::Severity::critical : evidence::Severity::warning);
  }
}

TEST(Unexplained, the_same_log_in_another_pcr_says_nothing) {
  std::vector<ServerAppraisal> fleet{server("a"), server("b")};
  fleet[0].findings.push_back(evidence::make_finding("boot.pcr.unexplained", "PCR 0", "x"));
  fleet[0].boot.firmware[0] = {77, false, value("signed")};
  fleet[1].boot.firmware[1] = {77, true, value("replayed")};
  weigh_unexplained_pcrs(fleet);
  EXPECT_EQ(fleet[0].findings[0].severity, evidence::Severity::warning);
}

std::vector<ServerAppraisal> with_departure(std::size_t changed, std::size_t all,
                                            bool one_server = false) {
  std::vector<ServerAppraisal> fleet;
  for (std::size_t i = 0; i < all; ++i) {
    fleet.push_back(server(one_server ? "same" : "s" + std::to_string(i)));
    fleet.back().boot.reference = "golden";
    if (i >= changed) continue;
    fleet.back().findings.push_back(
        evidence::make_finding("boot.firmware.changed", "PCR 0", "Firmware changed."));
    fleet.back().departures.push_back({0, "boot.firmware.changed|0|abc"});
  }
  return fleet;
}

TEST(Rollout, one_new_value_on_many_servers_is_one_finding_for_the_fleet) {
  auto fleet = with_departure(kRolloutServers, 10);
  const auto told = tell_rollouts(fleet);
  ASSERT_EQ(codes(told), "boot.rollout");
  EXPECT_TRUE(told[0].why.starts_with("5 of 10 servers")) << told[0].why;
  for (std::size_t i = 0; i < kRolloutServers; ++i)
    EXPECT_EQ(codes(fleet[i].findings), "boot.rollout");
}

TEST(Rollout, thresholds_hold_at_their_edges) {
  auto few = with_departure(kRolloutServers - 1, 5);
  EXPECT_EQ(codes(tell_rollouts(few)), "");
  EXPECT_EQ(codes(few[0].findings), "boot.firmware.changed");
  auto share = with_departure(5, 25);  // exactly a fifth
  EXPECT_EQ(codes(tell_rollouts(share)), "boot.rollout");
  auto rare = with_departure(5, 26);
  EXPECT_EQ(codes(tell_rollouts(rare)), "");
}

TEST(Rollout, many_collections_of_one_server_are_no_rollout) {
  auto fleet = with_departure(10, 10, true);
  EXPECT_EQ(codes(tell_rollouts(fleet)), "");
  EXPECT_EQ(fleet[0].findings[0].severity, evidence::Severity::critical);
}

TEST(Rollout, different_new_values_are_no_rollout) {
  auto fleet = with_departure(8, 8);
  for (std::size_t i = 0; i < fleet.size(); ++i) fleet[i].departures[0].key += std::to_string(i);
  EXPECT_EQ(codes(tell_rollouts(fleet)), "");
}

TEST(Finish, findings_come_worst_first_and_explained_ones_last) {
  std::vector<ServerAppraisal> fleet{server("a")};
  for (const char* code :
       {"boot.ima.violation", "boot.secure-boot.off", "boot.file.changed", "boot.loader.changed"})
    fleet[0].findings.push_back(evidence::make_finding(code, "s", "w"));
  fleet[0].findings[2].status = evidence::FindingStatus::explained;
  const auto done = finish_fleet(std::move(fleet), {});
  std::vector<std::string> order;
  for (const auto& f : done.servers[0].findings) order.push_back(f.code);
  EXPECT_EQ(order, (std::vector<std::string>{"boot.loader.changed", "boot.secure-boot.off",
                                             "boot.ima.violation", "boot.file.changed"}));
  EXPECT_EQ(done.coverage.servers, 1U);
  EXPECT_EQ(done.coverage.examined[0], 1U);
}

}  // namespace
}  // namespace assay::appraise
