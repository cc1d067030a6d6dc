// A ledger whose disk fails or whose writer is killed: no leaf that was acknowledged is lost, the
// head always verifies, and the next append goes on.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <thread>

#include "bytes/lines.h"
#include "ledger/fsck.h"
#include "ledger/reader.h"
#include "support/faulty_filesystem.h"
#include "support/killed.h"
#include "support/ledger.h"
#include "support/mutate.h"

namespace assay::ledger {
namespace {

using testing::FaultyFileSystem;
using testing::ScratchLedger;

// Whole but for what an append that was not acknowledged may have left beyond the head.
void expect_usable(const ScratchLedger& at, std::uint64_t acknowledged) {
  auto reader = Reader::open(at.fs, at.folder());
  ASSERT_TRUE(reader) << reader.error().describe();
  ASSERT_GE(reader->size(), acknowledged);
  EXPECT_EQ(reader->root(reader->size()), reader->head().head.root);
  auto writer = Writer::open(at.fs, at.folder());
  // Who was killed holds the lock until the system has buried it.
  for (int i = 0; !writer && i < 100; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    writer = Writer::open(at.fs, at.folder());
  }
  ASSERT_TRUE(writer) << writer.error().describe();
  ASSERT_TRUE(at.append(**writer, 1));
  const auto report = fsck(at.fs, at.folder(), {.jobs = 1, .owners = true, .against = {}});
  ASSERT_TRUE(report);
  for (const auto& p : report->problems) ADD_FAILURE() << p.file << ": " << p.what;
}

TEST(LedgerFault, a_disk_that_fails_at_any_write) {
  for (const bool from_then_on : {false, true})
    for (std::uint64_t nth = 1;; ++nth) {
      const ScratchLedger at;
      ASSERT_TRUE(at.append(254));
      const FaultyFileSystem disk(FaultyFileSystem::Call::write, nth, from_then_on);
      std::uint64_t acknowledged = 254;
      {
        auto writer = Writer::open(disk, at.folder());
        ASSERT_TRUE(writer);
        for (int i = 0; i < 2; ++i)
          if (const auto done = at.append(**writer, 3)) {
            EXPECT_GE(done->first, acknowledged);
            acknowledged = done->size;
          }
      }
      expect_usable(at, acknowledged);
      if (HasFatalFailure() || HasNonfatalFailure()) FAIL() << "at write " << nth;
      if (!disk.struck()) break;
      ASSERT_LT(nth, 200U);
    }
}

TEST(LedgerFault, a_disk_that_fails_at_any_read_loses_nothing) {
  for (std::uint64_t nth = 1; nth < 40; ++nth) {
    const ScratchLedger at;
    ASSERT_TRUE(at.append(5));
    const FaultyFileSystem disk(FaultyFileSystem::Call::read, nth);
    if (auto writer = Writer::open(disk, at.folder()))
      static_cast<void>(at.append(**writer, 1));
    else
      EXPECT_FALSE(writer.error().file.empty());
    if (!disk.struck()) break;
    expect_usable(at, 5);
  }
}

TEST(LedgerFault, files_that_may_not_grow_leave_the_ledger_whole) {
  const ScratchLedger at;
  const auto ran = testing::run_shell(
      "seq 3000 > lines; trap '' XFSZ; ulimit -f 20; "
      "assay ledger append ledger lines --type evidence --lines",
      at.scratch.path());
  EXPECT_EQ(ran.exit, 2) << ran.out;
  EXPECT_NE(ran.err.find("assay: "), std::string::npos) << ran.err;
  expect_usable(at, 0);
}

// kill -9 at every system call of an append.
TEST(LedgerFault, killed_at_every_system_call_the_head_verifies_and_the_next_append_goes_on) {
  const ScratchLedger first;
  ASSERT_TRUE(first.append(255));
  std::ofstream(first.scratch.path() / "record") << "the record";
  const std::vector<std::string> call{"ledger", "append", "ledger", "record", "--type", "policy"};
  // The first call that touches the ledger: from where the lock is taken on.
  bool finished = false;
  std::size_t from = 0;
  bool recovered = false;
  for (std::size_t at = 0; !finished; ++at) {
    ASSERT_LT(at, 5000U);
    const ScratchLedger copy;
    std::filesystem::remove_all(copy.folder());
    std::filesystem::copy(first.folder(), copy.folder(), std::filesystem::copy_options::recursive);
    std::ofstream(copy.scratch.path() / "record") << "the record";
    const auto records = copy.folder() / "private/records/000/000/000";
    const auto killed = testing::run_killed(call, copy.scratch.path(), [&](std::size_t n) {
      if (from == 0) {
        for (const auto& e : std::filesystem::directory_iterator(records))
          if (e.path().filename() != "000") from = n;
        if (from != 0) return true;
        return false;
      }
      return n >= from + at;
    });
    if (!killed.traced) GTEST_SKIP() << "this machine forbids tracing";
    finished = killed.ended;
    auto reader = Reader::open(copy.fs, copy.folder());
    ASSERT_TRUE(reader) << at << ": " << reader.error().describe();
    ASSERT_EQ(reader->root(reader->size()), reader->head().head.root) << at;
    {
      const auto writer = Writer::open(copy.fs, copy.folder());
      ASSERT_TRUE(writer) << at << ": " << writer.error().describe();
      recovered = recovered || (*writer)->recovered() != 0;
      ASSERT_TRUE(copy.append(**writer, 1)) << at;
    }
    const auto report = fsck(copy.fs, copy.folder(), {.jobs = 1, .owners = true, .against = {}});
    ASSERT_TRUE(report->problems.empty())
        << at << ": " << report->problems[0].file << ": " << report->problems[0].what;
  }
  EXPECT_TRUE(recovered) << "no kill struck between the records and the checkpoint";
}

// kill -9 at random moments of one that goes on appending, for ever more leaves. ASSAY_KILLS says
// how often; what it had printed as appended must be there.
TEST(LedgerFault, killed_at_random_moments_no_acknowledged_leaf_is_lost) {
  // Read before any thread starts. NOLINTNEXTLINE(concurrency-mt-unsafe)
  const char* asked = std::getenv("ASSAY_KILLS");
  const int kills = asked != nullptr ? std::atoi(asked) : 25;
  const ScratchLedger at;
  std::uint64_t acknowledged = 0;
  for (int i = 0; i < kills; ++i) {
    const auto ran = testing::run_shell(
        // Both shell and program die, as timeout does itself.
        fmt::format("rm -f done; timeout -s KILL 0.{:02} sh -c 'for i in $(seq 50); do "
                    "echo \"record {} $i\" | assay ledger append ledger - --type evidence "
                    ">> done || exit; done'; cat done 2>/dev/null",
                    10 + i * 37 % 60, i),
        at.scratch.path());
    bytes::Lines lines{bytes::Reader(bytes::as_bytes(ran.out))};
    while (const auto line = lines.next())
      if (const auto n = bytes::number<std::uint64_t>(line->text.substr(0, line->text.find(' '))))
        acknowledged = std::max(acknowledged, *n + 1);
    auto reader = Reader::open(at.fs, at.folder());
    ASSERT_TRUE(reader) << reader.error().describe();
    ASSERT_GE(reader->size(), acknowledged);
    ASSERT_EQ(reader->root(reader->size()), reader->head().head.root);
  }
  EXPECT_GT(acknowledged, 0U);
  expect_usable(at, acknowledged);
}

TEST(LedgerFault, a_second_process_is_told_who_appends) {
  const ScratchLedger at;
  const auto writer = Writer::open(at.fs, at.folder());
  ASSERT_TRUE(writer);
  const auto ran =
      testing::run_shell("echo x | assay ledger append ledger - --type policy", at.scratch.path());
  EXPECT_EQ(ran.exit, 2);
  EXPECT_NE(ran.err.find("is in use by process"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace assay::ledger
