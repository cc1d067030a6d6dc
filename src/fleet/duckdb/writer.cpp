// Writing: whole columns through DuckDB's appender, changes through small temporary tables, one
// transaction a batch.
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <unordered_map>

#include "base/descriptor.h"
#include "base/filesystem.h"
#include "fleet/duckdb/open.h"
#include "fleet/duckdb/schema.h"
#include "formats/json/json.h"

namespace assay::fleet::duckdb {
namespace {

constexpr auto kInt = DUCKDB_TYPE_INTEGER;
constexpr auto kBig = DUCKDB_TYPE_BIGINT;
constexpr auto kText = DUCKDB_TYPE_VARCHAR;
constexpr auto kBool = DUCKDB_TYPE_BOOLEAN;

std::int32_t number(std::uint32_t n) { return static_cast<std::int32_t>(n); }

void put_until(Appender& a, std::size_t column, Seconds until) {
  if (until == kOpen)
    a.null(column);
  else
    a.put<std::int64_t>(column, until);
}
void put_text(Appender& a, std::size_t column, const std::string& text) {
  if (text.empty())
    a.null(column);
  else
    a.text(column, text);
}
void put_time(Appender& a, std::size_t column, const std::optional<base::Time>& time) {
  if (time)
    a.put<std::int64_t>(column, time->seconds);
  else
    a.null(column);
}
void put_verdicts(Appender& a, std::size_t column, const appraise::DisciplineVerdicts& verdicts) {
  for (std::size_t d = 0; d < verdicts.size(); ++d) a.text(column + d, appraise::name(verdicts[d]));
}

void put_finding(Appender& a, std::optional<std::uint32_t> server, Origin origin,
                 const evidence::Finding& f, Seconds since, Seconds until) {
  a.start();
  if (server)
    a.put<std::int32_t>(0, number(*server));
  else
    a.null(0);
  a.text(1, name(origin));
  a.text(2, f.code);
  a.text(3, evidence::name(f.severity));
  a.text(4, f.subject);
  a.text(5, f.why);
  a.text(6, f.action);
  a.text(7, cites_to_json(f.cites));
  a.text(8, evidence::name(f.status));
  a.text(9, f.explained_by);
  a.put<std::int64_t>(10, since);
  put_until(a, 11, until);
}

std::string joined(const std::vector<std::string>& texts) {
  return formats::json::to_text(formats::json::Value(texts), -1);
}

class Writer final : public IndexWriter {
 public:
  explicit Writer(std::unique_ptr<Session> session) : session_(std::move(session)) {}

  base::Result<void> prepare() {
    // One statement list, one transaction: a kill leaves no half of a schema.
    bool there = false;
    ASSAY_CHECK(session_->query("SELECT 1 FROM duckdb_tables() WHERE table_name = 'meta'",
                                [&](const Rows& rows) { there |= rows.size() > 0; }));
    if (!there)
      ASSAY_CHECK(session_->query(fmt::format("BEGIN; {} INSERT INTO meta VALUES ({}); COMMIT",
                                              schema_sql(), kSchemaVersion)));
    // A checkpoint compresses; one in the end is enough, and until then the log has everything.
    return session_->query(
        "SET checkpoint_threshold = '4GB'; SET preserve_insertion_order = true;"
        "CREATE TEMP TABLE wanted (server INTEGER);"
        "CREATE TEMP TABLE spans (rid BIGINT, since BIGINT, until BIGINT);"
        "CREATE TEMP TABLE gone (rid BIGINT);"
        "CREATE TEMP TABLE changed AS SELECT * FROM servers LIMIT 0");
  }
  [[nodiscard]] Session& session() noexcept { return *session_; }

