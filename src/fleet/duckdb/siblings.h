// The comparison of all servers with each other, left in the index: the end of an import.
#pragma once

#include "fleet/duckdb/open.h"

namespace assay::fleet::duckdb {

/// Nothing is done where no server, asset row or change came since it was done last. Nobody may
/// have the index open. A kill leaves the index without a comparison, never with half of one.
[[nodiscard]] base::Result<void> note_siblings(const std::shared_ptr<const Functions>& functions,
                                               const std::string& folder, const Settings& settings);

}  // namespace assay::fleet::duckdb
