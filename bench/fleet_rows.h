// A fleet as facts already read out of evidence: servers of a few products whose parts repeat, with
// serials of their own. What the index is measured with, apart from the parsers.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "fleet/batch.h"
#include "fleet/duckdb/session.h"

namespace assay::bench {

inline constexpr std::size_t kPartsAServer = 50;

/// The collections of servers [from, to) in a month, the first being 0: two in a hundred of a
/// server's parts are of another make than the month before.
[[nodiscard]] std::vector<fleet::Collection> make_collections(std::size_t from, std::size_t to,
                                                              std::size_t month = 0);

/// DuckDB's own appender fed the same rows as numbers and serials into one flat table, one
/// transaction a batch; the processor seconds it took, the file's checkpoint included.
[[nodiscard]] double append_flat(const std::shared_ptr<const fleet::duckdb::Functions>& functions,
                                 const std::string& file, std::size_t servers, std::size_t batch);

}  // namespace assay::bench
