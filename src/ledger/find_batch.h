// Which file of a ledger's private/records holds the record of a leaf: the last one whose name is
// not above the leaf's number.
#pragma once

#include <filesystem>

#include "base/filesystem.h"

namespace assay::ledger {

/// An error where there is none, so also where the folder is missing.
[[nodiscard]] base::Result<std::filesystem::path> find_batch(const base::FileSystem& fs,
                                                             const std::filesystem::path& records,
                                                             std::uint64_t index);

}  // namespace assay::ledger
