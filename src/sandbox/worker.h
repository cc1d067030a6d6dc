// The worker's side: what a program becomes when its parent started it to parse foreign bytes.
// main() asks is_worker() before anything else, and hands over the handlers that it knows.
#pragma once

#include <span>

#include "sandbox/handler.h"

namespace assay::sandbox {

/// The first argument of a worker. No verb of a program may have this name.
inline constexpr std::string_view kWorkerVerb = "sandbox-worker";

[[nodiscard]] bool is_worker(int argc, const char* const* argv) noexcept;

/// Locks itself in, greets, and answers jobs until its parent goes away. The exit code for main();
/// a person who types the verb gets one sentence and 2.
[[nodiscard]] int work(int argc, const char* const* argv, std::span<const Handler> handlers);

}  // namespace assay::sandbox
