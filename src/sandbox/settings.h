// What a worker process may cost and how strictly it must be locked in. The defaults fit a flash
// dump of 64 MiB: seconds of work, some hundred MiB of memory.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace assay::sandbox {

struct Limits {
  /// Address space in bytes (RLIMIT_AS), image, answer and the program itself included. Not set in
  /// builds with sanitizers, whose shadow memory takes terabytes of it.
  std::uint64_t memory = 3ULL << 30U;
  /// Bytes of one answer; a larger one is an error. Reserved in the worker's address space, and
  /// spent only as far as it is written.
  std::uint64_t answer = 512ULL << 20U;
  std::uint32_t cpu_seconds = 60;     ///< of one job, of all its threads together
  std::uint32_t wall_seconds = 120;   ///< of one job, from its start to its answer
  std::uint32_t start_seconds = 20;   ///< from exec to the worker's greeting
  std::uint32_t jobs_per_worker = 0;  ///< then a fresh process takes its place; 0: as many as come
};

enum class Strictness : std::uint8_t {
  required,    ///< without seccomp no image is parsed: every job is an error
  best_effort  ///< go on with what the system grants; Confinement::notes() tells what is missing
};

struct Settings {
  Limits limits;
  unsigned workers = 0;  ///< at most so many processes at once; 0: one for each core
  Strictness strictness = Strictness::best_effort;
  /// The program that becomes the worker; its main() must call work() first. /proc/self/exe is the
  /// running program itself, also where its file was replaced meanwhile.
  std::string program = "/proc/self/exe";
  /// "NAME=value" for the worker. It inherits nothing, so that no secret in the environment does.
  std::vector<std::string> environment;
};

/// Sanitizers need room and system calls that workers else lack; ASSAY_SANITIZE of the build says
/// so.
#ifdef ASSAY_SANITIZED
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace assay::sandbox