  base::Result<Known> known() override;
  base::Result<std::vector<ServerState>> states(const std::vector<std::uint32_t>& servers) override;
  base::Result<void> write(const Change& change) override {
    return in_transaction([&] { return put(change); });
  }
  base::Result<void> write_assets(const evidence::AssetRegister& assets,
                                  base::Time as_of) override {
    return in_transaction([&] { return put_assets(assets, as_of); });
  }
  base::Result<void> write_changes(const std::vector<reference::ChangeRecord>& changes) override {
    return in_transaction([&] { return put_changes(changes); });
  }
  base::Result<void> write_siblings(std::span<const FindingRow> findings,
                                    const Rarity& rarity) override {
    return in_transaction([&] { return put_siblings(findings, rarity); });
  }
  base::Result<void> finish() override { return session_->query("CHECKPOINT"); }

 private:
  template <class Body>
  base::Result<void> in_transaction(const Body& body) {
    ASSAY_CHECK(session_->query("BEGIN TRANSACTION"));
    auto done = body();
    if (done) done = session_->query("COMMIT");
    if (!done) static_cast<void>(session_->query("ROLLBACK"));
    return done;
  }
  base::Result<void> forget_siblings();
  base::Result<void> put_siblings(std::span<const FindingRow> findings, const Rarity& rarity);
  base::Result<void> put(const Change& c);
  base::Result<void> put_words(const Change& c);
  base::Result<void> put_servers(const std::vector<ServerRow>& rows, const char* table);
  base::Result<void> put_evidence(const std::vector<EvidenceRow>& rows);
  base::Result<void> put_holdings(const std::vector<Holding>& rows);
  base::Result<void> put_findings(std::span<const FindingRow> rows);
  template <class Row>
  base::Result<void> move_spans(const std::vector<Row>& rows, std::string_view table);
  base::Result<void> put_assets(const evidence::AssetRegister& assets, base::Time as_of);
  base::Result<void> put_changes(const std::vector<reference::ChangeRecord>& changes);

  std::unique_ptr<Session> session_;
};

base::Result<IndexWriter::Known> Writer::known() {
  Known k;
  ASSAY_CHECK(session_->query(
      "SELECT kind, source, name, value FROM facts ORDER BY fact", [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i)
          k.facts.push_back({kind_from(r.text(0, i)), source_from(r.text(1, i)),
                             std::string(r.text(2, i)), std::string(r.text(3, i))});
      }));
  ASSAY_CHECK(session_->query("SELECT name FROM places ORDER BY place", [&](const Rows& r) {
    for (std::size_t i = 0; i < r.size(); ++i) k.places.emplace_back(r.text(0, i));
  }));
  ASSAY_CHECK(session_->query("SELECT artefact, spot FROM cites ORDER BY cite", [&](const Rows& r) {
    for (std::size_t i = 0; i < r.size(); ++i)
      k.cites.push_back({std::string(r.text(0, i)), std::string(r.text(1, i))});
  }));
  ASSAY_CHECK(session_->query("SELECT name FROM groups ORDER BY grp", [&](const Rows& r) {
    for (std::size_t i = 0; i < r.size(); ++i)
      k.groups.push_back({{}, {}, {}, {}, std::string(r.text(0, i))});
  }));
  ASSAY_CHECK(session_->query(
      "SELECT server, id, grp, first_seen, last_seen, identity_at, seen, serial, uuid, "
      "board_serial FROM servers ORDER BY server",
      [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i) {
          ServerRow s;
          s.server = static_cast<std::uint32_t>(r.column<std::int32_t>(0)[i]);
          s.id = r.text(1, i);
          s.group = static_cast<std::uint32_t>(r.column<std::int32_t>(2)[i]);
          s.first_seen = r.column<std::int64_t>(3)[i];
          s.last_seen = r.column<std::int64_t>(4)[i];
          s.identity_at = r.column<std::int64_t>(5)[i];
          s.seen = static_cast<std::uint32_t>(r.column<std::int32_t>(6)[i]);
          s.serial = r.text(7, i);
          s.uuid = r.text(8, i);
          s.board_serial = r.text(9, i);
          k.servers.push_back(std::move(s));
        }
      }));
  ASSAY_CHECK(session_->query("SELECT sha256 FROM evidence ORDER BY number", [&](const Rows& r) {
    for (std::size_t i = 0; i < r.size(); ++i) k.digests.emplace_back(r.text(0, i));
  }));
  ASSAY_CHECK(session_->query(
      "SELECT coalesce(max(run) + 1, 0)::INTEGER FROM runs",
      [&](const Rows& r) { k.runs = static_cast<std::uint32_t>(r.column<std::int32_t>(0)[0]); }));
  return k;
}

