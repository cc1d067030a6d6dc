#include "fleet/duckdb/schema.h"

#include <fmt/format.h>

#include "bytes/text.h"
#include "formats/json/json.h"

namespace assay::fleet::duckdb {
namespace {

using formats::json::Value;

// Times are whole seconds since 1970. No indexes: the big table is read by columns, and its rows
// lie by server, so that the least and greatest server of each row group find one server's rows.
constexpr std::string_view kSchema = R"(
CREATE TABLE meta (version INTEGER);
CREATE TABLE facts (fact INTEGER, kind VARCHAR, source VARCHAR, name VARCHAR, value VARCHAR);
CREATE TABLE places (place INTEGER, name VARCHAR);
CREATE TABLE cites (cite INTEGER, artefact VARCHAR, spot VARCHAR);
CREATE TABLE groups (grp INTEGER, manufacturer VARCHAR, product VARCHAR, board VARCHAR,
  board_revision VARCHAR, name VARCHAR);
CREATE TABLE servers (server INTEGER, id VARCHAR, grp INTEGER, serial VARCHAR, uuid VARCHAR,
  board_serial VARCHAR, verdict VARCHAR, v_boot VARCHAR, v_firmware VARCHAR, v_inventory VARCHAR,
  v_board VARCHAR, v_traffic VARCHAR, v_custody VARCHAR, first_seen BIGINT, last_seen BIGINT,
  identity_at BIGINT, seen INTEGER);
CREATE TABLE evidence (number INTEGER, server INTEGER, run INTEGER, sha256 VARCHAR, path VARCHAR,
  collected BIGINT, collected_stated BOOLEAN, verdict VARCHAR, v_boot VARCHAR, v_firmware VARCHAR,
  v_inventory VARCHAR, v_board VARCHAR, v_traffic VARCHAR, v_custody VARCHAR, seen INTEGER,
  examined INTEGER);
CREATE TABLE holdings (server INTEGER, fact INTEGER, place INTEGER, cite INTEGER, serial VARCHAR,
  since BIGINT, until BIGINT);
CREATE TABLE findings (server INTEGER, origin VARCHAR, code VARCHAR, severity VARCHAR,
  subject VARCHAR, why VARCHAR, "do" VARCHAR, cites VARCHAR, status VARCHAR, explained_by VARCHAR,
  since BIGINT, until BIGINT);
CREATE TABLE assets (id VARCHAR, manufacturer VARCHAR, product VARCHAR, board_revision VARCHAR,
  lot VARCHAR, serial VARCHAR, uuid VARCHAR, received VARCHAR, site VARCHAR, role VARCHAR,
  tenant VARCHAR, acquired_with VARCHAR, valid_from BIGINT, valid_to BIGINT, line BIGINT,
  is_current BOOLEAN);
CREATE TABLE changes (id VARCHAR, servers VARCHAR, codes VARCHAR, new_digests VARCHAR,
  ticket VARCHAR, "by" VARCHAR, valid_from BIGINT, valid_to BIGINT);
CREATE TABLE rarity (compared BIGINT, tested BIGINT, groups INTEGER, too_few INTEGER);
CREATE TABLE runs (run INTEGER, as_of BIGINT, options VARCHAR, policy VARCHAR);
CREATE VIEW components AS
  SELECT s.id, f.kind, f.source, f.name, f.value, p.name AS place, h.serial,
    make_timestamp(h.since * 1000000) AS since, c.artefact, c.spot AS cite_at
  FROM holdings h JOIN servers s USING (server) JOIN facts f USING (fact)
    JOIN places p USING (place) JOIN cites c USING (cite)
  WHERE h.until IS NULL;
CREATE VIEW fleet AS
  SELECT s.id, s.verdict, g.manufacturer, g.product, g.board, g.board_revision, a.lot, a.site,
    a.role, a.tenant, a.received, s.serial, s.uuid, s.board_serial,
    make_timestamp(s.first_seen * 1000000) AS first_seen,
    make_timestamp(s.last_seen * 1000000) AS last_seen
  FROM servers s JOIN groups g USING (grp) LEFT JOIN assets a ON a.id = s.id AND a.is_current;
)";

template <class Enum>
Enum from_name(std::string_view text, std::size_t count, Enum otherwise) noexcept {
  for (std::size_t i = 0; i < count; ++i) {
    const auto value = static_cast<Enum>(i);
    if (name(value) == text) return value;
  }
  return otherwise;
}

}  // namespace

std::string_view schema_sql() noexcept { return kSchema; }

