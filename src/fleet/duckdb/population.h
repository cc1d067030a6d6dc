// A population and its claims, answered set by set inside DuckDB: what comes out is one row a
// server.
#pragma once

#include <span>

#include "fleet/duckdb/session.h"
#include "fleet/query.h"

namespace assay::fleet::duckdb {

[[nodiscard]] base::Result<PopulationAnswer> examine(Session& session, const Population& population,
                                                     std::span<const ClaimQuery> claims);

/// What shows the claim on the servers named, at most `most` a server, in the order of servers.
[[nodiscard]] base::Result<std::vector<Shown>> what_shows(Session& session, const ClaimQuery& claim,
                                                          const std::vector<std::string>& servers,
                                                          std::size_t most);

/// IndexReader::shared_uses and column_known.
[[nodiscard]] base::Result<std::vector<SharedUse>> shared_uses(
    Session& session, Column column, const std::vector<std::string>& first,
    const std::vector<std::string>& second, std::optional<Seconds> known_by);
[[nodiscard]] base::Result<bool> column_known(Session& session, Column column);

}  // namespace assay::fleet::duckdb
