#include "fleet/duckdb/population.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "fleet/duckdb/condition_sql.h"
#include "fleet/duckdb/schema.h"

namespace assay::fleet::duckdb {
namespace {

// The servers and the register as they were known then: the second shadows the table of that name.
std::string as_of_sql(const Population& p) {
  if (!p.known_by) return "seen AS (SELECT id, server, last_seen, serial, grp FROM servers)";
  return fmt::format(
      "seen AS (SELECT s.id, s.server, e.last_seen, s.serial, s.grp FROM servers s JOIN (SELECT "
      "server, max(collected) AS last_seen FROM evidence WHERE collected <= {0} GROUP BY server) e "
      "USING (server)), assets AS (SELECT * FROM {1})",
      *p.known_by, register_sql(p.known_by));
}

// Every server that evidence or the register knows, and whether it is in the population: TRUE, or
// NULL for unknown; the others are left out. A server of several rows in the register is in it if
// any of them says so, since a population is about what ever was.
std::string members_sql(const Population& p) {
  const std::string known =
      "SELECT coalesce(s.id, x.id) AS id, s.server, coalesce(s.last_seen, 0) AS last_seen, "
      "s.serial, s.grp FROM seen s FULL OUTER JOIN (SELECT DISTINCT id FROM assets) x ON x.id = "
      "s.id";
  std::string from = "known k LEFT JOIN groups g ON g.grp = k.grp";
  if (asks_register(p)) from += " LEFT JOIN assets a ON a.id = k.id";
  std::string out = fmt::format(
      "WITH {}, known AS ({}), judged AS (SELECT k.id, k.server, k.last_seen, "
      "({})::BOOLEAN AS m FROM {})",
      as_of_sql(p), known, selectors_sql(p), from);
  const std::string once =
      asks_register(p)
          ? "SELECT id, any_value(server) AS server, max(last_seen) AS last_seen, CASE "
            "WHEN bool_or(m) THEN TRUE WHEN bool_or(m IS NULL) THEN NULL ELSE FALSE "
            "END AS m FROM judged GROUP BY id"
          : "SELECT id, server, last_seen, m FROM judged";
  out += fmt::format(", once AS ({})", once);
  if (p.located_with.empty()) return out + " SELECT * FROM once WHERE m OR m IS NULL";
  // At one site, for some time both.
  out += fmt::format(
      ", near AS (SELECT DISTINCT b.id FROM assets a JOIN assets b ON a.site = b.site AND a.site "
      "<> "
      "'' AND coalesce(a.valid_from, {0}) < coalesce(b.valid_to, {1}) AND coalesce(b.valid_from, "
      "{0}) < coalesce(a.valid_to, {1}) WHERE {2}), placed AS (SELECT DISTINCT id FROM assets "
      "WHERE "
      "site <> '')",
      std::numeric_limits<Seconds>::min(), kOpen, any_glob("a.id", p.located_with));
  return out +
         " SELECT id, server, last_seen, m FROM (SELECT id, server, last_seen, m AND (CASE "
         "WHEN id IN (SELECT id FROM near) THEN TRUE WHEN id IN (SELECT id FROM placed) THEN "
         "FALSE ELSE NULL END) AS m FROM once) WHERE m OR m IS NULL";
}

// The last time that each discipline and each set of sources looked, and looked with a verdict that
// counts, as columns of one pass over the evidence.
class Looks {
 public:
  // The column's number among looks.
  std::size_t add(const Sight& sight, bool accept_warning) {
    const auto bit = 1U << static_cast<unsigned>(sight.discipline);
    std::string looked = fmt::format("(e.examined & {}) <> 0", bit);
    if (sight.sources != 0) looked += fmt::format(" AND (e.seen & {}) <> 0", sight.sources);
    const std::string verdict = fmt::format("e.v_{}", appraise::name(sight.discipline));
    const std::string counts = accept_warning
                                   ? fmt::format("{} IN ('affirmed', 'warning')", verdict)
                                   : fmt::format("{} = 'affirmed'", verdict);
    const auto [it, fresh] = columns_.try_emplace(looked + counts, columns_.size());
    if (fresh)
      sql_ += fmt::format(
          ", max(CASE WHEN {1} THEN e.collected END) AS looked{0}, max(CASE WHEN {1} AND {2} THEN "
          "e.collected END) AS sound{0}",
          it->second, looked, counts);
    return it->second;
  }
  [[nodiscard]] bool empty() const { return columns_.empty(); }
  [[nodiscard]] const std::string& sql() const { return sql_; }

