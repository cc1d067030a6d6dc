// main() of the test program and, in its other life, of the workers that the tests start: each deed
// is something that a parser may do, or that somebody who took it over would try.
#include "sandbox/worker.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <map>
#include <new>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

#include "bytes/writer.h"
#include "sandbox/channel.h"
#include "sandbox/confine.h"
#include "sandbox/message.h"
#include "unit/sandbox/worker_main.h"

namespace assay::sandbox {
namespace {

base::Bytes say(std::string_view words) { return bytes::copy(bytes::as_bytes(words)); }
base::Bytes result(long value) {
  return say(value >= 0 ? std::string("done") : base::system_words(errno));
}

using Deed = base::Bytes (*)(bytes::ByteSpan payload);

volatile std::uint64_t sink = 0;
[[noreturn]] void spin() {
  for (;;) sink = sink + 1;
}

base::Bytes deed_threads(bytes::ByteSpan payload) {
  std::array<std::size_t, 4> sums{};
  {
    std::vector<std::jthread> threads;
    for (auto& sum : sums)
      threads.emplace_back([&sum, payload] {
        const std::vector<std::byte> copy(payload.begin(), payload.end());
        sum = copy.size();
      });
  }
  return say(fmt::format("{}", sums[0] + sums[1] + sums[2] + sums[3]));
}

base::Bytes deed_eat(bytes::ByteSpan) {
  std::vector<base::Bytes> all;
  for (;;) all.emplace_back(64U << 20U, std::byte{1});
}

// Talks to the parent itself, in place of the loop that would.
base::Bytes deed_nonsense(bytes::ByteSpan) {
  (void)send(kSocket, bytes::as_bytes("AWD1 and then nothing that makes sense"));
  spin();
}
base::Bytes deed_huge_claim(bytes::ByteSpan) {
  (void)send(kSocket, to_bytes(Done{1, Outcome::answered, ~std::uint64_t{0}}));
  spin();
}
base::Bytes deed_wrong_number(bytes::ByteSpan) {
  (void)send(kSocket, to_bytes(Done{77, Outcome::answered, 0}));
  spin();
}
base::Bytes deed_sends_descriptor(bytes::ByteSpan) {
  (void)send(kSocket, to_bytes(Done{1, Outcome::answered, 0}), std::array{0});
  spin();
}
// Descriptor 5 is the answer file: 4 is the payload. A second mapping stays behind.
base::Bytes deed_keeps_answer(bytes::ByteSpan) {
  static Mapping kept = Mapping::of(kSocket + 2, 4096, Mapping::Access::write).value();
  return say("innocent");
}
base::Bytes deed_writes_payload(bytes::ByteSpan) {
  return result(::pwrite(kSocket + 1, "x", 1, 0));
}
base::Bytes deed_grows_answer(bytes::ByteSpan) {
  return result(::ftruncate(kSocket + 2, 1L << 40U));
}

const std::map<std::string_view, Deed>& deeds() {
  static const std::map<std::string_view, Deed> kDeeds{
      {"echo", [](bytes::ByteSpan p) { return bytes::copy(p); }},
      {"pid", [](bytes::ByteSpan) { return say(fmt::format("{}", ::getpid())); }},
      {"threads", deed_threads},
      {"large", [](bytes::ByteSpan p) { return base::Bytes(40U << 20U, p[0]); }},
      {"too large", [](bytes::ByteSpan) { return base::Bytes(65U << 20U); }},
      // What a library may try and live without.
      {"open", [](bytes::ByteSpan) { return result(::open("/etc/passwd", O_RDONLY)); }},
      {"create", [](bytes::ByteSpan) { return result(::open("made", O_CREAT | O_WRONLY, 0600)); }},
      {"memfd", [](bytes::ByteSpan) { return result(::memfd_create("x", 0)); }},
      {"unlink", [](bytes::ByteSpan) { return result(::unlink("made")); }},
      {"code",
       [](bytes::ByteSpan) {
         void* const p = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
         return result(p == MAP_FAILED ? -1 : 0);
       }},
      {"raise limit",
       [](bytes::ByteSpan) {
         const rlimit more{RLIM_INFINITY, RLIM_INFINITY};
         return result(::setrlimit(RLIMIT_CPU, &more));
       }},
      {"writes payload", deed_writes_payload},
      {"grows answer", deed_grows_answer},
      // What nobody but an intruder tries.
      {"socket", [](bytes::ByteSpan) { return result(::socket(AF_INET, SOCK_STREAM, 0)); }},
      {"exec",
       [](bytes::ByteSpan) {
         std::array<char*, 1> none{nullptr};
         return result(::execve("/bin/true", none.data(), none.data()));
       }},
      {"fork", [](bytes::ByteSpan) { return result(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)); }},
      {"ptrace",
       [](bytes::ByteSpan) {
         return result(::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr));
       }},
      {"kill", [](bytes::ByteSpan) { return result(::kill(::getppid(), SIGTERM)); }},
      {"tgkill", [](bytes::ByteSpan) { return result(::syscall(SYS_tgkill, 1, 1, SIGTERM)); }},
      {"unshare", [](bytes::ByteSpan) { return result(::unshare(CLONE_NEWUSER)); }},
      {"io_uring",
       [](bytes::ByteSpan) { return result(::syscall(SYS_io_uring_setup, 1, nullptr)); }},
      // Ends that are no answer.
      {"abort", [](bytes::ByteSpan) -> base::Bytes { std::abort(); }},
      {"exit", [](bytes::ByteSpan) -> base::Bytes { ::_exit(7); }},
      {"segv",
       [](bytes::ByteSpan p) {
         // A page that was mapped read-only: the payload's own.
         const_cast<std::byte&>(p[0]) = std::byte{1};
         return say("written");
       }},
      {"throw", [](bytes::ByteSpan) -> base::Bytes { throw std::runtime_error("no"); }},
      {"spin", [](bytes::ByteSpan) -> base::Bytes { spin(); }},
      {"sleep",
       [](bytes::ByteSpan) -> base::Bytes {
         for (;;) ::pause();
       }},
      {"nap",
       [](bytes::ByteSpan p) {
         std::this_thread::sleep_for(std::chrono::milliseconds(3));
         return bytes::copy(p);
       }},
      {"eat", deed_eat},
      {"close",
       [](bytes::ByteSpan) -> base::Bytes {
         ::close(kSocket);
         spin();
       }},
      {"nonsense", deed_nonsense},
      {"huge claim", deed_huge_claim},
      {"wrong number", deed_wrong_number},
      {"sends a descriptor", deed_sends_descriptor},
      {"keeps answer", deed_keeps_answer},
  };
  return kDeeds;
}

