// The query tree in DuckDB's words. Every text that came from outside becomes a literal; an absent
// or empty value is NULL, so that SQL's three-valued logic says "unknown" by itself.
#pragma once

#include <string>

#include "fleet/query.h"

namespace assay::fleet::duckdb {

/// `column` matches any of the globs, without regard to case; NULL where the column is NULL.
[[nodiscard]] std::string any_glob(std::string_view column, const std::vector<std::string>& globs);

/// A boolean over `g` (the server's group), `a` (a row of the register), `k.id` and `k.serial`:
/// TRUE, FALSE, or NULL where what decides is not known.
[[nodiscard]] std::string selectors_sql(const Population& population);
/// The register's rows that had begun by then, as a table to select from.
[[nodiscard]] std::string register_sql(std::optional<Seconds> known_by);
/// False where the register has nothing to say on the population.
[[nodiscard]] bool asks_register(const Population& population) noexcept;

/// A SELECT of the numbers of the servers that show it.
[[nodiscard]] std::string shown_sql(const Condition& condition, const ClaimQuery& claim);
/// WHERE parts of one pattern over `f` (facts) with `h` (holdings), and over `n` (findings).
[[nodiscard]] std::string fact_where(const FactPattern& pattern);
[[nodiscard]] std::string holding_where(const FactPattern& pattern, const ClaimQuery& claim);
[[nodiscard]] std::string finding_where(const FindingPattern& pattern, const ClaimQuery& claim);

}  // namespace assay::fleet::duckdb
