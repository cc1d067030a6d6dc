// Reading: what the verbs show, and the counts that siblings are judged by.
#include <filesystem>
#include <fmt/format.h>
#include <map>

#include "fleet/duckdb/open.h"
#include "fleet/duckdb/population.h"
#include "fleet/duckdb/question.h"
#include "fleet/duckdb/schema.h"

namespace assay::fleet::duckdb {
namespace {

constexpr std::string_view kServerColumns =
    "s.server, s.id, s.grp, s.serial, s.uuid, s.board_serial, s.verdict, s.v_boot, s.v_firmware, "
    "s.v_inventory, s.v_board, s.v_traffic, s.v_custody, s.first_seen, s.last_seen, s.seen, "
    "g.manufacturer, g.product, g.board, g.board_revision, g.name, a.manufacturer, a.product, "
    "a.board_revision, a.lot, a.serial, a.uuid, a.received, a.site, a.role, a.tenant";
constexpr std::string_view kServerTables =
    "servers s JOIN groups g USING (grp) LEFT JOIN assets a ON a.id = s.id AND a.is_current";

std::uint32_t number_at(const Rows& r, std::size_t column, std::size_t row) {
  return static_cast<std::uint32_t>(r.column<std::int32_t>(column)[row]);
}

ServerView server_from(const Rows& r, std::size_t i) {
  ServerView v;
  auto& s = v.server;
  s.server = number_at(r, 0, i);
  s.id = r.text(1, i);
  s.group = number_at(r, 2, i);
  s.serial = r.text(3, i);
  s.uuid = r.text(4, i);
  s.board_serial = r.text(5, i);
  s.verdict = verdict_from(r.text(6, i));
  for (std::size_t d = 0; d < appraise::kDisciplines; ++d)
    s.disciplines[d] = verdict_from(r.text(7 + d, i));
  s.first_seen = r.column<std::int64_t>(13)[i];
  s.last_seen = r.column<std::int64_t>(14)[i];
  s.seen = number_at(r, 15, i);
  v.group = {std::string(r.text(16, i)), std::string(r.text(17, i)), std::string(r.text(18, i)),
             std::string(r.text(19, i)), std::string(r.text(20, i))};
  std::size_t column = 21;
  for (auto* text : {&v.asset.manufacturer, &v.asset.product, &v.asset.board_revision, &v.asset.lot,
                     &v.asset.serial, &v.asset.uuid, &v.asset.received, &v.asset.site,
                     &v.asset.role, &v.asset.tenant})
    *text = r.text(column++, i);
  return v;
}

class Reader final : public IndexReader {
 public:
  explicit Reader(std::unique_ptr<Session> session) : session_(std::move(session)) {}
  [[nodiscard]] Session& session() noexcept { return *session_; }

  base::Result<std::vector<ServerView>> servers(const ServerFilter& filter) override;
  base::Result<std::optional<ServerView>> server(const std::string& id) override;
  base::Result<History> history(std::uint32_t server) override;
  base::Result<SiblingCounts> sibling_counts() override;
  base::Result<std::vector<RareHolder>> holders(
      const SiblingCounts& counts, const std::vector<appraise::RareFact>& rare) override;
  base::Result<std::optional<Rarity>> rarity() override;
  base::Result<std::vector<Standing>> standing_findings() override;
  base::Result<std::vector<Standing>> finding_history() override;
  base::Result<std::vector<Standing>> explained_findings(
      const std::vector<std::string>& ids) override;
  base::Result<std::vector<SharedIdentity>> shared_identities() override;
  base::Result<PopulationAnswer> examine(const Population& population,
                                         std::span<const ClaimQuery> claims) override {
    return duckdb::examine(*session_, population, claims);
  }
  base::Result<std::vector<Shown>> what_shows(const ClaimQuery& claim,
                                              const std::vector<std::string>& servers,
                                              std::size_t most) override {
    return duckdb::what_shows(*session_, claim, servers, most);
  }
  base::Result<std::vector<SharedUse>> shared_uses(Column column,
                                                   const std::vector<std::string>& first,
                                                   const std::vector<std::string>& second,
                                                   std::optional<Seconds> known_by) override {
    return duckdb::shared_uses(*session_, column, first, second, known_by);
  }
  base::Result<bool> column_known(Column column) override {
    return duckdb::column_known(*session_, column);
  }
  base::Result<std::vector<Placement>> placements() override;
  base::Result<FleetCounts> counts() override;
  base::Result<std::vector<RunRow>> runs() override;
  base::Result<std::vector<EvidenceRow>> all_evidence() override;
  base::Result<void> ask(const std::string& sql, unsigned seconds, const TableSink& sink) override {
    return ask_question(*session_, sql, seconds, sink);
  }
  base::Result<void> export_parquet(const std::string& folder) override;

