// An import that is killed at any moment: the index opens, holds whole batches, and importing again
// gives what an undisturbed import gives.
#include <csignal>
#include <filesystem>
#include <gtest/gtest.h>

#include "support/killed.h"
#include "support/process.h"

namespace assay::testing {
namespace {

constexpr const char* kContent =
    "SELECT s.id, f.name, f.value, p.name, h.serial, h.since, h.until FROM holdings h JOIN servers "
    "s "
    "USING (server) JOIN facts f USING (fact) JOIN places p USING (place) ORDER BY ALL";

std::string content(const std::filesystem::path& folder, const std::string& fleet) {
  const Ran ran = run_assay({"fleet", "sql", kContent, "--fleet", fleet, "--csv"}, folder);
  EXPECT_EQ(ran.exit, 0) << ran.err;
  return ran.out;
}

TEST(FleetImport, killed_at_any_moment_it_goes_on_where_it_was) {
  const ScratchFolder scratch;
  ASSERT_EQ(run_shell("assay simulate -o sim --servers 300 --seed 5 && "
                      "assay fleet import sim --fleet whole",
                      scratch.path())
                .exit,
            0);
  const auto expected = content(scratch.path(), "whole");
  ASSERT_GT(expected.size(), 10'000U);
  for (const char* seconds : {"0.02", "0.05", "0.1", "0.2", "0.3", "0.5", "0.8"}) {
    const std::string fleet = std::string("killed-") + seconds;
    // What timeout kills ends with 137, what was quicker with 0.
    const Ran killed =
        run_shell("timeout -s KILL " + std::string(seconds) + " assay fleet import sim --fleet " +
                      fleet + " --batch 20; [ $? = 137 ] || [ $? = 0 ] || true",
                  scratch.path());
    ASSERT_EQ(killed.exit, 0) << killed.err;
    const Ran again = run_assay({"fleet", "import", "sim", "--fleet", fleet}, scratch.path());
    ASSERT_EQ(again.exit, 0) << seconds << ": " << again.err;
    EXPECT_EQ(content(scratch.path(), fleet), expected) << seconds;
  }
}

// kill -9 at every third system call, to be quick, from where the index's folder holds anything
// until the index has its name.
TEST(FleetImport, killed_while_it_makes_the_index_it_makes_it_again) {
  const ScratchFolder scratch;
  ASSERT_EQ(run_shell("assay simulate -o sim --servers 2 --seed 5", scratch.path()).exit, 0);
  bool named = false;
  std::size_t tried = 0;
  for (; !named; tried += 3) {
    ASSERT_LT(tried, 2000U);
    const auto fleet = scratch.path() / "f";
    std::filesystem::remove_all(fleet);
    std::size_t from = 0;
    const auto killed =
        run_killed({"fleet", "import", "sim", "--fleet", "f"}, scratch.path(), [&](std::size_t n) {
          std::error_code none;
          if (from == 0 && std::filesystem::exists(fleet) &&
              !std::filesystem::is_empty(fleet, none))
            from = n;
          return from != 0 && n >= from + tried;
        });
    if (!killed.traced) GTEST_SKIP() << "this machine forbids tracing";
    ASSERT_FALSE(killed.ended);
    named = std::filesystem::exists(fleet / "index.duckdb");
    const Ran again = run_assay({"fleet", "import", "sim", "--fleet", "f"}, scratch.path());
    ASSERT_EQ(again.exit, 0) << tried << ": " << again.err;
  }
  EXPECT_GT(tried, 20U);
}

TEST(FleetImport, a_file_that_may_not_grow_is_an_error_and_the_index_stays_whole) {
  const ScratchFolder scratch;
  ASSERT_EQ(run_shell("assay simulate -o one --servers 20 --seed 6 && "
                      "assay simulate -o more --servers 600 --seed 7 && "
                      "assay fleet import one --fleet f",
                      scratch.path())
                .exit,
            0);
  const auto expected = content(scratch.path(), "f");
  // A megabyte and a half, in the blocks of 512 bytes that ulimit counts by.
  const Ran full =
      run_shell("trap '' XFSZ; ulimit -f 3000; assay fleet import more --fleet f", scratch.path());
  EXPECT_EQ(full.exit, 2) << full.out;
  EXPECT_NE(full.err.find("assay: "), std::string::npos) << full.err;
  EXPECT_EQ(content(scratch.path(), "f"), expected);
  EXPECT_EQ(run_assay({"fleet", "import", "more", "--fleet", "f"}, scratch.path()).exit, 0);
}

TEST(FleetImport, a_second_import_is_told_who_holds_the_index) {
  const ScratchFolder scratch;
  const Ran ran = run_shell(
      "assay simulate -o sim --servers 400 --seed 8 && mkfifo hold && "
      "assay fleet import sim --fleet f > first.out & first=$!; "
      "for i in $(seq 200); do [ -e f/index.duckdb ] && break; sleep 0.02; done; sleep 0.1; "
      "assay fleet import sim --fleet f 2> second.err; code=$?; wait $first; cat second.err >&2; "
      "exit $code",
      scratch.path());
  // Where the first was quick, the second found nothing to do: either way nobody waits or breaks.
  if (ran.exit == 0) GTEST_SKIP() << "the first import ended too early";
  EXPECT_EQ(ran.exit, 2);
  EXPECT_NE(ran.err.find("the index is in use by process"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace assay::testing
