// Runs the built program and kills it with SIGKILL at a chosen system call, so that a test can try
// a power cut or an impatient person at every step of a file's writing.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace assay::testing {

struct Killed {
  bool traced = false;    ///< false: this machine forbids tracing, and nothing ran
  bool ended = false;     ///< it came to its end before the call was reached
  int exit = -1;          ///< where it ended
  std::size_t calls = 0;  ///< system calls that it began
};

/// `assay` with these arguments in `folder`, standard streams at /dev/null. After each system call
/// that its first thread begins or ends `stop(calls)` is asked; true kills it there.
[[nodiscard]] Killed run_killed(const std::vector<std::string>& arguments,
                                const std::filesystem::path& folder,
                                const std::function<bool(std::size_t)>& stop);

}  // namespace assay::testing