 private:
  base::Result<void> count_lots(SiblingCounts& out);
  base::Result<void> count_holders(SiblingCounts& out);
  base::Result<void> present(const std::vector<appraise::RareFact>& rare,
                             std::vector<RareHolder>& out);
  base::Result<void> absent(const SiblingCounts& counts,
                            const std::vector<appraise::RareFact>& rare,
                            std::vector<RareHolder>& out);

  std::unique_ptr<Session> session_;
};

base::Result<std::vector<ServerView>> Reader::servers(const ServerFilter& filter) {
  std::string where;
  const auto demand = [&](std::string_view column, const std::string& value) {
    if (!value.empty())
      where +=
          fmt::format("{} {} = {}", where.empty() ? " WHERE" : " AND", column, sql_text(value));
  };
  demand("g.product", filter.product);
  demand("a.lot", filter.lot);
  demand("a.site", filter.site);
  std::vector<ServerView> out;
  ASSAY_CHECK(session_->query(
      fmt::format("SELECT {} FROM {}{} ORDER BY s.id", kServerColumns, kServerTables, where),
      [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i) out.push_back(server_from(r, i));
      }));
  return out;
}

base::Result<std::optional<ServerView>> Reader::server(const std::string& id) {
  std::optional<ServerView> out;
  ASSAY_CHECK(session_->query(
      fmt::format("SELECT {} FROM {} WHERE s.id = {}", kServerColumns, kServerTables, sql_text(id)),
      [&](const Rows& r) {
        if (r.size() > 0) out = server_from(r, 0);
      }));
  return out;
}

base::Result<IndexReader::History> Reader::history(std::uint32_t server) {
  History out;
  ASSAY_CHECK(
      session_->query(fmt::format("SELECT {} FROM evidence WHERE server = {} ORDER BY collected",
                                  kEvidenceColumns, server),
                      [&](const Rows& r) {
                        for (std::size_t i = 0; i < r.size(); ++i)
                          out.evidence.push_back(evidence_from(r, i));
                      }));
  ASSAY_CHECK(session_->query(
      fmt::format("WITH h AS (SELECT * FROM holdings WHERE server = {}) "
                  "SELECT h.fact, f.kind, f.source, f.name, f.value, p.name, h.serial, c.artefact, "
                  "c.spot, h.since, h.until FROM h JOIN facts f USING (fact) JOIN places p USING "
                  "(place) JOIN cites c USING (cite) "
                  "ORDER BY f.source, f.kind, f.name, p.name, f.value, h.serial, h.since",
                  server),
      [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i) {
          HoldingView v;
          v.holding.server = server;
          v.holding.fact = number_at(r, 0, i);
          v.fact = {kind_from(r.text(1, i)),
                    source_from(r.text(2, i)),
                    std::string(r.text(3, i)),
                    std::string(r.text(4, i)),
                    std::string(r.text(5, i)),
                    std::string(r.text(6, i)),
                    {std::string(r.text(7, i)), std::string(r.text(8, i))}};
          v.holding.serial = v.fact.serial;
          v.holding.since = r.column<std::int64_t>(9)[i];
          v.holding.until = r.is_null(10, i) ? kOpen : r.column<std::int64_t>(10)[i];
          out.holdings.push_back(std::move(v));
        }
      }));
  ASSAY_CHECK(session_->query(
      fmt::format("SELECT {} FROM findings f WHERE f.server = {} ORDER BY f.until IS NOT NULL, "
                  "f.severity, f.code, f.subject, f.why, f.since",
                  kFindingColumns, server),
      [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i) out.findings.push_back(finding_from(r, i));
      }));
  return out;
}

