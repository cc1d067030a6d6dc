#include "fleet/duckdb/condition_sql.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>

#include "base/time.h"
#include "fleet/duckdb/session.h"

namespace assay::fleet::duckdb {
namespace {

std::string joined(const std::vector<std::string>& parts, std::string_view between,
                   std::string_view none) {
  if (parts.empty()) return std::string(none);
  std::string out = "(";
  for (std::size_t i = 0; i < parts.size(); ++i)
    out += fmt::format("{}{}", i == 0 ? "" : between, parts[i]);
  return out + ")";
}

// '[' begins a set in DuckDB's GLOB; here it is itself.
std::string glob_literal(std::string_view glob) {
  std::string out;
  for (const char c : glob) {
    if (c == '[')
      out += "[[]";
    else
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return sql_text(out);
}

// Known to evidence, to the register, or to both: either's yes counts, and a no needs one that
// knows.
std::string either(const std::string& by_evidence, const std::string& by_register) {
  return fmt::format(
      "CASE WHEN ({0}) IS NULL AND ({1}) IS NULL THEN NULL ELSE coalesce({0}, FALSE) OR "
      "coalesce({1}, FALSE) END",
      by_evidence, by_register);
}

std::string selector_sql(const Selector& s) {
  switch (s.column) {
    case Column::server:
      return any_glob("k.id", s.globs);
    case Column::board:
      return any_glob("nullif(g.board, '')", s.globs);
    case Column::manufacturer:
    case Column::product:
    case Column::board_revision:
      return either(any_glob(fmt::format("nullif(g.{}, '')", name(s.column)), s.globs),
                    any_glob(fmt::format("nullif(a.{}, '')", name(s.column)), s.globs));
    case Column::serial:
      return either(any_glob("nullif(k.serial, '')", s.globs),
                    any_glob("nullif(a.serial, '')", s.globs));
    default:
      return any_glob(fmt::format("nullif(a.{}, '')", name(s.column)), s.globs);
  }
}

// The register's dates are text of the form 2013-05-01, or a whole RFC 3339 time: the day decides.
std::string day(Seconds at) { return sql_text(base::to_rfc3339({at}).substr(0, 10)); }

std::string held_in(std::string_view table, const ClaimQuery& claim) {
  std::string out;
  if (claim.to) out += fmt::format(" AND {}.since <= {}", table, *claim.to);
  if (claim.from)
    out += fmt::format(" AND ({0}.until IS NULL OR {0}.until > {1})", table, *claim.from);
  return out;
}

}  // namespace

std::string any_glob(std::string_view column, const std::vector<std::string>& globs) {
  std::vector<std::string> parts;
  for (const auto& g : globs)
    parts.push_back(fmt::format("lower({}) GLOB {}", column, glob_literal(g)));
  return joined(parts, " OR ", "TRUE");
}

std::string register_sql(std::optional<Seconds> known_by) {
  // main: the table, also where a query names its own `assets`.
  return known_by ? fmt::format(
                        "(SELECT * FROM main.assets WHERE valid_from IS NULL OR "
                        "valid_from <= {})",
                        *known_by)
                  : "main.assets";
}

bool asks_register(const Population& p) noexcept {
  return p.received_from || p.received_to ||
         std::ranges::any_of(p.selectors, [](const Selector& s) {
           return s.column != Column::server && s.column != Column::board;
         });
}

std::string selectors_sql(const Population& p) {
  std::vector<std::string> parts;
  for (const auto& s : p.selectors) parts.push_back(fmt::format("({})", selector_sql(s)));
  const auto received = "left(nullif(a.received, ''), 10)";
  if (p.received_from) parts.push_back(fmt::format("({} >= {})", received, day(*p.received_from)));
  if (p.received_to) parts.push_back(fmt::format("({} <= {})", received, day(*p.received_to)));
  return joined(parts, " AND ", "TRUE");
}

std::string fact_where(const FactPattern& p) {
  std::vector<std::string> parts;
  if (p.kind) parts.push_back("f.kind = " + sql_text(evidence::name(*p.kind)));
  if (!p.names.empty()) parts.push_back(any_glob("f.name", p.names));
  if (!p.values.empty()) parts.push_back(any_glob("f.value", p.values));
  if (!p.digests.empty()) {
    std::string list;
    for (const auto& d : p.digests) list += (list.empty() ? "" : ", ") + sql_text(d);
    parts.push_back(fmt::format("f.value IN ({})", list));
  }
  return joined(parts, " AND ", "TRUE");
}

std::string holding_where(const FactPattern& p, const ClaimQuery& claim) {
  std::string out = fmt::format("h.fact IN (SELECT f.fact FROM facts f WHERE {})", fact_where(p));
  if (!p.serials.empty()) out += " AND " + any_glob("h.serial", p.serials);
  return out + held_in("h", claim);
}

std::string finding_where(const FindingPattern& p, const ClaimQuery& claim) {
  std::string out = "n.server IS NOT NULL AND " + any_glob("n.code", p.codes);
  if (p.at_least == evidence::Severity::warning) out += " AND n.severity <> 'info'";
  if (p.at_least == evidence::Severity::critical) out += " AND n.severity = 'critical'";
  if (!p.explained) out += " AND n.status = 'open'";
  return out + held_in("n", claim);
}

std::string shown_sql(const Condition& c, const ClaimQuery& claim) {
  switch (c.op) {
    case Condition::Op::fact:
      return fmt::format("SELECT h.server FROM holdings h WHERE {}", holding_where(c.fact, claim));
    case Condition::Op::finding:
      return fmt::format("SELECT n.server FROM findings n WHERE {}",
                         finding_where(c.finding, claim));
    case Condition::Op::all:
    case Condition::Op::any:
      break;
  }
  std::string out;
  for (const auto& part : c.parts)
    out += fmt::format("{}({})",
                       out.empty()                  ? ""
                       : c.op == Condition::Op::all ? " INTERSECT "
                                                    : " UNION ALL ",
                       shown_sql(part, claim));
  return out.empty() ? "SELECT server FROM servers WHERE FALSE" : out;
}

}  // namespace assay::fleet::duckdb
