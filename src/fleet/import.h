// Evidence into the index: loads and appraises on all cores, writes batch by batch, and stops whole
// at any point: what a batch wrote stays, what it had not written is found again by the next
// import.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/filesystem.h"
#include "evidence/assets.h"
#include "fleet/collection.h"
#include "fleet/index.h"

namespace assay::fleet {

struct ImportSettings {
  unsigned jobs = 0;         ///< threads; 0: one a core
  std::size_t batch = 8192;  ///< collections written in one transaction, with one sync
  std::string options;       ///< what the caller was given, for a rebuild
};

struct ImportReport {
  std::size_t found = 0;  ///< collections given
  std::size_t added = 0;
  std::size_t known = 0;                ///< in the index already, or given twice
  std::vector<base::Error> unreadable;  ///< by path; the others are in the index all the same
};

/// `paths`: see appraise::find_evidence. `assets` may be null: the register stays as it is.
/// `progress` gets the number that is on disk.
[[nodiscard]] base::Result<ImportReport> import_evidence(
    const base::FileSystem& fs, IndexWriter& writer, const std::vector<std::string>& paths,
    const appraise::Inputs& inputs, const evidence::AssetRegister* assets,
    const ImportSettings& settings, const std::function<void(std::size_t)>& progress);

}  // namespace assay::fleet