// Group and lot of every server that says what it is, numbered.
base::Result<void> Reader::count_lots(SiblingCounts& out) {
  ASSAY_CHECK(session_->query(
      "CREATE OR REPLACE TEMP TABLE lots AS SELECT (row_number() OVER (ORDER BY grp, lot) - "
      "1)::INTEGER AS number, grp, lot FROM (SELECT DISTINCT s.grp, coalesce(a.lot, '') AS lot "
      "FROM servers s LEFT JOIN assets a ON a.id = s.id AND a.is_current WHERE s.grp <> 0);"
      "CREATE OR REPLACE TEMP TABLE member AS SELECT s.server, s.seen, l.number AS lot FROM "
      "servers "
      "s LEFT JOIN assets a ON a.id = s.id AND a.is_current JOIN lots l ON l.grp = s.grp AND l.lot "
      "= coalesce(a.lot, '')"));
  ASSAY_CHECK(session_->query(
      "SELECT l.grp, g.name, l.lot FROM lots l JOIN groups g USING (grp) ORDER BY l.number",
      [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i)
          out.lot_names.push_back(
              {number_at(r, 0, i), std::string(r.text(1, i)), std::string(r.text(2, i))});
      }));
  for (const auto& lot : out.lot_names) out.lots.push_back({.group = lot.group});
  std::string sums;
  for (std::size_t s = 0; s < evidence::kFactSources; ++s)
    sums += fmt::format(", sum((seen >> {}) & 1)::INTEGER", s);
  return session_->query(fmt::format("SELECT lot{} FROM member GROUP BY lot", sums),
                         [&](const Rows& r) {
                           for (std::size_t i = 0; i < r.size(); ++i)
                             for (std::size_t s = 0; s < evidence::kFactSources; ++s)
                               out.lots[number_at(r, 0, i)].seen[s] = number_at(r, 1 + s, i);
                         });
}

base::Result<void> Reader::count_holders(SiblingCounts& out) {
  std::vector<std::uint32_t> slot_of;
  std::map<std::tuple<evidence::FactKind, evidence::FactSource, std::string>, std::uint32_t> slots;
  ASSAY_CHECK(
      session_->query("SELECT kind, source, name FROM facts ORDER BY fact", [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i) {
          const auto kind = kind_from(r.text(0, i));
          const auto source = source_from(r.text(1, i));
          const auto [at, fresh] = slots.try_emplace({kind, source, std::string(r.text(2, i))},
                                                     static_cast<std::uint32_t>(slots.size()));
          if (fresh) {
            out.slots.push_back({kind, source});
            out.slot_names.push_back({kind, source, std::string(r.text(2, i))});
          }
          slot_of.push_back(at->second);
        }
      }));
  // A server that holds a fact in several places holds it once.
  return session_->query(
      "SELECT m.lot, h.fact, count(*)::INTEGER FROM (SELECT DISTINCT server, fact FROM holdings "
      "WHERE until IS NULL) h JOIN member m USING (server) GROUP BY m.lot, h.fact",
      [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i) {
          const auto fact = number_at(r, 1, i);
          out.counts.push_back({number_at(r, 0, i), slot_of.at(fact), fact, number_at(r, 2, i)});
        }
      });
}

base::Result<SiblingCounts> Reader::sibling_counts() {
  SiblingCounts out;
  ASSAY_CHECK(count_lots(out));
  ASSAY_CHECK(count_holders(out));
  return out;
}

base::Result<void> Reader::present(const std::vector<appraise::RareFact>& rare,
                                   std::vector<RareHolder>& out) {
  // DuckDB's appender refuses a read-only database even for its temporary tables.
  std::string rows;
  for (std::size_t i = 0; i < rare.size(); ++i)
    if (rare[i].fact != appraise::kNone)
      rows += fmt::format("{}({}, {}, {})", rows.empty() ? "" : ", ", i, rare[i].lot, rare[i].fact);
  if (rows.empty()) return {};
  ASSAY_CHECK(session_->query(
      fmt::format("CREATE OR REPLACE TEMP TABLE rare (number INTEGER, lot INTEGER, fact INTEGER); "
                  "INSERT INTO rare VALUES {}",
                  rows)));
  return session_->query(
      "WITH held AS (SELECT r.number, h.server, h.fact, h.place, h.cite, h.serial, h.since FROM "
      "holdings h JOIN rare r USING (fact) JOIN member m ON m.server = h.server AND m.lot = r.lot "
      "WHERE h.until IS NULL) "
      "SELECT held.number, s.id, f.kind, f.source, f.name, f.value, p.name, held.serial, "
      "c.artefact, c.spot, s.server, held.since FROM held JOIN servers s USING (server) JOIN facts "
      "f USING (fact) JOIN places p USING (place) JOIN cites c USING (cite) "
      "QUALIFY row_number() OVER (PARTITION BY held.number, held.server ORDER BY p.name, "
      "held.serial) = 1 ORDER BY s.id, held.number",
      [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i)
          out.push_back({number_at(r, 0, i),
                         std::string(r.text(1, i)),
                         number_at(r, 10, i),
                         r.column<std::int64_t>(11)[i],
                         {kind_from(r.text(2, i)),
                          source_from(r.text(3, i)),
                          std::string(r.text(4, i)),
                          std::string(r.text(5, i)),
                          std::string(r.text(6, i)),
                          std::string(r.text(7, i)),
                          {std::string(r.text(8, i)), std::string(r.text(9, i))}}});
      });
}

