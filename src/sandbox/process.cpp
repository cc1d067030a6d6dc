#include "sandbox/process.h"

#include <array>
#include <csignal>
#include <cstring>
#include <ctime>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/channel.h"
#include "sandbox/message.h"
#include "sandbox/spawn.h"

namespace assay::sandbox {
namespace {

std::string signal_words(int signal) {
  if (signal == SIGXCPU) return "killed for using more processor time than allowed (SIGXCPU)";
  if (signal == SIGSYS) return "killed for a system call that it may not make (SIGSYS)";
  const char* const name = ::sigabbrev_np(signal);
  return name != nullptr ? fmt::format("killed by SIG{}", name)
                         : fmt::format("killed by signal {}", signal);
}

base::Error outcome_error(Outcome outcome, const Limits& limits) {
  using base::ErrorKind;
  switch (outcome) {
    case Outcome::out_of_memory:
      return {
          ErrorKind::budget,
          fmt::format("needs more than the {} bytes of memory that a worker has", limits.memory)};
    case Outcome::too_large:
      return {ErrorKind::budget,
              fmt::format("its description takes more than {} bytes", limits.answer)};
    case Outcome::not_mapped:
      return {ErrorKind::budget,
              fmt::format("does not fit the {} bytes of memory that a worker has", limits.memory)};
    case Outcome::threw:
    case Outcome::answered:
      break;
  }
  return {ErrorKind::malformed, "the worker that parsed it failed with an exception"};
}

}  // namespace

Process::Process(const Limits& limits, int pid, base::Descriptor handle, base::Descriptor socket)
    : limits_(limits), pid_(pid), handle_(std::move(handle)), socket_(std::move(socket)) {}

base::Result<std::unique_ptr<Process>> Process::start(const Settings& settings,
                                                      std::string_view handler) {
  ASSAY_TRY(auto spawned, spawn(settings, handler));
  // The constructor is private. NOLINTNEXTLINE(cppcoreguidelines-owning-memory)
  return std::unique_ptr<Process>(new Process(
      settings.limits, spawned.pid, std::move(spawned.handle), std::move(spawned.socket)));
}

Process::~Process() { (void)end(); }

std::string Process::end() {
  usable_ = false;
  if (reaped_) return "it had ended before";
  // One that already dies keeps its own reason; one that only closed its socket gets this one.
  (void)::syscall(SYS_pidfd_send_signal, handle_.get(), SIGKILL, nullptr, 0);
  siginfo_t how{};
  int result = -1;
  do {
    result = ::waitid(P_PIDFD, static_cast<id_t>(handle_.get()), &how, WEXITED);
  } while (result != 0 && errno == EINTR);
  reaped_ = true;
  if (result != 0) return "it is gone";
  if (how.si_code == CLD_EXITED) return fmt::format("it ended with code {}", how.si_status);
  return signal_words(how.si_status);
}

std::unexpected<base::Error> Process::dead(std::string_view doing) {
  return base::fail(base::ErrorKind::malformed, fmt::format("the worker {}: {}", doing, end()));
}

std::unexpected<base::Error> Process::too_slow(std::uint32_t seconds, std::string_view doing) {
  (void)end();
  return base::fail(base::ErrorKind::budget,
                    fmt::format("the worker {} in {} s and was killed", doing, seconds));
}

base::Result<std::uint32_t> Process::greet() {
  ASSAY_TRY(const bool ready, readable_within(socket_.get(), limits_.start_seconds));
  if (!ready) return too_slow(limits_.start_seconds, "did not start");
  const Received received = receive(socket_.get());
  if (received.message.empty()) {
    return base::fail(base::ErrorKind::io, fmt::format("a worker did not start: {}", end()));
  }
  const auto greeting = parse_greeting(bytes::Reader(received.message));
  if (!greeting) return dead("greeted with nonsense");
  return greeting->lacks;
}

// Counted from what it has used so far. The kernel then ends a runaway also where nobody is left
// to watch the clock. It may refuse; the deadline holds in any case.
void Process::allow_cpu_time() const {
  clockid_t clock = 0;
  timespec used{};
  if (::clock_getcpuclockid(pid_, &clock) != 0 || ::clock_gettime(clock, &used) != 0) return;
  const rlimit wanted{static_cast<rlim_t>(used.tv_sec) + limits_.cpu_seconds + 1, RLIM_INFINITY};
  (void)::prlimit(pid_, RLIMIT_CPU, &wanted, nullptr);
}

base::Result<Mapping> Process::run(bytes::ByteSpan request, const Sealed& payload) {
  if (request.size() > kMostRequest)
    return base::fail(base::ErrorKind::usage, fmt::format("a request of {} bytes, at most {} fit",
                                                          request.size(), kMostRequest));
  auto answer = exchange(request, payload);
  if (!answer) (void)end();  // whatever it was: a worker after an error is not trusted again
  return answer;
}

base::Result<Mapping> Process::exchange(bytes::ByteSpan request, const Sealed& payload) {
  ASSAY_TRY(const base::Descriptor file, make_answer_file(limits_.answer));
  ++jobs_;
  allow_cpu_time();
  const Job job{jobs_, payload.size(), limits_.answer, request};
  if (!send(socket_.get(), to_bytes(job), std::array{payload.descriptor(), file.get()})) {
    was_gone_ = true;
    return dead("was gone before it could begin");
  }
  ASSAY_TRY(const std::uint64_t size, wait_for_answer());
  // Sealing fails while the worker still maps its answer: then it could change what is read.
  if (!seal(file.get())) return dead("kept its answer open for writing");
  return Mapping::of(file.get(), size, Mapping::Access::read);
}

base::Result<std::uint64_t> Process::wait_for_answer() {
  ASSAY_TRY(const bool ready, readable_within(socket_.get(), limits_.wall_seconds));
  if (!ready) return too_slow(limits_.wall_seconds, "did not finish");
  const Received received = receive(socket_.get());
  if (received.message.empty()) return dead("that parsed it died");
  if (!received.whole || !received.descriptors.empty()) return dead("answered nonsense");
  const auto done = parse_done(bytes::Reader(received.message), jobs_, limits_.answer);
  if (!done) return dead("answered nonsense, " + done.error().describe());
  if (done->outcome != Outcome::answered)
    return std::unexpected(outcome_error(done->outcome, limits_));
  return done->answer_size;
}

}  // namespace assay::sandbox
