#include "ledger/find_batch.h"

#include <algorithm>
#include <fmt/format.h>

#include "ledger/records.h"

namespace assay::ledger {
namespace {

// The last file below `folder` whose path is not above `name`; empty where there is none. Names are
// of fixed length, so they sort as their numbers do; the way goes down at most four folders, and
// back only where a folder held nothing small enough.
base::Result<std::filesystem::path> last_not_above(const base::FileSystem& fs,
                                                   const std::filesystem::path& folder,
                                                   std::string_view name) {
  ASSAY_TRY(auto entries, fs.list(folder));
  std::ranges::reverse(entries);
  const auto step = name.substr(0, 3);
  const auto rest = name.size() > 4 ? name.substr(4) : std::string_view{};
  for (const auto& entry : entries) {
    if (entry.name.size() != 3 || entry.name > step) continue;
    if (rest.empty()) return folder / entry.name;
    const bool same = entry.name == step;
    ASSAY_TRY(auto found,
              last_not_above(fs, folder / entry.name,
                             same ? rest : std::string_view("999/999/999").substr(0, rest.size())));
    if (!found.empty()) return found;
  }
  return std::filesystem::path{};
}

}  // namespace

base::Result<std::filesystem::path> find_batch(const base::FileSystem& fs,
                                               const std::filesystem::path& records,
                                               std::uint64_t index) {
  const auto name = batch_path(std::min(index, kMostLeaves - 1));
  ASSAY_TRY(auto found, last_not_above(fs, records, name));
  if (found.empty())
    return base::in_file(
        {base::ErrorKind::refused, fmt::format("holds no record of leaf {}", index)},
        records.string());
  return found;
}

}  // namespace assay::ledger
