// Did two parties ever use the same server, or servers at one site? Answered from the register's
// history alone.
#include <fmt/format.h>
#include <limits>

#include "fleet/duckdb/condition_sql.h"
#include "fleet/duckdb/population.h"

namespace assay::fleet::duckdb {
namespace {

constexpr int kMost = 10'000;

// The register's own columns; what only evidence knows has no history of users.
std::string register_column(Column column) {
  return column == Column::server || column == Column::board ? "id" : std::string(name(column));
}

}  // namespace

base::Result<std::vector<SharedUse>> shared_uses(Session& session, Column column,
                                                 const std::vector<std::string>& first,
                                                 const std::vector<std::string>& second,
                                                 std::optional<Seconds> known_by) {
  const std::string value = register_column(column);
  const auto pairs = [&](std::string_view place, bool server) {
    return fmt::format(
        "SELECT a.{0} AS place, {1} AS server, bool_or(coalesce(a.valid_from, {4}) < "
        "coalesce(b.valid_to, {5}) AND coalesce(b.valid_from, {4}) < coalesce(a.valid_to, {5})) AS "
        "at_once, a.{6} AS one, b.{6} AS other, min(coalesce(a.valid_from, 0)), "
        "min(coalesce(b.valid_from, 0)) FROM {7} a JOIN {7} b ON a.{0} = b.{0} AND a.{0} <> "
        "'' WHERE {2} AND {3} AND a.{6} <> '' AND b.{6} <> '' AND a.{6} <> b.{6} GROUP BY ALL",
        place, server, any_glob("a." + value, first), any_glob("b." + value, second),
        std::numeric_limits<Seconds>::min(), kOpen, value, register_sql(known_by));
  };
  std::vector<SharedUse> out;
  ASSAY_CHECK(session.query(
      fmt::format("SELECT * FROM ({} UNION ALL {}) ORDER BY at_once DESC, server DESC, place, one, "
                  "other LIMIT {}",
                  pairs("id", true), pairs("site", false), kMost),
      [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i)
          out.push_back({.place = std::string(r.text(0, i)),
                         .server = r.column<bool>(1)[i],
                         .at_once = r.column<bool>(2)[i],
                         .first = std::string(r.text(3, i)),
                         .second = std::string(r.text(4, i)),
                         .first_from = r.column<std::int64_t>(5)[i],
                         .second_from = r.column<std::int64_t>(6)[i]});
      }));
  return out;
}

base::Result<bool> column_known(Session& session, Column column) {
  bool known = false;
  ASSAY_CHECK(session.query(
      fmt::format("SELECT count(*) FROM assets WHERE {} <> ''", register_column(column)),
      [&](const Rows& r) { known = r.size() > 0 && r.column<std::int64_t>(0)[0] > 0; }));
  return known;
}

}  // namespace assay::fleet::duckdb