 private:
  std::map<std::string, std::size_t> columns_;
  std::string sql_;
};

// Numbers of ClaimStanding: the worst of what each sight says.
std::string standing_sql(const ClaimQuery& claim, std::size_t number, Looks& looks) {
  std::string unexamined, early, unsound;
  for (const Sight& s : claim.sights) {
    const auto c = looks.add(s, claim.accept_warning);
    const std::string_view before = unexamined.empty() ? "" : " OR ";
    unexamined += fmt::format("{}l.looked{} IS NULL", before, c);
    early += fmt::format("{}l.looked{} < {}", before, c, claim.examined_from);
    unsound +=
        fmt::format("{0}l.sound{1} IS NULL OR l.sound{1} < {2}", before, c, claim.examined_from);
  }
  // A claim that nobody can see is never cleared.
  if (unexamined.empty()) unexamined = early = unsound = "TRUE";
  return fmt::format(
      "CASE WHEN m.server IN (SELECT server FROM shown{}) THEN {} WHEN {} THEN {} "
      "WHEN {} THEN {} WHEN {} THEN {} ELSE {} END::INTEGER",
      number, static_cast<int>(ClaimStanding::affected), unexamined,
      static_cast<int>(ClaimStanding::unexamined), early,
      static_cast<int>(ClaimStanding::too_early), unsound,
      static_cast<int>(ClaimStanding::not_affirmed), static_cast<int>(ClaimStanding::cleared));
}

}  // namespace

base::Result<PopulationAnswer> examine(Session& session, const Population& population,
                                       std::span<const ClaimQuery> claims) {
  if (claims.size() > kMostClaims)
    return base::fail(
        base::ErrorKind::refused,
        fmt::format("{} claims: at most {} are asked at once", claims.size(), kMostClaims));
  std::string shown;
  std::string standings;
  Looks looks;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    shown += fmt::format(", shown{} AS (SELECT DISTINCT server FROM ({}))", i,
                         shown_sql(claims[i].shown, claims[i]));
    standings += ", " + standing_sql(claims[i], i, looks);
  }
  ASSAY_CHECK(
      session.query("CREATE OR REPLACE TEMP TABLE population AS " + members_sql(population)));
  const std::string look_table =
      looks.empty()
          ? "SELECT NULL::INTEGER AS server"
          : fmt::format("SELECT e.server{} FROM evidence e{} GROUP BY e.server", looks.sql(),
                        population.known_by
                            ? fmt::format(" WHERE e.collected <= {}", *population.known_by)
                            : "");
  PopulationAnswer out;
  ASSAY_CHECK(session.query(
      fmt::format("WITH l AS ({}){} SELECT m.id, m.m, m.server IS NOT NULL, m.last_seen{} FROM "
                  "population m LEFT JOIN l ON l.server = m.server ORDER BY m.id",
                  look_table, shown, standings),
      [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i) {
          PopulationRow row;
          row.id = r.text(0, i);
          row.certain = !r.is_null(1, i);
          row.known = r.column<bool>(2)[i];
          row.last_seen = r.column<std::int64_t>(3)[i];
          for (std::size_t c = 0; c < claims.size(); ++c)
            row.standing.push_back(static_cast<ClaimStanding>(r.column<std::int32_t>(4 + c)[i]));
          out.rows.push_back(std::move(row));
        }
      }));
  ASSAY_CHECK(
      session.query(fmt::format("WITH {} SELECT count(*) FROM (SELECT id FROM seen UNION SELECT id "
                                "FROM assets)",
                                as_of_sql(population)),
                    [&](const Rows& r) {
                      if (r.size() > 0)
                        out.servers = static_cast<std::uint64_t>(r.column<std::int64_t>(0)[0]);
                    }));
  return out;
}

