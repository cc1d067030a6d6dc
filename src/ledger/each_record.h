// The owner's records from the first to the last, batch by batch.
#pragma once

#include <filesystem>
#include <functional>

#include "base/filesystem.h"
#include "ledger/records.h"

namespace assay::ledger {

/// Calls `work(index, record)` for the records of the first `size` leaves, in order, until it
/// returns false. An error names the file that is missing or damaged.
[[nodiscard]] base::Result<void> each_record(
    const base::FileSystem& fs, const std::filesystem::path& folder, std::uint64_t size,
    const std::function<bool(std::uint64_t, const StoredRecord&)>& work);

}  // namespace assay::ledger
