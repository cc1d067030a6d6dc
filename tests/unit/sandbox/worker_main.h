// The handlers of the tests' workers: the test program starts itself again as a worker.
#pragma once

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "bytes/text.h"
#include "sandbox/pool.h"

namespace assay::sandbox::testing {

/// Workers that pass on what sanitizers read from their environment, with limits a test can wait
/// for.
[[nodiscard]] Settings settings();

/// One job: the request is the name of a deed of worker_main.cpp.
[[nodiscard]] inline base::Result<Mapping> run(Pool& pool, std::string_view deed,
                                               std::string_view payload = "image") {
  const auto sealed = Sealed::copy_of(bytes::as_bytes(payload));
  if (!sealed) return std::unexpected(sealed.error());
  return pool.run(bytes::as_bytes(deed), *sealed, "bios.bin");
}

[[nodiscard]] inline std::string text(const base::Result<Mapping>& answer) {
  return answer ? std::string(bytes::as_chars(answer->bytes())) : answer.error().describe();
}

}  // namespace assay::sandbox::testing
