#include "appraise/audit_run.h"

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

}  // namespace
}  // namespace assay::appraise
