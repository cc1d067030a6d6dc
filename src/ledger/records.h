// What the leaves commit to, as the ledger's owner keeps it: one file for each batch that was
// appended at once, named by its first leaf. Writing that file is the moment at which a batch is
// decided; tiles and checkpoint follow from it and can be made again. docs/formats/ledger.md has
// the grammar.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/types.h"
#include "bytes/budget.h"
#include "ledger/leaf.h"

namespace assay::ledger {

/// A record as it lies in a batch's file; `record` is a view into the file's bytes.
struct StoredRecord {
  LeafType type = LeafType::evidence;
  Salt salt{};
  bytes::ByteSpan record;
  std::uint64_t offset = 0;  ///< bytes, of its first byte in the file
};

struct RecordBatch {
  std::uint64_t first = 0;  ///< index of its first leaf
  std::vector<StoredRecord> records;
};

/// Most records and bytes of one batch.
inline constexpr std::size_t kMostBatch = 65'536;
inline constexpr std::size_t kMostBatchBytes = 256U << 20U;

/// "assay records 1\n", first leaf, count, then a record each: type, version, salt, size, bytes.
[[nodiscard]] base::Bytes to_bytes(const RecordBatch& batch);
[[nodiscard]] bytes::Parsed<RecordBatch> parse_records(bytes::Reader reader, bytes::Budget& budget);

/// "000/000/001/234": the name below records/ of the batch whose first leaf is number 1234.
/// Twelve digits, so that names sort as numbers do.
[[nodiscard]] std::string batch_path(std::uint64_t first);
inline constexpr std::uint64_t kMostLeaves = 1'000'000'000'000;

}  // namespace assay::ledger
