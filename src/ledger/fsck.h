// Looks at a ledger as a stranger would who trusts nothing that the writer knew: reads every file,
// hashes every leaf, every node, every record again, and names each file that is not as the signed
// head says, with the offset where that can be told. Shares the formats with the writer and no code
// that computes trees on disk.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/filesystem.h"

namespace assay::ledger {

struct Problem {
  std::string file;  ///< relative to the ledger's folder
  std::optional<std::uint64_t> offset;
  std::string what;  ///< one sentence
  bool operator==(const Problem&) const = default;
  auto operator<=>(const Problem&) const = default;
};

struct FsckOptions {
  unsigned jobs = 0;    ///< threads; 0: one a core
  bool owners = true;   ///< also look below private/, where it is there
  std::string against;  ///< a signed head seen earlier; empty: none
};

struct FsckReport {
  std::string origin;      ///< empty where the checkpoint cannot be read
  std::uint64_t size = 0;  ///< leaves, as the checkpoint says
  std::uint64_t records = 0;
  std::uint64_t objects = 0;
  std::uint64_t files = 0;        ///< that were read
  std::vector<Problem> problems;  ///< sorted; at most kMostProblems
  bool more = false;              ///< there were more problems than are kept
};
inline constexpr std::size_t kMostProblems = 1000;

/// An error only where `folder` holds no ledger at all or `against` is no signed head.
[[nodiscard]] base::Result<FsckReport> fsck(const base::FileSystem& fs,
                                            const std::filesystem::path& folder,
                                            const FsckOptions& options);

}  // namespace assay::ledger
