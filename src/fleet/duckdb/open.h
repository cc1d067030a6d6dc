// The embedded back end of the fleet's index: one file, index.duckdb, in the fleet's folder. One
// process writes at a time, and nobody reads while it does; who comes second is told so.
#pragma once

#include <memory>

#include "fleet/duckdb/library.h"
#include "fleet/index.h"

namespace assay::fleet::duckdb {

struct Settings {
  std::string memory_limit;  ///< "8GB"; empty: four fifths of the machine's
  unsigned threads = 0;      ///< 0: one a core
  /// Nothing outside the index can be reached, for questions of unknown people.
  bool locked = false;
  /// An index of an older version too: for its runs() and all_evidence(), which is what a rebuild
  /// needs.
  bool older = false;
};

/// An error where `folder` holds no index.
[[nodiscard]] base::Result<std::unique_ptr<IndexReader>> open_reader(
    std::shared_ptr<const Functions> functions, const std::string& folder,
    const Settings& settings = {});

/// Makes the folder and an empty index where there is none.
[[nodiscard]] base::Result<std::unique_ptr<IndexWriter>> open_writer(
    std::shared_ptr<const Functions> functions, const std::string& folder,
    const Settings& settings = {});

/// The index's file in `folder`.
[[nodiscard]] std::string index_path(const std::string& folder);

}  // namespace assay::fleet::duckdb