// Servers of a lot whose source was seen, and that hold no fact of the slot.
base::Result<void> Reader::absent(const SiblingCounts& counts,
                                  const std::vector<appraise::RareFact>& rare,
                                  std::vector<RareHolder>& out) {
  for (std::size_t i = 0; i < rare.size(); ++i) {
    if (rare[i].fact != appraise::kNone) continue;
    const auto& slot = counts.slot_names.at(rare[i].slot);
    ASSAY_CHECK(session_->query(
        fmt::format("SELECT s.id, s.server, s.last_seen FROM member m JOIN servers s USING "
                    "(server) WHERE m.lot = {} AND ((m.seen >> {}) & 1) = 1 AND m.server NOT IN "
                    "(SELECT server FROM holdings "
                    "WHERE until IS NULL AND fact IN (SELECT fact FROM facts WHERE kind = {} AND "
                    "source = {} AND name = {})) ORDER BY s.id",
                    rare[i].lot, static_cast<int>(slot.source), sql_text(evidence::name(slot.kind)),
                    sql_text(evidence::name(slot.source)), sql_text(slot.name)),
        [&](const Rows& r) {
          for (std::size_t row = 0; row < r.size(); ++row)
            out.push_back({i,
                           std::string(r.text(0, row)),
                           number_at(r, 1, row),
                           r.column<std::int64_t>(2)[row],
                           {slot.kind, slot.source, slot.name, {}, {}, {}, {}}});
        }));
  }
  return {};
}

base::Result<std::vector<RareHolder>> Reader::holders(const SiblingCounts& counts,
                                                      const std::vector<appraise::RareFact>& rare) {
  std::vector<RareHolder> out;
  if (rare.empty()) return out;
  ASSAY_CHECK(present(rare, out));
  ASSAY_CHECK(absent(counts, rare, out));
  return out;
}

base::Result<std::optional<Rarity>> Reader::rarity() {
  std::optional<Rarity> out;
  ASSAY_CHECK(
      session_->query("SELECT compared, tested, groups, too_few FROM rarity", [&](const Rows& r) {
        if (r.size() == 0) return;
        out = Rarity{.compared = static_cast<std::uint64_t>(r.column<std::int64_t>(0)[0]),
                     .tested = static_cast<std::uint64_t>(r.column<std::int64_t>(1)[0]),
                     .groups = number_at(r, 2, 0),
                     .too_few = number_at(r, 3, 0)};
      }));
  return out;
}

base::Result<std::vector<IndexReader::Standing>> Reader::standing_findings() {
  std::vector<Standing> out;
  ASSAY_CHECK(session_->query(
      fmt::format("SELECT s.id, {} FROM findings f JOIN servers s USING (server) WHERE f.until IS "
                  "NULL AND f.status = 'open' AND f.severity <> 'info' ORDER BY s.id, f.severity, "
                  "f.code, f.subject, f.why",
                  kFindingColumns),
      [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i)
          out.push_back({std::string(r.text(0, i)), finding_from(r, i, 1)});
      }));
  return out;
}

base::Result<std::vector<IndexReader::Standing>> Reader::finding_history() {
  std::vector<Standing> out;
  ASSAY_CHECK(session_->query(
      fmt::format(
          "SELECT s.id, {} FROM findings f JOIN servers s USING (server) WHERE f.severity <> "
          "'info' ORDER BY s.id, f.since, f.severity, f.code, f.subject, f.why",
          kFindingColumns),
      [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i)
          out.push_back({std::string(r.text(0, i)), finding_from(r, i, 1)});
      }));
  return out;
}

