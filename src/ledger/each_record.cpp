#include "ledger/each_record.h"

#include "ledger/find_batch.h"
#include "ledger/layout.h"

namespace assay::ledger {

base::Result<void> each_record(
    const base::FileSystem& fs, const std::filesystem::path& folder, std::uint64_t size,
    const std::function<bool(std::uint64_t, const StoredRecord&)>& work) {
  constexpr std::uint64_t kMostFile = kMostBatchBytes + (8ULL << 20U);
  const auto records = Layout{folder}.records();
  for (std::uint64_t next = 0; next < size;) {
    ASSAY_TRY(const auto path, find_batch(fs, records, next));
    ASSAY_TRY(const auto bytes, fs.read(path, kMostFile));
    bytes::Budget budget;
    const auto batch = parse_records(bytes::Reader(bytes), budget);
    if (!batch) return base::in_file(bytes::to_error(batch.error()), path.string());
    if (batch->first != next || batch->records.empty())
      return base::in_file({base::ErrorKind::refused, "is not the batch that comes next"},
                           path.string());
    for (const auto& r : batch->records)
      if (!work(next++, r)) return {};
  }
  return {};
}

}  // namespace assay::ledger