base::Bytes handle(bytes::ByteSpan request, bytes::ByteSpan payload) {
  const auto deed = deeds().find(bytes::as_chars(request));
  return deed == deeds().end() ? say("no such deed") : deed->second(payload);
}

TEST(Worker, is_told_by_its_first_argument_alone) {
  const std::array<const char*, 2> worker{"assay", "sandbox-worker"};
  const std::array<const char*, 2> person{"assay", "inspect"};
  EXPECT_TRUE(is_worker(2, worker.data()));
  EXPECT_FALSE(is_worker(1, worker.data()));
  EXPECT_FALSE(is_worker(2, person.data()));
}

TEST(Worker, typed_by_hand_refuses_before_it_changes_anything) {
  const std::array<const char*, 4> typed{"assay", "sandbox-worker", "deeds", "1000000"};
  const std::array<Handler, 1> handlers{Handler{"other", nullptr, handle}};
  EXPECT_EQ(work(4, typed.data(), handlers), 2);
  EXPECT_EQ(work(3, typed.data(), handlers), 2);
}

}  // namespace
}  // namespace assay::sandbox

namespace assay::sandbox::testing {

Settings settings() {
  Settings out;
  out.workers = 4;
  out.limits.memory = 1ULL << 30U;
  out.limits.answer = 64ULL << 20U;
  out.limits.cpu_seconds = 20;
  out.limits.wall_seconds = 20;
  for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LD_LIBRARY_PATH"})
    // Before any thread. NOLINTNEXTLINE(concurrency-mt-unsafe)
    if (const char* value = std::getenv(name))
      out.environment.push_back(fmt::format("{}={}", name, value));
  return out;
}

}  // namespace assay::sandbox::testing

int main(int argc, char** argv) {
  using namespace assay::sandbox;
  const std::array<Handler, 1> handlers{Handler{"deeds", nullptr, handle}};
  if (is_worker(argc, argv)) return work(argc, argv, handlers);
  ::testing::InitGoogleMock(&argc, argv);
  return RUN_ALL_TESTS();
}
