// fleet/assets.csv, the asset register: which server was bought as what, from which lot, and where
// it stands; several rows of one server are its history. It is evidence like any other: what it
// says is compared, never believed, and what it does not say is unknown.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "bytes/reader.h"
#include "evidence/finding.h"

namespace assay::evidence {

struct AssetRow {
  std::uint64_t line = 0;
  std::string server;
  std::string manufacturer, product, board_revision, lot, serial, uuid;
  std::string received;  ///< a date, as written where it is one
  std::string site, role, tenant, acquired_with;
  std::optional<base::Time> valid_from;  ///< nothing: since ever
  std::optional<base::Time> valid_to;    ///< not included; nothing: still
};

struct AssetRegister {
  std::string file;
  std::vector<AssetRow> rows;
  std::vector<std::string> missing_columns;  ///< what depends on them is unknown
  /// Unknown columns, rows that cannot be used, bad dates, overlaps: each with its line. The
  /// subject is the server's id, or the column.
  std::vector<evidence::Finding> findings;
};

/// An error only where the text is no CSV or has no column "server".
[[nodiscard]] base::Result<AssetRegister> parse_assets(bytes::ByteSpan csv,
                                                       const std::string& file);

/// By server, for quick answers. Keeps views into `assets`, which must outlive it.
class AssetIndex {
 public:
  explicit AssetIndex(const AssetRegister& assets);
  /// The row that holds at `when`: the last in the file where several do; null where none.
  [[nodiscard]] const AssetRow* at(std::string_view server, base::Time when) const;
  /// A row of the server begins after `earlier` and not after `later`, and does not merely say that
  /// the same hardware stands elsewhere or serves somebody else.
  [[nodiscard]] bool begins_between(std::string_view server, base::Time earlier,
                                    base::Time later) const;

 private:
  std::multimap<std::string_view, const AssetRow*> rows_;
};

/// A register that has been read, with its index.
struct AssetBook {
  explicit AssetBook(AssetRegister assets) : rows(std::move(assets)), index(rows) {}
  AssetBook(const AssetBook&) = delete;
  AssetBook& operator=(const AssetBook&) = delete;

  const AssetRegister rows;
  const AssetIndex index;
};

}  // namespace assay::evidence