base::Result<std::vector<IndexReader::Standing>> Reader::explained_findings(
    const std::vector<std::string>& ids) {
  std::vector<Standing> out;
  if (ids.empty()) return out;
  std::string list;
  for (const auto& id : ids) list += (list.empty() ? "" : ", ") + sql_text(id);
  ASSAY_CHECK(session_->query(
      fmt::format("SELECT s.id, {} FROM findings f JOIN servers s USING (server) WHERE f.until IS "
                  "NULL AND f.status = 'explained' AND s.id IN ({}) ORDER BY s.id, f.code, "
                  "f.subject, f.why",
                  kFindingColumns, list),
      [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i)
          out.push_back({std::string(r.text(0, i)), finding_from(r, i, 1)});
      }));
  return out;
}

base::Result<std::vector<IndexReader::SharedIdentity>> Reader::shared_identities() {
  std::vector<SharedIdentity> out;
  ASSAY_CHECK(session_->query(
      "SELECT uuid, id FROM servers WHERE uuid IN (SELECT uuid FROM servers WHERE uuid <> '' GROUP "
      "BY uuid HAVING count(*) > 1) ORDER BY uuid, id",
      [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i) {
          if (out.empty() || out.back().uuid != r.text(0, i))
            out.push_back({std::string(r.text(0, i)), {}});
          out.back().servers.emplace_back(r.text(1, i));
        }
      }));
  return out;
}

base::Result<std::vector<IndexReader::Placement>> Reader::placements() {
  std::vector<Placement> out;
  ASSAY_CHECK(session_->query(
      "SELECT id, coalesce(lot, ''), coalesce(site, '') FROM assets WHERE is_current ORDER BY id",
      [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i)
          out.push_back(
              {std::string(r.text(0, i)), std::string(r.text(1, i)), std::string(r.text(2, i))});
      }));
  return out;
}

base::Result<FleetCounts> Reader::counts() {
  FleetCounts out;
  ASSAY_CHECK(session_->query(
      "SELECT (SELECT count(*) FROM servers), (SELECT count(*) FROM evidence), (SELECT count(*) "
      "FROM holdings), (SELECT count(*) FROM holdings WHERE until IS NULL), (SELECT count(*) FROM "
      "facts)",
      [&](const Rows& r) {
        std::size_t column = 0;
        for (auto* n : {&out.servers, &out.evidence, &out.holdings, &out.current, &out.facts})
          *n = static_cast<std::uint64_t>(r.column<std::int64_t>(column++)[0]);
      }));
  return out;
}

base::Result<std::vector<RunRow>> Reader::runs() {
  std::vector<RunRow> out;
  ASSAY_CHECK(session_->query(
      "SELECT run, as_of, options, policy FROM runs ORDER BY run", [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i)
          out.push_back({number_at(r, 0, i), r.column<std::int64_t>(1)[i],
                         std::string(r.text(2, i)), std::string(r.text(3, i))});
      }));
  return out;
}

base::Result<std::vector<EvidenceRow>> Reader::all_evidence() {
  std::vector<EvidenceRow> out;
  ASSAY_CHECK(session_->query(
      fmt::format("SELECT {} FROM evidence ORDER BY number", kEvidenceColumns), [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i) out.push_back(evidence_from(r, i));
      }));
  return out;
}

base::Result<void> Reader::export_parquet(const std::string& folder) {
  for (const std::string_view table :
       {"facts", "places", "cites", "groups", "servers", "evidence", "holdings", "findings",
        "assets", "changes", "rarity", "runs"}) {
    const auto file = (std::filesystem::path(folder) / fmt::format("{}.parquet", table)).string();
    ASSAY_CHECK(session_->query(
        fmt::format("COPY {} TO {} (FORMAT parquet, COMPRESSION zstd)", table, sql_text(file))));
  }
  return {};
}

}  // namespace

base::Result<std::unique_ptr<IndexReader>> open_reader(std::shared_ptr<const Functions> functions,
                                                       const std::string& folder,
                                                       const Settings& settings) {
  const auto path = index_path(folder);
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored))
    return base::in_file({base::ErrorKind::usage, "holds no index; assay fleet import makes one"},
                         folder);
  ASSAY_TRY(auto session,
            Session::open(std::move(functions), path,
                          {.read_only = true,
                           .memory_limit = settings.memory_limit,
                           .temp_directory = (std::filesystem::path(folder) / "tmp").string(),
                           .threads = settings.threads,
                           .locked = settings.locked}));
  ASSAY_CHECK(check_version(*session, path, settings.older));
  return std::make_unique<Reader>(std::move(session));
}

}  // namespace assay::fleet::duckdb