base::Result<std::vector<ServerState>> Writer::states(const std::vector<std::uint32_t>& servers) {
  std::vector<ServerState> out(servers.size());
  if (servers.empty()) return out;
  std::unordered_map<std::uint32_t, std::size_t> place;
  ASSAY_CHECK(session_->query("DELETE FROM wanted"));
  Appender a(*session_, "wanted", {kInt});
  for (std::size_t i = 0; i < servers.size(); ++i) {
    place[servers[i]] = i;
    a.start();
    a.put<std::int32_t>(0, number(servers[i]));
  }
  ASSAY_CHECK(a.finish());
  ASSAY_CHECK(session_->query(
      fmt::format(
          "SELECT {} FROM evidence WHERE server IN (SELECT server FROM wanted) ORDER BY collected",
          kEvidenceColumns),
      [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i) {
          auto e = evidence_from(r, i);
          out[place.at(e.server)].evidence.push_back(std::move(e));
        }
      }));
  ASSAY_CHECK(
      session_->query("SELECT rowid, server, fact, place, cite, serial, since, until FROM holdings "
                      "WHERE server IN (SELECT server FROM wanted) ORDER BY rowid",
                      [&](const Rows& r) {
                        for (std::size_t i = 0; i < r.size(); ++i) {
                          Holding h;
                          h.row = r.column<std::int64_t>(0)[i];
                          h.server = static_cast<std::uint32_t>(r.column<std::int32_t>(1)[i]);
                          h.fact = static_cast<std::uint32_t>(r.column<std::int32_t>(2)[i]);
                          h.place = static_cast<std::uint32_t>(r.column<std::int32_t>(3)[i]);
                          h.cite = static_cast<std::uint32_t>(r.column<std::int32_t>(4)[i]);
                          h.serial = r.text(5, i);
                          h.since = r.column<std::int64_t>(6)[i];
                          h.until = r.is_null(7, i) ? kOpen : r.column<std::int64_t>(7)[i];
                          out[place.at(h.server)].holdings.push_back(std::move(h));
                        }
                      }));
  ASSAY_CHECK(session_->query(
      fmt::format("SELECT {} FROM findings f WHERE f.server IN (SELECT server FROM wanted) "
                  "AND f.origin IN ('evidence', 'history') ORDER BY f.rowid",
                  kFindingColumns),
      [&](const Rows& r) {
        for (std::size_t i = 0; i < r.size(); ++i) {
          auto f = finding_from(r, i);
          auto& state = out[place.at(f.server)];
          (f.origin == Origin::history ? state.history : state.findings).push_back(std::move(f));
        }
      }));
  return out;
}

// They were about a fleet that is another one now.
base::Result<void> Writer::forget_siblings() {
  bool there = false;
  ASSAY_CHECK(
      session_->query("SELECT 1 FROM rarity", [&](const Rows& rows) { there |= rows.size() > 0; }));
  if (!there) return {};
  return session_->query("DELETE FROM rarity; DELETE FROM findings WHERE origin = 'siblings'");
}

base::Result<void> Writer::put_siblings(std::span<const FindingRow> findings,
                                        const Rarity& rarity) {
  ASSAY_CHECK(forget_siblings());
  ASSAY_CHECK(put_findings(findings));
  return session_->query(fmt::format("INSERT INTO rarity VALUES ({}, {}, {}, {})", rarity.compared,
                                     rarity.tested, rarity.groups, rarity.too_few));
}