namespace {

// Each pattern of the tree by itself: what stands on a server is shown whole.
void leaves(const Condition& c, std::vector<const Condition*>& out) {
  if (c.op == Condition::Op::fact || c.op == Condition::Op::finding) out.push_back(&c);
  for (const auto& part : c.parts) leaves(part, out);
}

// The collection that first said so.
constexpr std::string_view kCollection =
    "LEFT JOIN evidence e ON e.server = w.server AND e.collected = w.since";

Shown shown_fact(const Rows& r, std::size_t i) {
  Shown out;
  out.server = r.text(0, i);
  out.words = fmt::format("{} {}", r.text(1, i), r.text(2, i));
  if (!r.text(3, i).empty()) out.words += fmt::format(", serial {}", r.text(3, i));
  if (!r.text(4, i).empty()) out.words += fmt::format(", at {}", r.text(4, i));
  out.cite = {std::string(r.text(5, i)), std::string(r.text(6, i))};
  out.evidence = r.text(7, i);
  out.since = r.column<std::int64_t>(8)[i];
  out.until = r.is_null(9, i) ? kOpen : r.column<std::int64_t>(9)[i];
  return out;
}

}  // namespace

base::Result<std::vector<Shown>> what_shows(Session& session, const ClaimQuery& claim,
                                            const std::vector<std::string>& servers,
                                            std::size_t most) {
  std::vector<Shown> out;
  if (servers.empty()) return out;
  std::string values;
  for (const auto& id : servers)
    values += fmt::format("{}({})", values.empty() ? "" : ", ", sql_text(id));
  ASSAY_CHECK(
      session.query("CREATE OR REPLACE TEMP TABLE asked (id VARCHAR); INSERT INTO asked "
                    "VALUES " +
                    values));
  std::vector<const Condition*> parts;
  leaves(claim.shown, parts);
  for (const Condition* c : parts) {
    if (c->op == Condition::Op::fact) {
      ASSAY_CHECK(session.query(
          fmt::format(
              "WITH w AS (SELECT h.* FROM holdings h WHERE {} AND h.server IN (SELECT "
              "server FROM servers WHERE id IN (SELECT id FROM asked))) SELECT s.id, f.name, "
              "f.value, w.serial, p.name, c.artefact, c.spot, coalesce(e.sha256, ''), "
              "w.since, w.until FROM w JOIN servers s USING (server) JOIN facts f USING "
              "(fact) JOIN places p USING (place) JOIN cites c USING (cite) {} QUALIFY "
              "row_number() OVER (PARTITION BY s.id ORDER BY w.since, f.name, f.value, "
              "p.name) <= {}",
              holding_where(c->fact, claim), kCollection, most),
          [&](const Rows& r) {
            for (std::size_t i = 0; i < r.size(); ++i) out.push_back(shown_fact(r, i));
          }));
      continue;
    }
    ASSAY_CHECK(session.query(
        fmt::format("WITH w AS (SELECT n.* FROM findings n WHERE {} AND n.server IN (SELECT server "
                    "FROM servers WHERE id IN (SELECT id FROM asked))) SELECT s.id, w.code, w.why, "
                    "w.cites, coalesce(e.sha256, ''), w.since, w.until FROM w JOIN servers s USING "
                    "(server) {} QUALIFY row_number() OVER (PARTITION BY s.id ORDER BY w.since, "
                    "w.code, w.why) <= {}",
                    finding_where(c->finding, claim), kCollection, most),
        [&](const Rows& r) {
          for (std::size_t i = 0; i < r.size(); ++i) {
            Shown one;
            one.server = r.text(0, i);
            one.code = r.text(1, i);
            one.words = r.text(2, i);
            if (const auto cites = cites_from_json(r.text(3, i)); !cites.empty())
              one.cite = cites.front();
            one.evidence = r.text(4, i);
            one.since = r.column<std::int64_t>(5)[i];
            one.until = r.is_null(6, i) ? kOpen : r.column<std::int64_t>(6)[i];
            out.push_back(std::move(one));
          }
        }));
  }
  std::ranges::stable_sort(out, {}, &Shown::server);
  return out;
}

}  // namespace assay::fleet::duckdb
