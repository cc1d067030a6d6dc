#include "support/corpus.h"

#include <cstdlib>

namespace assay::testing {

std::optional<std::filesystem::path> corpus() {
  std::filesystem::path found = std::filesystem::path(ASSAY_SOURCE_DIR) / "../shared/corpus";
  // Tests read the environment before they start threads. NOLINTNEXTLINE(concurrency-mt-unsafe)
  if (const char* named = std::getenv("ASSAY_CORPUS"); named != nullptr && *named != '\0')
    found = named;
  std::error_code ignored;
  if (std::filesystem::is_directory(found, ignored)) return found;
  return std::nullopt;
}

}  // namespace assay::testing