base::Result<void> Writer::put(const Change& c) {
  ASSAY_CHECK(forget_siblings());
  ASSAY_CHECK(put_words(c));
  ASSAY_CHECK(put_servers(c.new_servers, "servers"));
  if (!c.changed_servers.empty()) {
    ASSAY_CHECK(session_->query("DELETE FROM changed"));
    ASSAY_CHECK(put_servers(c.changed_servers, "changed"));
    std::string set;
    for (const std::string_view column :
         {"grp", "serial", "uuid", "board_serial", "verdict", "v_boot", "v_firmware", "v_inventory",
          "v_board", "v_traffic", "v_custody", "first_seen", "last_seen", "identity_at", "seen"})
      set += fmt::format("{}{} = c.{}", set.empty() ? "" : ", ", column, column);
    ASSAY_CHECK(session_->query(
        fmt::format("UPDATE servers SET {} FROM changed c WHERE servers.server = c.server", set)));
  }
  ASSAY_CHECK(put_evidence(c.evidence));
  // Before anything is appended: row numbers are those that states() gave.
  ASSAY_CHECK(move_spans(c.changed_holdings, "holdings"));
  ASSAY_CHECK(move_spans(c.changed_findings, "findings"));
  if (!c.removed_findings.empty()) {
    ASSAY_CHECK(session_->query("DELETE FROM gone"));
    Appender a(*session_, "gone", {kBig});
    for (const auto row : c.removed_findings) {
      a.start();
      a.put<std::int64_t>(0, row);
    }
    ASSAY_CHECK(a.finish());
    ASSAY_CHECK(session_->query("DELETE FROM findings WHERE rowid IN (SELECT rid FROM gone)"));
  }
  ASSAY_CHECK(put_holdings(c.new_holdings));
  return put_findings(c.new_findings);
}

base::Result<void> Writer::put_words(const Change& c) {
  Appender facts(*session_, "facts", {kInt, kText, kText, kText, kText});
  for (const auto& f : c.facts) {
    facts.start();
    facts.put<std::int32_t>(0, number(f.number));
    facts.text(1, evidence::name(f.text.kind));
    facts.text(2, evidence::name(f.text.source));
    facts.text(3, f.text.name);
    facts.text(4, f.text.value);
  }
  ASSAY_CHECK(facts.finish());
  Appender places(*session_, "places", {kInt, kText});
  for (const auto& p : c.places) {
    places.start();
    places.put<std::int32_t>(0, number(p.number));
    places.text(1, p.text);
  }
  ASSAY_CHECK(places.finish());
  Appender cites(*session_, "cites", {kInt, kText, kText});
  for (const auto& cite : c.cites) {
    cites.start();
    cites.put<std::int32_t>(0, number(cite.number));
    cites.text(1, cite.cite.artefact);
    cites.text(2, cite.cite.at);
  }
  ASSAY_CHECK(cites.finish());
  Appender groups(*session_, "groups", {kInt, kText, kText, kText, kText, kText});
  for (const auto& g : c.groups) {
    groups.start();
    groups.put<std::int32_t>(0, number(g.number));
    groups.text(1, g.text.manufacturer);
    groups.text(2, g.text.product);
    groups.text(3, g.text.board);
    groups.text(4, g.text.board_revision);
    groups.text(5, g.text.name);
  }
  ASSAY_CHECK(groups.finish());
  Appender runs(*session_, "runs", {kInt, kBig, kText, kText});
  for (const auto& r : c.runs) {
    runs.start();
    runs.put<std::int32_t>(0, number(r.run));
    runs.put<std::int64_t>(1, r.as_of);
    runs.text(2, r.options);
    runs.text(3, r.policy);
  }
  return runs.finish();
}

