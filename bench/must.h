// A benchmark has nothing to say where a step of it fails: the program ends with the reason.
#pragma once

#include <stdexcept>
#include <type_traits>
#include <utility>

#include "base/error.h"

namespace assay::bench {

template <class T>
T must(base::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().describe());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace assay::bench
