// The fleet's index as its users see it: what a back end must answer and store. Two interfaces,
// since reading must work where writing may not. The embedded back end is fleet/duckdb; another one
// stands behind the same interface and the same tests. Only back ends write SQL.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "appraise/siblings.h"
#include "base/error.h"
#include "fleet/query.h"
#include "fleet/records.h"
#include "reference/changes.h"

namespace assay::fleet {

/// A server with what the asset register says of it now.
struct ServerView {
  ServerRow server;
  GroupText group;
  evidence::AssetRow asset;  ///< empty texts where the register has no row of it
};

struct ServerFilter {
  std::string product, lot, site;  ///< exactly; empty: all
};

/// A holding in words.
struct HoldingView {
  Holding holding;
  evidence::Fact fact;
};

struct SiblingCounts {
  struct Lot {
    std::uint32_t group = 0;
    std::string group_name;
    std::string lot;
  };
  struct Slot {
    evidence::FactKind kind = evidence::FactKind::part;
    evidence::FactSource source = evidence::FactSource::other;
    std::string name;
  };
  std::vector<Lot> lot_names;    ///< by number
  std::vector<Slot> slot_names;  ///< by number
  std::vector<appraise::SiblingLot> lots;
  std::vector<appraise::SiblingSlot> slots;
  std::vector<appraise::HolderCount> counts;
};

/// Which servers hold what is rare.
struct RareHolder {
  std::size_t rare = 0;  ///< index into what was asked for
  std::string server;
  std::uint32_t number = 0;  ///< the server's
  Seconds since = 0;         ///< when it began to hold it; of an absence, when it was last seen
  evidence::Fact fact;       ///< kind, source and name alone where it is an absence
};

/// One row of a table that a person asked for, as text; nothing for NULL.
using TextRow = std::vector<std::optional<std::string>>;
struct TableSink {
  /// Once, before the rows. `numeric`: the column's values are numbers or booleans.
  std::function<void(const std::vector<std::string>& names, const std::vector<bool>& numeric)>
      columns;
  std::function<void(const TextRow&)> row;
};

struct FleetCounts {
  std::uint64_t servers = 0, evidence = 0, holdings = 0, current = 0, facts = 0;
};

class IndexReader {
 public:
  virtual ~IndexReader() = default;

  /// Ordered by id.
  [[nodiscard]] virtual base::Result<std::vector<ServerView>> servers(
      const ServerFilter& filter) = 0;
  /// Nothing where the index does not know the id.
  [[nodiscard]] virtual base::Result<std::optional<ServerView>> server(const std::string& id) = 0;
  /// Evidence by time; holdings with their words, past ones too; findings.
  struct History {
    std::vector<EvidenceRow> evidence;
    std::vector<HoldingView> holdings;
    std::vector<FindingRow> findings;
  };
  [[nodiscard]] virtual base::Result<History> history(std::uint32_t server) = 0;

  /// Current holdings of all servers that say what they are, by group and lot.
  [[nodiscard]] virtual base::Result<SiblingCounts> sibling_counts() = 0;
  [[nodiscard]] virtual base::Result<std::vector<RareHolder>> holders(
      const SiblingCounts& counts, const std::vector<appraise::RareFact>& rare) = 0;
  /// Nothing where the index was written to since siblings were last compared: it then has no
  /// finding of Origin::siblings.
  [[nodiscard]] virtual base::Result<std::optional<Rarity>> rarity() = 0;
  /// Open findings at warning or above that hold now, of all origins, by server's id.
  struct Standing {
    std::string server;
    FindingRow row;
  };
  [[nodiscard]] virtual base::Result<std::vector<Standing>> standing_findings() = 0;
  /// All findings at warning or above of the servers' own evidence and history, those that ended
  /// and those that a planned change explains too, by server's id and time.
  [[nodiscard]] virtual base::Result<std::vector<Standing>> finding_history() = 0;
  /// What planned changes explain, of the servers named.
  [[nodiscard]] virtual base::Result<std::vector<Standing>> explained_findings(
      const std::vector<std::string>& ids) = 0;

