// The index's tables as DuckDB holds them, and the few helpers that read and write their columns.
// docs/fleet.md describes them for people.
#pragma once

#include <string>
#include <string_view>

#include "fleet/duckdb/session.h"
#include "fleet/records.h"

namespace assay::fleet::duckdb {

inline constexpr int kSchemaVersion = 2;

/// CREATE statements of all tables and views.
[[nodiscard]] std::string_view schema_sql() noexcept;

/// An error where the file is of another version, or of a later one where `older` ones will do;
/// `path` for words.
[[nodiscard]] base::Result<void> check_version(Session& session, const std::string& path,
                                               bool older = false);

/// The six verdict columns, in the order of Discipline.
inline constexpr std::string_view kDisciplineColumns =
    "v_boot, v_firmware, v_inventory, v_board, v_traffic, v_custody";

[[nodiscard]] appraise::Verdict verdict_from(std::string_view name) noexcept;
[[nodiscard]] evidence::FactKind kind_from(std::string_view name) noexcept;
[[nodiscard]] evidence::FactSource source_from(std::string_view name) noexcept;
[[nodiscard]] std::string_view name(Origin origin) noexcept;

[[nodiscard]] std::vector<evidence::Cite> cites_from_json(std::string_view text);
[[nodiscard]] std::string cites_to_json(const std::vector<evidence::Cite>& cites);

/// Columns of a select over evidence and findings, in the order that these read.
inline constexpr std::string_view kEvidenceColumns =
    "number, server, run, sha256, path, collected, collected_stated, verdict, v_boot, v_firmware, "
    "v_inventory, "
    "v_board, v_traffic, v_custody, seen, examined";
[[nodiscard]] EvidenceRow evidence_from(const Rows& rows, std::size_t row);
inline constexpr std::string_view kFindingColumns =
    "f.rowid, coalesce(f.server, -1), f.origin, f.code, f.severity, f.subject, f.why, f.\"do\", "
    "f.cites, f.status, f.explained_by, f.since, f.until";
/// `first`: the column where they begin.
[[nodiscard]] FindingRow finding_from(const Rows& rows, std::size_t row, std::size_t first = 0);

}  // namespace assay::fleet::duckdb