base::Result<void> check_version(Session& session, const std::string& path, bool older) {
  int version = 0;
  ASSAY_CHECK(session.query("SELECT coalesce(max(version), 0) FROM meta", [&](const Rows& rows) {
    if (rows.size() > 0) version = rows.column<std::int32_t>(0)[0];
  }));
  if (version == kSchemaVersion || (older && version > 0 && version < kSchemaVersion)) return {};
  return std::unexpected(base::Error{
      base::ErrorKind::refused,
      fmt::format("is an index of version {}, {} was expected; {}", version, kSchemaVersion,
                  version < kSchemaVersion ? "assay fleet rebuild makes it anew"
                                           : "a later Assay wrote it"),
      path});
}

appraise::Verdict verdict_from(std::string_view text) noexcept {
  return from_name(text, 4, appraise::Verdict::no_evidence);
}
evidence::FactKind kind_from(std::string_view text) noexcept {
  return from_name(text, evidence::kFactKinds, evidence::FactKind::part);
}
evidence::FactSource source_from(std::string_view text) noexcept {
  return from_name(text, evidence::kFactSources, evidence::FactSource::other);
}
std::string_view name(Origin origin) noexcept {
  return origin == Origin::evidence  ? "evidence"
         : origin == Origin::history ? "history"
         : origin == Origin::assets  ? "assets"
                                     : "siblings";
}

std::vector<evidence::Cite> cites_from_json(std::string_view text) {
  std::vector<evidence::Cite> out;
  bytes::Budget budget({.items = 100'000, .bytes = 16U << 20U, .depth = 4});
  const auto json = formats::json::parse(bytes::as_bytes(text), budget);
  if (!json || !json->is_array()) return out;
  for (const auto& c : *json) {
    const auto* artefact = formats::json::string_member(c, "artefact");
    const auto* at = formats::json::string_member(c, "at");
    if (artefact != nullptr && at != nullptr) out.push_back({*artefact, *at});
  }
  return out;
}

std::string cites_to_json(const std::vector<evidence::Cite>& cites) {
  Value out = Value::array();
  for (const auto& c : cites) out.push_back({{"artefact", c.artefact}, {"at", c.at}});
  return formats::json::to_text(out, -1);
}

EvidenceRow evidence_from(const Rows& r, std::size_t i) {
  EvidenceRow e;
  e.number = static_cast<std::uint32_t>(r.column<std::int32_t>(0)[i]);
  e.server = static_cast<std::uint32_t>(r.column<std::int32_t>(1)[i]);
  e.run = static_cast<std::uint32_t>(r.column<std::int32_t>(2)[i]);
  e.sha256 = r.text(3, i);
  e.path = r.text(4, i);
  e.at = r.column<std::int64_t>(5)[i];
  e.at_stated = r.column<bool>(6)[i];
  e.verdict = verdict_from(r.text(7, i));
  for (std::size_t d = 0; d < appraise::kDisciplines; ++d)
    e.disciplines[d] = verdict_from(r.text(8 + d, i));
  e.seen = static_cast<std::uint32_t>(r.column<std::int32_t>(14)[i]);
  e.examined = static_cast<std::uint32_t>(r.column<std::int32_t>(15)[i]);
  return e;
}

FindingRow finding_from(const Rows& r, std::size_t i, std::size_t first) {
  using evidence::FindingStatus;
  using evidence::Severity;
  FindingRow out;
  out.row = r.column<std::int64_t>(first)[i];
  out.server = static_cast<std::uint32_t>(r.column<std::int32_t>(first + 1)[i]);
  const auto origin = r.text(first + 2, i);
  out.origin = origin == "history"    ? Origin::history
               : origin == "assets"   ? Origin::assets
               : origin == "siblings" ? Origin::siblings
                                      : Origin::evidence;
  auto& f = out.finding;
  f.code = r.text(first + 3, i);
  f.severity = from_name(r.text(first + 4, i), 3, Severity::critical);
  f.subject = r.text(first + 5, i);
  f.why = r.text(first + 6, i);
  f.action = r.text(first + 7, i);
  f.cites = cites_from_json(r.text(first + 8, i));
  f.status = from_name(r.text(first + 9, i), 3, FindingStatus::open);
  f.explained_by = r.text(first + 10, i);
  out.since = r.column<std::int64_t>(first + 11)[i];
  out.until = r.is_null(first + 12, i) ? kOpen : r.column<std::int64_t>(first + 12)[i];
  return out;
}

}  // namespace assay::fleet::duckdb
