// An index in a folder of its own, filled with the fleet of fleet_rows.h.
#pragma once

#include <memory>
#include <string>

#include "benchmarks.h"
#include "fleet/duckdb/library.h"

namespace assay::bench {

/// Collections a transaction, as an import writes them.
inline constexpr std::size_t kIndexBatch = 8192;

using DuckDb = std::shared_ptr<const fleet::duckdb::Functions>;

/// The library in the tree that built the program, else the system's.
[[nodiscard]] DuckDb load_duckdb(const Settings& settings);

/// `months` collections of each server, one a month. Returns the processor seconds of writing them;
/// making the facts is not counted.
double fill_index(const DuckDb& duckdb, const std::string& folder, std::size_t servers,
                  std::size_t months = 1);

}  // namespace assay::bench
