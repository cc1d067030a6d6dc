// How a worker gives up what its user may do, before it sees a foreign byte: no new privileges, no
// capabilities, namespaces without a network, resource limits, and the seccomp filter last. What
// the system does not grant (in a container, under another kernel) is told, not hidden.
#pragma once

#include <cstdint>

#include "sandbox/settings.h"

namespace assay::sandbox {

/// The one descriptor that a worker talks through; 0 to 2 are /dev/null.
inline constexpr int kSocket = 3;

/// The kLacks… bits (message.h) of what could not be had. Call while the process has one thread.
[[nodiscard]] std::uint32_t confine(const Limits& limits);

}  // namespace assay::sandbox
