#include "support/corpus.h"

#include <cstdlib>

namespace assay::testing {

std::optional<std::filesystem::path> corpus() {
  // Tests read the environment before they start threads. NOLINTNEXTLINE(concurrency-mt-unsafe)
  if (const char* named = std::getenv("ASSAY_CORPUS"); named != nullptr && *named != '\0')
    return std::filesystem::path(named);
  const std::filesystem::path beside = std::filesystem::path(ASSAY_SOURCE_DIR) / "../shared/corpus";
  std::error_code ignored;
  if (std::filesystem::is_directory(beside, ignored)) return beside;
  return std::nullopt;
}

}  // namespace assay::testing
