// A question that a person asks in SQL: exactly one statement, and one that only reads. The session
// must have been opened locked and read-only; this refuses early and in words, that one holds.
#pragma once

#include "fleet/duckdb/session.h"
#include "fleet/index.h"

namespace assay::fleet::duckdb {

/// Stops after `seconds` (0: never) with an error that says so.
[[nodiscard]] base::Result<void> ask_question(Session& session, const std::string& sql,
                                              unsigned seconds, const TableSink& sink);

}  // namespace assay::fleet::duckdb