base::Result<void> Writer::put_servers(const std::vector<ServerRow>& rows, const char* table) {
  Appender a(*session_, table,
             {kInt, kText, kInt, kText, kText, kText, kText, kText, kText, kText, kText, kText,
              kText, kBig, kBig, kBig, kInt});
  for (const auto& s : rows) {
    a.start();
    a.put<std::int32_t>(0, number(s.server));
    a.text(1, s.id);
    a.put<std::int32_t>(2, number(s.group));
    a.text(3, s.serial);
    a.text(4, s.uuid);
    a.text(5, s.board_serial);
    a.text(6, appraise::name(s.verdict));
    put_verdicts(a, 7, s.disciplines);
    a.put<std::int64_t>(13, s.first_seen);
    a.put<std::int64_t>(14, s.last_seen);
    a.put<std::int64_t>(15, s.identity_at);
    a.put<std::int32_t>(16, number(s.seen));
  }
  return a.finish();
}

base::Result<void> Writer::put_evidence(const std::vector<EvidenceRow>& rows) {
  Appender a(*session_, "evidence",
             {kInt, kInt, kInt, kText, kText, kBig, kBool, kText, kText, kText, kText, kText, kText,
              kText, kInt, kInt});
  for (const auto& e : rows) {
    a.start();
    a.put<std::int32_t>(0, number(e.number));
    a.put<std::int32_t>(1, number(e.server));
    a.put<std::int32_t>(2, number(e.run));
    a.text(3, e.sha256);
    a.text(4, e.path);
    a.put<std::int64_t>(5, e.at);
    a.put<bool>(6, e.at_stated);
    a.text(7, appraise::name(e.verdict));
    put_verdicts(a, 8, e.disciplines);
    a.put<std::int32_t>(14, number(e.seen));
    a.put<std::int32_t>(15, number(e.examined));
  }
  return a.finish();
}

base::Result<void> Writer::put_holdings(const std::vector<Holding>& rows) {
  Appender a(*session_, "holdings", {kInt, kInt, kInt, kInt, kText, kBig, kBig});
  for (const auto& h : rows) {
    a.start();
    a.put<std::int32_t>(0, number(h.server));
    a.put<std::int32_t>(1, number(h.fact));
    a.put<std::int32_t>(2, number(h.place));
    a.put<std::int32_t>(3, number(h.cite));
    put_text(a, 4, h.serial);
    a.put<std::int64_t>(5, h.since);
    put_until(a, 6, h.until);
  }
  return a.finish();
}

base::Result<void> Writer::put_findings(std::span<const FindingRow> rows) {
  Appender a(*session_, "findings",
             {kInt, kText, kText, kText, kText, kText, kText, kText, kText, kText, kBig, kBig});
  for (const auto& r : rows) put_finding(a, r.server, r.origin, r.finding, r.since, r.until);
  return a.finish();
}

template <class Row>
base::Result<void> Writer::move_spans(const std::vector<Row>& rows, std::string_view table) {
  if (rows.empty()) return {};
  ASSAY_CHECK(session_->query("DELETE FROM spans"));
  Appender a(*session_, "spans", {kBig, kBig, kBig});
  for (const auto& r : rows) {
    a.start();
    a.put<std::int64_t>(0, r.row);
    a.put<std::int64_t>(1, r.since);
    put_until(a, 2, r.until);
  }
  ASSAY_CHECK(a.finish());
  return session_->query(fmt::format(
      "UPDATE {0} SET since = s.since, until = s.until FROM spans s WHERE {0}.rowid = s.rid",
      table));
}