  /// Servers that now show one system UUID, by UUID; ids in order.
  struct SharedIdentity {
    std::string uuid;
    std::vector<std::string> servers;
  };
  [[nodiscard]] virtual base::Result<std::vector<SharedIdentity>> shared_identities() = 0;

  /// A population and how it stands to each claim (at most kMostClaims), by id.
  [[nodiscard]] virtual base::Result<PopulationAnswer> examine(
      const Population& population, std::span<const ClaimQuery> claims) = 0;
  /// What shows a claim on the servers named, at most `most` a server and pattern, by server.
  [[nodiscard]] virtual base::Result<std::vector<Shown>> what_shows(
      const ClaimQuery& claim, const std::vector<std::string>& servers, std::size_t most) = 0;

  /// Servers, and sites, of which the register's `column` held both a value like `first` and one
  /// like `second`, another one, at any time (up to `known_by`); at most 10,000, those at one time
  /// first.
  [[nodiscard]] virtual base::Result<std::vector<SharedUse>> shared_uses(
      Column column, const std::vector<std::string>& first, const std::vector<std::string>& second,
      std::optional<Seconds> known_by) = 0;
  /// The register says something in that column of some server.
  [[nodiscard]] virtual base::Result<bool> column_known(Column column) = 0;

  /// Where the register says that servers are now, by id; those that it is silent on are left out.
  struct Placement {
    std::string id, lot, site;
  };
  [[nodiscard]] virtual base::Result<std::vector<Placement>> placements() = 0;

  [[nodiscard]] virtual base::Result<FleetCounts> counts() = 0;
  [[nodiscard]] virtual base::Result<std::vector<RunRow>> runs() = 0;
  /// All evidence in the order of import.
  [[nodiscard]] virtual base::Result<std::vector<EvidenceRow>> all_evidence() = 0;

  /// A question in the back end's own dialect: one statement that only reads.
  [[nodiscard]] virtual base::Result<void> ask(const std::string& sql, unsigned seconds,
                                               const TableSink& sink) = 0;
  /// One Parquet file a table into `folder`, which must exist.
  [[nodiscard]] virtual base::Result<void> export_parquet(const std::string& folder) = 0;
};

class IndexWriter {
 public:
  virtual ~IndexWriter() = default;

  /// What an import keeps in memory: everything that gets a number.
  struct Known {
    std::vector<FactText> facts;
    std::vector<std::string> places;
    std::vector<evidence::Cite> cites;
    std::vector<GroupText> groups;
    std::vector<ServerRow> servers;
    std::vector<std::string> digests;  ///< of the evidence, by its number
    std::uint32_t runs = 0;
  };
  [[nodiscard]] virtual base::Result<Known> known() = 0;
  /// In the order of `servers`.
  [[nodiscard]] virtual base::Result<std::vector<ServerState>> states(
      const std::vector<std::uint32_t>& servers) = 0;
  /// All of it or nothing; on disk when this returns.
  [[nodiscard]] virtual base::Result<void> write(const Change& change) = 0;
  /// Replaces the register and the findings of Origin::assets; `as_of` decides which rows hold now.
  [[nodiscard]] virtual base::Result<void> write_assets(const evidence::AssetRegister& assets,
                                                        base::Time as_of) = 0;
  /// Replaces the change records.
  [[nodiscard]] virtual base::Result<void> write_changes(
      const std::vector<reference::ChangeRecord>& changes) = 0;
  /// Replaces the findings of Origin::siblings. Every other write takes them away, since they are
  /// about all servers at once.
  [[nodiscard]] virtual base::Result<void> write_siblings(std::span<const FindingRow> findings,
                                                          const Rarity& rarity) = 0;
  /// Packs what was written. Not needed for it to be safe.
  [[nodiscard]] virtual base::Result<void> finish() = 0;
};

}  // namespace assay::fleet
