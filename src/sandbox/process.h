// One worker as its parent sees it: started, greeted, given one job at a time, and killed where it
// exceeds its time, dies or talks nonsense. After an error it is dead; make another.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/descriptor.h"
#include "base/error.h"
#include "sandbox/memory.h"
#include "sandbox/settings.h"

namespace assay::sandbox {

class Process {
 public:
  /// Started by posix_spawn, which is safe whatever other threads hold. The worker dies with the
  /// calling *thread* (PR_SET_PDEATHSIG), so that must be one that lives as long (spawner.h).
  [[nodiscard]] static base::Result<std::unique_ptr<Process>> start(const Settings& settings,
                                                                    std::string_view handler);
  /// Kills and reaps it.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// Waits for the greeting: the worker's kLacks… bits.
  [[nodiscard]] base::Result<std::uint32_t> greet();

  /// Sends one job and waits for its answer: sealed bytes. Errors: `budget` for time and memory,
  /// `malformed` for a worker that died or did not keep to the protocol, `io` for the system.
  [[nodiscard]] base::Result<Mapping> run(bytes::ByteSpan request, const Sealed& payload);

  /// False once it is of no use any more.
  [[nodiscard]] bool usable() const noexcept { return usable_; }
  /// It was gone before it could have seen a byte of the last job, which another may try.
  [[nodiscard]] bool was_gone() const noexcept { return was_gone_; }
  [[nodiscard]] std::uint64_t jobs() const noexcept { return jobs_; }
  [[nodiscard]] int pid() const noexcept { return pid_; }

 private:
  Process(const Limits& limits, int pid, base::Descriptor handle, base::Descriptor socket);
  void allow_cpu_time() const;
  base::Result<Mapping> exchange(bytes::ByteSpan request, const Sealed& payload);
  base::Result<std::uint64_t> wait_for_answer();
  /// Ends it and says how it ended, where `doing` names what was due.
  std::unexpected<base::Error> dead(std::string_view doing);
  std::unexpected<base::Error> too_slow(std::uint32_t seconds, std::string_view doing);
  /// The status of waitid(2) in words: "killed by SIGSEGV".
  std::string end();

  Limits limits_;
  int pid_;
  base::Descriptor handle_;  ///< pidfd: names this process even after its number is used again
  base::Descriptor socket_;
  std::uint64_t jobs_ = 0;
  bool usable_ = true;
  bool was_gone_ = false;
  bool reaped_ = false;
};

}  // namespace assay::sandbox
