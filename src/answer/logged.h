// What a ledger already holds of the things that an answer rests on: the evidence by its digest,
// the allegation, the populations that were logged, the audits. Read out of the owner's records.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/filesystem.h"
#include "ledger/leaf.h"
#include "statement/leaves.h"

namespace assay::answer {

struct LoggedRecord {
  std::uint64_t index = 0;
  ledger::LeafType type = ledger::LeafType::evidence;
  ledger::Salt salt{};
  std::string record;
};

struct Logged {
  std::map<std::string, LoggedRecord> evidence;  ///< by the index's digest; the first leaf of each
  std::optional<LoggedRecord> allegation;        ///< the first that is these bytes
  std::vector<LoggedRecord> populations;
  std::vector<LoggedRecord> appraisals;  ///< those that judged some of `evidence`
};

/// `wanted`: digests of evidence; others are passed over. `size`: leaves to look at.
[[nodiscard]] base::Result<Logged> find_logged(const base::FileSystem& fs,
                                               const std::string& ledger, std::uint64_t size,
                                               const std::set<std::string>& wanted,
                                               std::string_view allegation);

/// The first leaf of that type that stands for these bytes; nothing where there is none.
[[nodiscard]] base::Result<std::optional<std::uint64_t>> find_record(const base::FileSystem& fs,
                                                                     const std::string& ledger,
                                                                     std::uint64_t size,
                                                                     ledger::LeafType type,
                                                                     std::string_view record);

/// The leaf that such a record stands for.
[[nodiscard]] ledger::Leaf leaf_of(const LoggedRecord& record);

}  // namespace assay::answer
