// Random bytes from the operating system's generator, for salts: nobody can guess them, so a hash
// over salt and record tells nothing about the record.
#pragma once

#include <cstddef>
#include <span>

#include "base/error.h"

namespace assay::crypto {

/// Fills all of `out`.
[[nodiscard]] base::Result<void> fill_random(std::span<std::byte> out);

}  // namespace assay::crypto
