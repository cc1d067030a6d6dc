#include "sandbox/pool.h"

#include <atomic>
#include <csignal>
#include <gmock/gmock.h>
#include <random>
#include <sys/wait.h>
#include <thread>

#include "unit/sandbox/worker_main.h"

namespace assay::sandbox {
namespace {

using ::testing::HasSubstr;
using testing::run;
using testing::settings;
using testing::text;

// The next job works, so the pool has replaced what was lost.
void expect_alive(Pool& pool) { EXPECT_EQ(text(run(pool, "echo", "after")), "after"); }

TEST(Pool, a_worker_gets_the_payload_and_its_answer_comes_back) {
  Pool pool(settings(), "deeds");
  EXPECT_EQ(text(run(pool, "echo", "an image")), "an image");
  EXPECT_EQ(text(run(pool, "echo", "")), "");
  const auto large = run(pool, "large", "x");
  ASSERT_TRUE(large) << text(large);
  EXPECT_EQ(large->bytes().size(), 40U << 20U);
  EXPECT_TRUE(bytes::all_of(large->bytes(), std::byte{'x'}));
}

TEST(Pool, a_worker_is_used_again_and_not_more_often_than_asked) {
  Pool pool(settings(), "deeds");
  const auto first = text(run(pool, "pid"));
  EXPECT_EQ(text(run(pool, "pid")), first);
  EXPECT_EQ(pool.started(), 1U);

  auto once = settings();
  once.limits.jobs_per_worker = 1;
  Pool fresh(once, "deeds");
  EXPECT_NE(text(run(fresh, "pid")), text(run(fresh, "pid")));
  EXPECT_TRUE(fresh.pids().empty());
}

TEST(Pool, workers_end_with_the_pool) {
  int pid = 0;
  {
    Pool pool(settings(), "deeds");
    expect_alive(pool);
    pid = pool.pids().at(0);
    EXPECT_EQ(::kill(pid, 0), 0);
  }
  EXPECT_EQ(::kill(pid, 0), -1);
}

// The kernel ends workers with the thread that started them: that must not be the caller's.
TEST(Pool, a_worker_outlives_the_thread_that_needed_it_first) {
  Pool pool(settings(), "deeds");
  std::string first;
  std::thread([&] { first = text(run(pool, "pid")); }).join();
  EXPECT_EQ(text(run(pool, "pid")), first);
}

TEST(Pool, says_what_the_system_did_not_grant) {
  Pool pool(settings(), "deeds");
  EXPECT_FALSE(pool.confinement());
  expect_alive(pool);
  ASSERT_TRUE(pool.confinement());
  EXPECT_TRUE(pool.confinement()->filtered());
  EXPECT_EQ(Confinement{0}.notes().size(), 0U);
  EXPECT_THAT(Confinement{1}.notes().at(0), HasSubstr("seccomp"));
}

TEST(Pool, a_program_that_cannot_be_started_is_an_error) {
  auto missing = settings();
  missing.program = "/nonexistent/assay";
  Pool pool(missing, "deeds");
  EXPECT_THAT(text(run(pool, "echo")), HasSubstr("bios.bin: cannot start a worker: No such file"));
  // A program that is no worker: it never greets.
  auto other = settings();
  other.program = "/bin/true";
  Pool wrong(other, "deeds");
  EXPECT_THAT(text(run(wrong, "echo")), HasSubstr("a worker did not start: it ended with code 0"));
  Pool unknown(settings(), "no such handler");
  EXPECT_THAT(text(run(unknown, "echo")), HasSubstr("it ended with code 2"));
}

TEST(Pool, a_worker_that_idled_when_it_died_is_replaced_without_an_error) {
  Pool pool(settings(), "deeds");
  expect_alive(pool);
  const int pid = pool.pids().at(0);
  ::kill(pid, SIGKILL);
  siginfo_t dead{};
  ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(pid), &dead, WEXITED | WNOWAIT), 0);
  expect_alive(pool);
  EXPECT_EQ(pool.started(), 2U);
}

TEST(Pool, a_request_too_large_is_refused) {
  Pool pool(settings(), "deeds");
  const std::string most(64U * 1024, 'x');
  EXPECT_EQ(text(run(pool, most)), "no such deed");
  EXPECT_THAT(text(run(pool, most + "x")), HasSubstr("a request of 65537 bytes"));
  expect_alive(pool);
}

TEST(Pool, many_threads_share_few_workers) {
  Pool pool(settings(), "deeds");
  std::atomic<unsigned> right = 0;
  {
    std::vector<std::jthread> threads;
    for (unsigned t = 0; t < 16; ++t)
      threads.emplace_back([&, t] {
        for (unsigned i = 0; i < 20; ++i) {
          const auto payload = std::to_string(t * 1000 + i);
          if (text(run(pool, "echo", payload)) == payload) ++right;
        }
      });
  }
  EXPECT_EQ(right, 320U);
  EXPECT_LE(pool.started(), 4U);
}

// A killed worker is an error of its own job at most: every answer that comes is the right one, and
// the pool never runs dry.
TEST(Pool, a_thousand_jobs_with_workers_killed_at_random) {
  Pool pool(settings(), "deeds");
  std::atomic<bool> over = false;
  std::atomic<unsigned> right = 0;
  std::atomic<unsigned> lost = 0;
  std::atomic<unsigned> wrong = 0;
  unsigned kills = 0;
  std::jthread killer([&] {
    std::minstd_rand random(4);
    while (!over) {
      const auto pids = pool.pids();
      if (!pids.empty()) {
        ::kill(pids[random() % pids.size()], SIGKILL);
        ++kills;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  });
  {
    std::vector<std::jthread> threads;
    for (unsigned t = 0; t < 8; ++t)
      threads.emplace_back([&, t] {
        for (unsigned i = 0; i < 125; ++i) {
          const auto payload = std::to_string(t * 1000 + i);
          const auto answer = run(pool, "nap", payload);
          if (!answer)
            ++lost;
          else
            ++(text(answer) == payload ? right : wrong);
        }
      });
  }
  over = true;
  killer.join();
  EXPECT_EQ(right + lost, 1000U);
  EXPECT_EQ(wrong, 0U);
  EXPECT_GT(kills, 0U);
  EXPECT_LE(lost, kills);
  expect_alive(pool);
}

}  // namespace
}  // namespace assay::sandbox
