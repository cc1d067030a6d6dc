#include "support/killed.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <stdexcept>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

namespace assay::testing {
namespace {

[[noreturn]] void become(std::vector<char*>& argv, const std::filesystem::path& folder) {
  const int null = ::open("/dev/null", O_RDWR);
  if (null < 0 || ::chdir(folder.c_str()) != 0) ::_exit(126);
  for (const int fd : {0, 1, 2}) ::dup2(null, fd);
  ::alarm(60);
  // The leak checker cannot run under a tracer, and would only say so.
  // One thread only, between fork and exec. NOLINTNEXTLINE(concurrency-mt-unsafe)
  ::setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
  if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(125);
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

}  // namespace

Killed run_killed(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                  const std::function<bool(std::size_t)>& stop) {
  std::vector<std::string> words{ASSAY_BINARY};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& w : words) argv.push_back(w.data());
  argv.push_back(nullptr);
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("fork");
  if (child == 0) become(argv, folder);
  Killed out;
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!WIFSTOPPED(status)) return out;
  out.traced = true;
  ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
  long signal = 0;
  for (bool begins = true;;) {
    if (::ptrace(PTRACE_SYSCALL, child, nullptr, signal) != 0 ||
        ::waitpid(child, &status, 0) != child)
      break;
    if (!WIFSTOPPED(status)) {
      out.ended = true;
      out.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      return out;
    }
    const bool at_call = WSTOPSIG(status) == (SIGTRAP | 0x80);
    signal = at_call ? 0 : WSTOPSIG(status);
    if (!at_call) continue;
    if (begins) ++out.calls;
    begins = !begins;
    if (stop(out.calls)) break;
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, &status, 0);
  return out;
}

}  // namespace assay::testing
