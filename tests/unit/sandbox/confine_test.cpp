// What a worker that was taken over cannot do, and what becomes of one that fails.
#include "sandbox/confine.h"

#include <csignal>
#include <gmock/gmock.h>

#include "sandbox/message.h"
#include "unit/sandbox/worker_main.h"

namespace assay::sandbox {
namespace {

using ::testing::HasSubstr;
using testing::run;
using testing::settings;
using testing::text;

class Confined : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(text(run(pool, "echo")), "image");
    if (!pool.confinement()->filtered()) GTEST_SKIP() << "no seccomp on this system";
  }
  // The call fails and the worker lives.
  void expect_denied(std::string_view deed) {
    EXPECT_EQ(text(run(pool, deed)), "Operation not permitted") << deed;
  }
  // The attempt ends the worker; the caller gets an error that says so, and a fresh one works.
  void expect_killed(std::string_view deed, std::string_view how) {
    const auto answer = run(pool, deed);
    ASSERT_FALSE(answer) << deed << ": " << text(answer);
    EXPECT_THAT(text(answer), HasSubstr(how)) << deed;
    EXPECT_EQ(answer.error().file, "bios.bin");
    EXPECT_EQ(text(run(pool, "echo", "after")), "after") << deed;
  }
  Pool pool{settings(), "deeds"};
};

TEST_F(Confined, cannot_open_or_make_files) {
  expect_denied("open");
  expect_denied("create");
  expect_denied("unlink");
  expect_denied("memfd");
}

TEST_F(Confined, cannot_make_code_or_raise_its_limits) {
  expect_denied("code");
  expect_denied("raise limit");
}

TEST_F(Confined, cannot_change_the_image_that_the_parent_reads) {
  EXPECT_NE(text(run(pool, "writes payload")), "done");
  EXPECT_NE(text(run(pool, "grows answer")), "done");
}

TEST_F(Confined, dies_of_what_only_an_intruder_tries) {
  for (const auto* deed :
       {"socket", "exec", "fork", "ptrace", "kill", "tgkill", "unshare", "io_uring"})
    expect_killed(deed, "SIGSYS");
}

TEST_F(Confined, may_use_threads) { EXPECT_EQ(text(run(pool, "threads", "12345")), "20"); }

TEST_F(Confined, a_crash_is_an_error_that_says_how) {
  if (!kSanitized) {
    expect_killed("abort", "bios.bin: the worker that parsed it died: killed by SIGABRT");
    expect_killed("segv", "killed by SIGSEGV");
  } else {
    expect_killed("segv", "the worker that parsed it died");
  }
  expect_killed("exit", "it ended with code 7");
  expect_killed("throw", "failed with an exception");
}

TEST_F(Confined, nonsense_is_an_error) {
  expect_killed("nonsense", "answered nonsense, number");
  expect_killed("huge claim", "answered nonsense");
  expect_killed("wrong number", "answered nonsense, number");
  expect_killed("sends a descriptor", "answered nonsense");
  expect_killed("keeps answer", "kept its answer open for writing");
  expect_killed("close", "died: killed by SIGKILL");
}

TEST_F(Confined, an_answer_larger_than_allowed_is_refused) {
  expect_killed("too large", "takes more than 67108864 bytes");
}

TEST(Limits, processor_time_ends_a_worker) {
  auto short_time = settings();
  short_time.limits.cpu_seconds = 0;
  Pool pool(short_time, "deeds");
  EXPECT_THAT(text(run(pool, "spin")), HasSubstr("processor time"));
  EXPECT_EQ(text(run(pool, "echo")), "image");
}

TEST(Limits, the_deadline_ends_a_worker_that_sleeps) {
  auto short_time = settings();
  short_time.limits.wall_seconds = 1;
  Pool pool(short_time, "deeds");
  const auto answer = run(pool, "sleep");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, base::ErrorKind::budget);
  EXPECT_THAT(text(answer), HasSubstr("bios.bin: the worker did not finish in 1 s and was killed"));
  EXPECT_EQ(text(run(pool, "echo")), "image");
}

TEST(Limits, memory_ends_a_job) {
  if (kSanitized) GTEST_SKIP() << "sanitizers need the whole address space";
  Pool pool(settings(), "deeds");
  const auto answer = run(pool, "eat");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, base::ErrorKind::budget);
  EXPECT_THAT(text(answer), HasSubstr("needs more than the 1073741824 bytes of memory"));
  EXPECT_EQ(text(run(pool, "echo")), "image");
}

}  // namespace
}  // namespace assay::sandbox
