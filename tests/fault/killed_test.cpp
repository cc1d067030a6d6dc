// kill -9 at every system call from the moment at which a verb begins to write: the old file stays
// whole or the new one is there whole, and what is left beside it is never taken for evidence.
#include "support/killed.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

#include "appraise/audit_run.h"
#include "base/filesystem.h"
#include "support/boot_builder.h"
#include "support/mutate.h"
#include "support/process.h"

namespace assay {
namespace {

namespace stdfs = std::filesystem;

const std::string kNode = std::string(ASSAY_SOURCE_DIR) + "/samples/fleet/node-01";
const base::Bytes kOld = testing::text_bytes("what stood here before");

std::vector<std::string> names_in(const stdfs::path& folder) {
  std::vector<std::string> out;
  for (const auto& e : stdfs::directory_iterator(folder))
    out.push_back(e.path().filename().string());
  std::ranges::sort(out);
  return out;
}

bool unfinished(const std::string& name) { return name.starts_with(base::kUnfinishedPrefix); }

struct Verb {
  std::string name;
  std::vector<std::string> arguments;
  std::string file;  ///< what it writes
  bool replaces;     ///< an older file; else it refuses to
};

class KilledVerb : public ::testing::TestWithParam<Verb> {
 protected:
  // Runs the verb beside an old file and a server's evidence; false where tracing is forbidden.
  bool run(const stdfs::path& folder, const std::function<bool(std::size_t)>& stop) {
    if (GetParam().replaces) put_old(folder);
    last_ = testing::run_killed(GetParam().arguments, folder, stop);
    return last_.traced;
  }
  void put_old(const stdfs::path& folder) const {
    ASSERT_TRUE(base::PosixFileSystem().write_atomically(folder / GetParam().file, kOld));
  }
  testing::Killed last_;
};

TEST_P(KilledVerb, leaves_the_old_file_or_the_new_one_and_nothing_that_looks_like_evidence) {
  const Verb& verb = GetParam();
  const testing::ScratchFolder once;
  // Once to its end: what it writes, and from which call on something lies beside the file.
  std::size_t first = 0;
  const bool traced = run(once.path(), [&](std::size_t call) {
    if (first == 0 && std::ranges::any_of(names_in(once.path()), unfinished)) first = call;
    return false;
  });
  if (!traced) GTEST_SKIP() << "this machine forbids tracing";
  ASSERT_TRUE(last_.ended);
  ASSERT_LE(last_.exit, 1);
  ASSERT_GT(first, 0U) << "nothing was written beside the file";
  const base::Bytes whole = testing::read_file((once.path() / verb.file).string());
  EXPECT_EQ(names_in(once.path()), std::vector<std::string>{verb.file});

  bool left_something = false;
  bool finished = false;
  for (std::size_t at = first; !finished; ++at) {
    ASSERT_LT(at, first + 5000);
    const testing::ScratchFolder folder;
    stdfs::create_directories(folder.path() / "web-1" / "boot");
    std::ofstream(folder.path() / "web-1" / "boot" / "nonce") << "x";
    ASSERT_TRUE(run(folder.path(), [&](std::size_t call) { return call >= at; }));
    finished = last_.ended;
    const auto names = names_in(folder.path());
    const bool there = std::ranges::find(names, verb.file) != names.end();
    ASSERT_TRUE(there || !verb.replaces) << at;
    if (there) {
      const auto now = testing::read_file((folder.path() / verb.file).string());
      // A key is another one each time, but as long.
      ASSERT_TRUE(verb.replaces ? now == whole || now == kOld : now.size() == whole.size()) << at;
    }
    for (const auto& name : names)
      ASSERT_TRUE(name == verb.file || name == "web-1" || unfinished(name)) << name << at;
    left_something = left_something || std::ranges::any_of(names, unfinished);
    auto found = appraise::find_evidence(base::PosixFileSystem(), {folder.path().string()});
    std::erase(found, (folder.path() / verb.file).string());
    ASSERT_EQ(found, std::vector<std::string>{(folder.path() / "web-1").string()}) << at;
  }
  EXPECT_TRUE(left_something) << "no kill struck while the file was half written";
}

INSTANTIATE_TEST_SUITE_P(
    Each, KilledVerb,
    ::testing::Values(
        Verb{"audit_html",
             {"audit", kNode, "--html", "report.html", "--jobs", "1", "--as-of",
              "2026-11-26T00:00:00Z"},
             "report.html",
             true},
        Verb{"learn", {"learn", kNode, "-o", "reference.toml"}, "reference.toml", true},
        Verb{"pack", {"pack", kNode, "-o", "node.evidence"}, "node.evidence", true},
        Verb{"key_new", {"key", "new", "me", "-o", "key"}, "key", false}),
    [](const auto& verb) { return verb.param.name; });

}  // namespace
}  // namespace assay