base::Result<void> Writer::put_assets(const evidence::AssetRegister& assets, base::Time as_of) {
  ASSAY_CHECK(forget_siblings());
  ASSAY_CHECK(session_->query("DELETE FROM assets; DELETE FROM findings WHERE origin = 'assets'"));
  std::unordered_map<std::string, std::uint32_t> servers;
  ASSAY_CHECK(session_->query("SELECT id, server FROM servers", [&](const Rows& r) {
    for (std::size_t i = 0; i < r.size(); ++i)
      servers.emplace(r.text(0, i), static_cast<std::uint32_t>(r.column<std::int32_t>(1)[i]));
  }));
  const evidence::AssetIndex index(assets);
  Appender a(*session_, "assets",
             {kText, kText, kText, kText, kText, kText, kText, kText, kText, kText, kText, kText,
              kBig, kBig, kBig, kBool});
  for (const auto& r : assets.rows) {
    a.start();
    a.text(0, r.server);
    std::size_t column = 1;
    for (const auto* text : {&r.manufacturer, &r.product, &r.board_revision, &r.lot, &r.serial,
                             &r.uuid, &r.received, &r.site, &r.role, &r.tenant, &r.acquired_with})
      put_text(a, column++, *text);
    put_time(a, 12, r.valid_from);
    put_time(a, 13, r.valid_to);
    a.put<std::int64_t>(14, static_cast<std::int64_t>(r.line));
    a.put<bool>(15, index.at(r.server, as_of) == &r);
  }
  ASSAY_CHECK(a.finish());
  Appender f(*session_, "findings",
             {kInt, kText, kText, kText, kText, kText, kText, kText, kText, kText, kBig, kBig});
  for (const auto& finding : assets.findings) {
    const auto server = servers.find(finding.subject);
    put_finding(f, server != servers.end() ? std::optional(server->second) : std::nullopt,
                Origin::assets, finding, 0, kOpen);
  }
  return f.finish();
}

base::Result<void> Writer::put_changes(const std::vector<reference::ChangeRecord>& changes) {
  ASSAY_CHECK(forget_siblings());
  ASSAY_CHECK(session_->query("DELETE FROM changes"));
  Appender a(*session_, "changes", {kText, kText, kText, kText, kText, kText, kBig, kBig});
  for (const auto& c : changes) {
    a.start();
    a.text(0, c.id);
    a.text(1, joined(c.servers));
    a.text(2, joined(c.codes));
    a.text(3, joined(c.new_digests));
    a.text(4, c.ticket);
    a.text(5, c.by);
    a.put<std::int64_t>(6, c.from.seconds);
    a.put<std::int64_t>(7, c.to.seconds);
  }
  return a.finish();
}

// Makes an empty index in a folder of its own and moves it into place: DuckDB writes a new file's
// headers in steps, and who is killed between them leaves a file that nobody can open. What a
// killed process leaves has a name that nothing reads; of two who make one at once, both use the
// quicker's.
base::Result<void> make_index(const std::shared_ptr<const Functions>& functions,
                              const std::string& folder) {
  auto aside =
      (std::filesystem::path(folder) / (std::string(base::kUnfinishedPrefix) + "XXXXXX")).string();
  if (::mkdtemp(aside.data()) == nullptr) return base::io_error(folder, "make a folder in");
  const auto made = [&]() -> base::Result<bool> {
    ASSAY_CHECK(Session::open(functions, index_path(aside), {}));  // closed, and so written, here
    return base::move_where_free(index_path(aside), index_path(folder));
  }();
  ASSAY_CHECK(base::PosixFileSystem().remove_all(aside));
  ASSAY_CHECK(made);
  return {};
}

}  // namespace

std::string index_path(const std::string& folder) {
  return (std::filesystem::path(folder) / "index.duckdb").string();
}

base::Result<std::unique_ptr<IndexWriter>> open_writer(std::shared_ptr<const Functions> functions,
                                                       const std::string& folder,
                                                       const Settings& settings) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed)
    return base::in_file({base::ErrorKind::io, "cannot make the folder: " + failed.message()},
                         folder);
  const auto path = index_path(folder);
  if (!std::filesystem::exists(path, failed)) ASSAY_CHECK(make_index(functions, folder));
  ASSAY_TRY(auto session,
            Session::open(std::move(functions), path,
                          {.read_only = false,
                           .memory_limit = settings.memory_limit,
                           .temp_directory = (std::filesystem::path(folder) / "tmp").string(),
                           .threads = settings.threads,
                           .locked = false}));
  auto writer = std::make_unique<Writer>(std::move(session));
  ASSAY_CHECK(writer->prepare());
  ASSAY_CHECK(check_version(writer->session(), path));
  return writer;
}

}  // namespace assay::fleet::duckdb
