#include "sandbox/spawn.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "sandbox/arguments.h"
#include "sandbox/channel.h"
#include "sandbox/confine.h"

namespace assay::sandbox {
namespace {

class FileActions {
 public:
  explicit FileActions(int socket) {
    ::posix_spawn_file_actions_init(&actions_);
    // The socket first: it might be one of the low numbers itself.
    ::posix_spawn_file_actions_adddup2(&actions_, socket, kSocket);
    // What a worker that was taken over prints must not reach anybody's terminal. A sanitizer's
    // report must.
    const int quiet = kSanitized ? STDERR_FILENO : STDERR_FILENO + 1;
    for (int fd = 0; fd < quiet; ++fd)
      ::posix_spawn_file_actions_addopen(&actions_, fd, "/dev/null", O_RDWR, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, kSocket + 1);
  }
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  [[nodiscard]] const posix_spawn_file_actions_t* get() const noexcept { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

class Attributes {
 public:
  Attributes() {
    ::posix_spawnattr_init(&attributes_);
    sigset_t set;
    ::sigemptyset(&set);
    ::posix_spawnattr_setsigmask(&attributes_, &set);
    ::sigfillset(&set);
    ::posix_spawnattr_setsigdefault(&attributes_, &set);
    ::posix_spawnattr_setflags(&attributes_,
                               POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  }
  ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  [[nodiscard]] const posix_spawnattr_t* get() const noexcept { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (std::string& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

}  // namespace

base::Result<Spawned> spawn(const Settings& settings, std::string_view handler) {
  ASSAY_TRY(auto ends, make_channel());
  auto arguments = make_arguments(settings, handler);
  auto environment = settings.environment;
  const FileActions actions(ends.second.get());
  const Attributes attributes;
  pid_t pid = 0;
  const int error = ::posix_spawn(&pid, settings.program.c_str(), actions.get(), attributes.get(),
                                  pointers_to(arguments).data(), pointers_to(environment).data());
  if (error != 0)
    return base::fail(base::ErrorKind::io,
                      fmt::format("cannot start a worker: {}", base::system_words(error)));
  // Not through <sys/pidfd.h>: glibc 2.36 declares it without C linkage.
  base::Descriptor handle(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!handle.valid()) {
    const int why = errno;
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    return base::fail(base::ErrorKind::io,
                      fmt::format("cannot keep hold of a worker: {}", base::system_words(why)));
  }
  return Spawned{pid, std::move(handle), std::move(ends.first)};
}

}  // namespace assay::sandbox
