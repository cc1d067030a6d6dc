// Questions about a population of servers, as a small tree that every back end can turn into its
// own language: which servers are meant, what would show a claim, and who could have seen it. Three
// answers are possible wherever the asset register or the evidence may be silent: yes, no, and
// unknown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "appraise/verdict.h"
#include "evidence/fact.h"
#include "evidence/finding.h"
#include "fleet/records.h"

namespace assay::fleet {

/// What a population can be chosen by. The first five are also told by evidence; the others by the
/// asset register alone.
enum class Column : std::uint8_t {
  server,
  manufacturer,
  product,
  board_revision,
  serial,
  board,  ///< by evidence alone
  lot,
  site,
  role,
  tenant,
  acquired_with,
};
[[nodiscard]] std::string_view name(Column column) noexcept;

/// Any of the patterns (`*` and `?`), without regard to case.
struct Selector {
  Column column = Column::server;
  std::vector<std::string> globs;
};

struct Population {
  std::vector<Selector> selectors;        ///< all must hold
  std::optional<Seconds> received_from;   ///< included
  std::optional<Seconds> received_to;     ///< included: the day it names
  std::vector<std::string> located_with;  ///< shared a site, at one time, with a server like these
  /// Only what evidence and register said up to then counts, for the population and for who looked
  /// at it; ClaimQuery::to says so of what was seen. Nothing: all that is known.
  std::optional<Seconds> known_by;
};

struct FactPattern {
  std::optional<evidence::FactKind> kind;
  std::vector<std::string> names;    ///< globs; empty: any
  std::vector<std::string> values;   ///< globs
  std::vector<std::string> digests;  ///< exact values, lower-case hex
  std::vector<std::string> serials;  ///< globs, of the part's own
};

struct FindingPattern {
  std::vector<std::string> codes;  ///< globs
  evidence::Severity at_least = evidence::Severity::warning;
  bool explained = false;  ///< planned changes count too
};

struct Condition {
  enum class Op : std::uint8_t { all, any, fact, finding };
  Op op = Op::any;
  std::vector<Condition> parts{};  ///< of all and any
  FactPattern fact{};
  FindingPattern finding{};
};

/// Who could have seen one thing: a discipline, and where it matters one of several sources.
struct Sight {
  appraise::Discipline discipline = appraise::Discipline::inventory;
  std::uint32_t sources =
      0;  ///< bit per FactSource, any of which sees it; 0: the discipline itself
};

struct ClaimQuery {
  Condition shown;
  std::vector<Sight> sights;        ///< all are needed to clear a server
  Seconds examined_from = 0;        ///< no examination before this clears
  std::optional<Seconds> from, to;  ///< what held only outside of this time does not count
  bool accept_warning = false;      ///< a discipline whose verdict is a warning clears too
};

/// At most this many claims are asked at once.
inline constexpr std::size_t kMostClaims = 32;

enum class ClaimStanding : std::uint8_t {
  affected,      ///< it was seen
  cleared,       ///< examined by all who could see it, with a verdict that counts, and not seen
  unexamined,    ///< nobody who could see it ever looked
  too_early,     ///< the last who could see it looked before the claim's time
  not_affirmed,  ///< examined, but the discipline's own verdict does not carry a denial
};
[[nodiscard]] std::string_view name(ClaimStanding standing) noexcept;

/// One server that is in the population, or may be.
struct PopulationRow {
  std::string id;
  bool certain = true;  ///< false: a column that decides is silent
  bool known = true;    ///< false: the register names it, and there is no evidence of it
  Seconds last_seen = 0;
  std::vector<ClaimStanding> standing;  ///< by claim
};

struct PopulationAnswer {
  std::vector<PopulationRow> rows;  ///< by id
  std::uint64_t servers = 0;  ///< all that evidence or register know, in the population or not
};

/// What shows a claim on one server.
struct Shown {
  std::string server;
  std::string words;  ///< the fact or the finding's reason
  std::string code;   ///< of a finding; empty for a fact
  evidence::Cite cite;
  std::string evidence;  ///< SHA-256 of the collection that says so, hex
  Seconds since = 0;
  Seconds until = kOpen;
};

/// One server, or one site, that two parties both used: see IndexReader::shared_uses.
struct SharedUse {
  std::string place;  ///< the server's id, or the site's name
  bool server = true;
  bool at_once = false;  ///< their times overlap
  std::string first, second;
  Seconds first_from = 0, second_from = 0;  ///< since when the register has each there
};

}  // namespace assay::fleet
