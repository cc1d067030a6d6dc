// The corpus of real artefacts, where a machine has it: $ASSAY_CORPUS or ../shared/corpus beside
// the project. Tests that need it skip, and say so, where it is absent.
#pragma once

#include <filesystem>
#include <optional>

namespace assay::testing {

[[nodiscard]] std::optional<std::filesystem::path> corpus();

}  // namespace assay::testing

/// First line of a corpus test: binds `root`, or skips.
#define ASSAY_CORPUS_OR_SKIP(root)                         \
  const auto root##_found = assay::testing::corpus();      \
  if (!root##_found) GTEST_SKIP() << "skipped: no corpus"; \
  const std::filesystem::path& root = *root##_found
