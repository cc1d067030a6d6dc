// Starting the worker's program: with nothing but the socket open, no environment but the given,
// and no signal blocked or ignored.
#pragma once

#include <string_view>
#include <utility>

#include "base/descriptor.h"
#include "base/error.h"
#include "sandbox/settings.h"

namespace assay::sandbox {

struct Spawned {
  int pid = 0;
  base::Descriptor handle;  ///< pidfd
  base::Descriptor socket;  ///< the parent's end
};

[[nodiscard]] base::Result<Spawned> spawn(const Settings& settings, std::string_view handler);

}  // namespace assay::sandbox
