// The two times that figures are told in, in seconds.
#pragma once

namespace assay::bench {

/// Of all threads of this process: what others do on the machine is not counted.
[[nodiscard]] double processor_seconds();
/// On the wall, from some moment on that never changes.
[[nodiscard]] double wall_seconds();

}  // namespace assay::bench
