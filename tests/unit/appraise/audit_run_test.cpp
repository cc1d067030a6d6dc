#include "appraise/audit_run.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

#include "support/mutate.h"

namespace assay::appraise {
namespace {

namespace stdfs = std::filesystem;

class FindEvidence : public ::testing::Test {
 protected:
  FindEvidence()
      : root(stdfs::temp_directory_path() / ("assay-find-" + std::to_string(::getpid()))) {
    stdfs::remove_all(root);
    stdfs::create_directories(root);
  }
  ~FindEvidence() override { stdfs::remove_all(root); }
  void file(const std::string& path) {
    stdfs::create_directories((root / path).parent_path());
    std::ofstream(root / path) << "x";
  }
  std::vector<std::string> find(const std::string& start = "") {
    std::vector<std::string> out;
    for (const auto& path : find_evidence(base::PosixFileSystem(), {(root / start).string()}))
      out.push_back(stdfs::relative(path, root).string());
    return out;
  }
  stdfs::path root;
};

TEST_F(FindEvidence, servers_are_found_however_deep_the_site_is_sorted) {
  file("berlin/rack-1/web-1/manifest.json");
  file("berlin/rack-1/web-2/boot/eventlog.bin");
  file("berlin/web-3.evidence");
  file("berlin/README.md");
  file("oslo/binary_bios_measurements");
  file(".hidden/web-4/manifest.json");
  EXPECT_EQ(find(), (std::vector<std::string>{"berlin/rack-1/web-1", "berlin/rack-1/web-2",
                                              "berlin/web-3.evidence", "oslo"}));
}

TEST_F(FindEvidence, a_name_that_says_nothing_leaves_it_to_the_content) {
  stdfs::create_directories(root / "dumps");
  std::ofstream(root / "dumps/539D984915EE") << "# dmidecode 3.3\nSMBIOS 3.0.0 present.\n";
  std::ofstream(root / "dumps/notes") << "nothing that a server said\n";
  EXPECT_EQ(find(), (std::vector<std::string>{"dumps/539D984915EE"}));
}

TEST_F(FindEvidence, a_folder_with_nothing_known_is_told_and_not_skipped) {
  file("notes/README.md");
  EXPECT_EQ(find(), (std::vector<std::string>{"."}));
}

TEST_F(FindEvidence, links_lead_nowhere) {
  file("real/manifest.json");
  stdfs::create_directory_symlink(root, root / "real2");
  EXPECT_EQ(find(), (std::vector<std::string>{"real"}));
}

TEST(Audit, reads_on_where_one_path_cannot_be_read) {
  const std::string good = std::string(ASSAY_SOURCE_DIR) + "/samples/fleet/node-01";
  std::atomic<std::size_t> calls{0};
  const auto run =
      audit(base::PosixFileSystem(), {good, "/does/not/exist", good + "/boot/eventlog.bin"}, {}, 2,
            [&](std::size_t) { ++calls; });
  ASSERT_EQ(run.fleet.servers.size(), 3U);
  EXPECT_EQ(calls, 3U);
  EXPECT_EQ(run.fleet.servers[0].id, "node-01");
  EXPECT_EQ(run.fleet.servers[1].id, "exist");
  EXPECT_EQ(run.fleet.servers[1].verdict, Verdict::no_evidence);
  EXPECT_EQ(run.fleet.servers[1].findings.at(0).code, "artefact.unreadable");
  EXPECT_EQ(run.fleet.servers[2].id, "eventlog.bin");
  ASSERT_EQ(run.unreadable.size(), 1U);
  EXPECT_EQ(run.unreadable[0].file, "/does/not/exist");
}

TEST(Audit, is_the_same_with_any_number_of_threads) {
  const std::string fleet = std::string(ASSAY_SOURCE_DIR) + "/samples/fleet";
  const base::PosixFileSystem fs;
  const auto paths = find_evidence(fs, {fleet});
  ASSERT_EQ(paths.size(), 13U);
  const auto ignore = [](std::size_t) {};
  const auto one = audit(fs, paths, {}, 1, ignore);
  const auto many = audit(fs, paths, {}, 8, ignore);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    EXPECT_EQ(one.fleet.servers[i].id, many.fleet.servers[i].id);
    EXPECT_EQ(one.fleet.servers[i].findings, many.fleet.servers[i].findings);
    EXPECT_EQ(one.fleet.servers[i].verdict, many.fleet.servers[i].verdict);
  }
}

// An audit for a report, of one server's evidence in a folder of its own.
class Timelines : public FindEvidence {
 protected:
  Timelines() {
    stdfs::copy(std::string(ASSAY_SOURCE_DIR) + "/samples/fleet/node-06", root / "node-06",
                stdfs::copy_options::recursive);
    in.timelines = true;
    run.emplace(audit(fs, {(root / "node-06").string()}, in, 1, [](std::size_t) {}));
  }
  // Replaces a file of the evidence, read-only as a sample may be.
  void put(const std::string& path, bytes::ByteSpan bytes) const {
    ASSERT_TRUE(fs.write_atomically(root / "node-06" / path, bytes));
  }
  std::optional<Timeline> timeline() {
    add_timelines(fs, in, 1, std::vector<std::size_t>{0}, run->fleet);
    return run->fleet.servers.front().timeline;
  }
  base::PosixFileSystem fs;
  Inputs in;
  std::optional<AuditRun> run;
};

TEST_F(Timelines, are_made_of_the_servers_asked_for_with_the_findings_that_cite_their_events) {
  auto& server = run->fleet.servers.front();
  EXPECT_FALSE(server.timeline) << "an audit alone keeps none: a fleet's would fill the memory";
  add_timelines(fs, in, 1, {}, run->fleet);
  EXPECT_FALSE(server.timeline);
  const auto t = timeline();
  ASSERT_TRUE(t);
  EXPECT_EQ(t->events.size(), server.boot.events);
  EXPECT_EQ(t->bank, "sha256");
  for (const auto& e : t->events)
    for (const std::size_t f : e.findings)
      EXPECT_TRUE(std::ranges::any_of(server.findings.at(f).cites, [&](const auto& cite) {
        return cite.at.starts_with("event " + std::to_string(e.number) + ",");
      })) << e.number;
}

TEST_F(Timelines, are_not_made_of_evidence_that_is_no_longer_what_was_appraised) {
  auto log = fs.read(root / "node-06/boot/eventlog.bin", 1U << 24U).value();
  const auto good = log;
  log.back() ^= std::byte{1};
  put("boot/eventlog.bin", log);
  EXPECT_FALSE(timeline());
  put("boot/eventlog.bin", good);
  EXPECT_TRUE(timeline());
  run->fleet.servers.front().timeline.reset();
  stdfs::remove_all(root / "node-06");
  EXPECT_FALSE(timeline());
}

TEST_F(Timelines, without_a_log_hold_what_the_tpm_signed) {
  stdfs::remove(root / "node-06/boot/eventlog.bin");
  run.emplace(audit(fs, {(root / "node-06").string()}, in, 1, [](std::size_t) {}));
  const auto t = timeline();
  ASSERT_TRUE(t);
  EXPECT_TRUE(t->events.empty());
  EXPECT_EQ(t->bank, "sha256");
  EXPECT_FALSE(t->pcrs.empty());
}

}  // namespace
}  // namespace assay::appraise
