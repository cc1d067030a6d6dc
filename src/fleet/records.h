// What the fleet's index holds, as the rows that a back end stores: servers, evidence, a dictionary
// of facts, and holdings and findings as intervals of history. Everything here is derived from
// evidence and can be made again from it.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "appraise/verdict.h"
#include "evidence/assets.h"
#include "evidence/fact.h"
#include "evidence/finding.h"

namespace assay::fleet {

/// Seconds since 1970, as base::Time.
using Seconds = std::int64_t;
/// The end of what still holds.
inline constexpr Seconds kOpen = std::numeric_limits<Seconds>::max();
/// A row that the index does not have yet.
inline constexpr std::int64_t kNewRow = -1;

struct FactText {
  evidence::FactKind kind = evidence::FactKind::part;
  evidence::FactSource source = evidence::FactSource::other;
  std::string name, value;
};

/// Siblings: servers of one product, board and board revision. Number 0 is "says nothing of
/// itself".
struct GroupText {
  std::string manufacturer, product, board, board_revision;
  std::string name;  ///< appraise::sibling_group
};

/// One server held one fact from `since` (the first evidence that shows it) to `until` (the first
/// later evidence that could have shown it and does not; kOpen: none).
struct Holding {
  std::int64_t row = kNewRow;
  std::uint32_t server = 0;
  std::uint32_t fact = 0;
  std::uint32_t place = 0;
  std::uint32_t cite = 0;  ///< where the evidence of `since` says so
  Seconds since = 0;
  Seconds until = kOpen;
  std::string serial;
};

/// Which step said so, since each step replaces only its own.
enum class Origin : std::uint8_t {
  evidence,  ///< the appraisal of one collection
  history,   ///< the comparison with the collection before
  assets,    ///< the asset register
  siblings,  ///< the comparison of all servers with each other, after an import
};

struct FindingRow {
  std::int64_t row = kNewRow;
  std::uint32_t server = 0;
  Origin origin = Origin::evidence;
  evidence::Finding finding;
  Seconds since = 0;
  Seconds until = kOpen;
};

struct EvidenceRow {
  std::uint32_t number = 0;  ///< in the order of import
  std::uint32_t server = 0;
  std::uint32_t run = 0;
  std::string sha256;  ///< evidence_digest(), hex
  std::string path;
  Seconds at = 0;          ///< when collected; moved on by seconds where the server has one of then
  bool at_stated = false;  ///< by the evidence; else the time of the import stands for it
  appraise::Verdict verdict = appraise::Verdict::no_evidence;
  appraise::DisciplineVerdicts disciplines{};
  std::uint32_t seen = 0;      ///< bit per FactSource that it could show
  std::uint32_t examined = 0;  ///< bit per Discipline
};

/// The latest that is known of a server.
struct ServerRow {
  std::uint32_t server = 0;
  std::string id;
  std::uint32_t group = 0;
  std::string serial, uuid, board_serial;
  appraise::Verdict verdict = appraise::Verdict::no_evidence;
  appraise::DisciplineVerdicts disciplines{};
  Seconds first_seen = 0;
  Seconds last_seen = 0;
  Seconds identity_at = std::numeric_limits<Seconds>::min();  ///< of the evidence that named it
  std::uint32_t seen = 0;  ///< bit per FactSource that any evidence could show
};

/// One call of import: what it was given, so that a rebuild gives the same.
struct RunRow {
  std::uint32_t run = 0;
  Seconds as_of = 0;
  std::string options;  ///< JSON, by who called
  std::string policy;   ///< name
};

/// All of one server that later evidence is compared with.
struct ServerState {
  std::vector<EvidenceRow> evidence;  ///< by time
  std::vector<Holding> holdings;
  std::vector<FindingRow> findings;  ///< of Origin::evidence
  std::vector<FindingRow> history;   ///< of Origin::history; since: the later collection's time
};

/// What the comparison of siblings rested on.
struct Rarity {
  std::uint64_t compared = 0;  ///< servers that say what they are
  std::uint64_t tested = 0;    ///< hypotheses
  std::uint32_t groups = 0;
  std::uint32_t too_few = 0;  ///< groups so small that nothing in them could be called rare
};

/// What one batch changes; a back end writes it in one transaction and syncs once.
struct Change {
  struct Place {
    std::uint32_t number;
    std::string text;
  };
  struct Cite {
    std::uint32_t number;
    evidence::Cite cite;
  };
  struct Fact {
    std::uint32_t number;
    FactText text;
  };
  struct Group {
    std::uint32_t number;
    GroupText text;
  };
  std::vector<Fact> facts;
  std::vector<Place> places;
  std::vector<Cite> cites;
  std::vector<Group> groups;
  std::vector<ServerRow> new_servers, changed_servers;
  std::vector<EvidenceRow> evidence;
  std::vector<Holding> new_holdings, changed_holdings;  ///< changed: row, since, until
  std::vector<FindingRow> new_findings, changed_findings;
  std::vector<std::int64_t> removed_findings;  ///< rows
  std::vector<RunRow> runs;

  /// Empties it and keeps its memory for the next batch.
  void clear();
};

}  // namespace assay::fleet
