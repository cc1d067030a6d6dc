// An audit on a disk that fails at the nth call: it goes on, says what it could not read, and
// affirms nothing whose evidence it did not see.
#include <gtest/gtest.h>

#include "appraise/audit_run.h"
#include "appraise/fleet.h"
#include "bytes/text.h"
#include "support/boot_builder.h"
#include "support/faulty_filesystem.h"
#include "support/mutate.h"

namespace assay::appraise {
namespace {

using Call = testing::FaultyFileSystem::Call;
using testing::FaultyFileSystem;

Inputs trusting() {
  Inputs in;
  in.as_of = base::parse_rfc3339("2026-11-26T00:00:00Z").value();
  in.policy.enrollers = proof::parse_verifier_keys(
                            bytes::as_chars(testing::read_source("samples/trust/enrollers.txt")))
                            .value();
  in.policy.severities["boot.freshness.unproven"] = evidence::Severity::info;
  in.policy.required = {"boot"};
  return in;
}

std::string source(const std::string& server) {
  return std::string(ASSAY_SOURCE_DIR) + "/samples/fleet/" + server;
}

class NthCall : public ::testing::TestWithParam<Call> {};

TEST_P(NthCall, each_failing_call_is_told_and_the_audit_goes_on) {
  const std::vector<std::string> paths{source("node-01"), source("node-03")};
  const Inputs in = trusting();
  const auto ignore = [](std::size_t) {};
  const auto whole = audit(base::PosixFileSystem(), paths, in, 1, ignore);
  for (const auto& s : whole.fleet.servers)
    ASSERT_EQ(s.disciplines[0], Verdict::affirmed) << testing::codes(s.findings);

  std::uint64_t n = 1;
  for (;; ++n) {
    const FaultyFileSystem fs(GetParam(), n);
    const auto run = audit(fs, paths, in, 1, ignore);
    if (!fs.struck()) break;
    ASSERT_EQ(run.fleet.servers.size(), 2U);
    std::size_t told = 0;
    for (const auto& s : run.fleet.servers) {
      if (!testing::has_code(s.findings, "artefact.unreadable")) continue;
      ++told;
      EXPECT_NE(s.verdict, Verdict::affirmed) << "call " << n;
    }
    EXPECT_EQ(told, 1U) << "call " << n;
  }
  EXPECT_GT(n, GetParam() == Call::read ? 50U : 10U) << "the fault must have struck everywhere";
}

INSTANTIATE_TEST_SUITE_P(Disk, NthCall, ::testing::Values(Call::read, Call::list));

TEST(DeadDisk, affirms_nothing) {
  for (const Call kind : {Call::read, Call::list}) {
    const FaultyFileSystem fs(kind, 1, true);
    const auto run = audit(fs, {source("node-01")}, trusting(), 2, [](std::size_t) {});
    EXPECT_NE(run.fleet.servers.at(0).verdict, Verdict::affirmed);
    EXPECT_TRUE(testing::has_code(run.fleet.servers[0].findings, "artefact.unreadable"));
  }
}

TEST(DeadDisk, a_folder_that_cannot_be_listed_is_still_a_server_without_evidence) {
  const FaultyFileSystem fs(Call::list, 1, true);
  const auto found = find_evidence(fs, {source("")});
  ASSERT_EQ(found.size(), 1U) << "told, not skipped";
  const auto run = audit(fs, found, {}, 1, [](std::size_t) {});
  EXPECT_EQ(run.fleet.servers.at(0).verdict, Verdict::no_evidence);
  EXPECT_EQ(run.unreadable.size(), 1U);
}

}  // namespace
}  // namespace assay::appraise
