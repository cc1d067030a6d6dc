#include "ledger/records.h"

#include <algorithm>
#include <fmt/format.h>

#include "bytes/text.h"
#include "bytes/writer.h"

namespace assay::ledger {
namespace {

constexpr std::string_view kMagic = "assay records 1\n";

bytes::Parsed<StoredRecord> parse_record(bytes::Reader& reader) {
  StoredRecord out;
  const auto start = reader.offset();
  const auto head = reader.fixed<2 + kSaltSize>("head of a record");
  if (!head) return std::unexpected(head.error());
  const auto type = leaf_type(bytes::u8_at<0>(*head));
  if (!type) return bytes::bad_value(start, "type of a record", "1 to 11");
  if (bytes::u8_at<1>(*head) != kLeafVersion)
    return bytes::bad_value(start + 1, "version of a record", "1");
  out.type = *type;
  std::ranges::copy(head->subspan<2>(), out.salt.begin());
  const auto at = reader.offset();
  const auto size = reader.be32("size of a record");
  if (!size) return std::unexpected(size.error());
  if (*size > kMostRecord) return bytes::bad_value(at, "size of a record", "at most 16 MiB");
  out.offset = reader.offset();
  const auto record = reader.take(*size, "record");
  if (!record) return std::unexpected(record.error());
  out.record = *record;
  return out;
}

}  // namespace

base::Bytes to_bytes(const RecordBatch& batch) {
  bytes::Writer w;
  w.raw(bytes::as_bytes(kMagic)).be64(batch.first);
  w.be32(static_cast<std::uint32_t>(batch.records.size()));
  for (const StoredRecord& r : batch.records) {
    w.u8(static_cast<std::uint8_t>(r.type)).u8(kLeafVersion).raw(r.salt);
    w.be32(static_cast<std::uint32_t>(r.record.size())).raw(r.record);
  }
  return std::move(w).release();
}

bytes::Parsed<RecordBatch> parse_records(bytes::Reader reader, bytes::Budget& budget) {
  RecordBatch out;
  const auto start = reader.offset();
  const auto magic = reader.take(kMagic.size(), "magic");
  if (!magic) return std::unexpected(magic.error());
  if (bytes::as_chars(*magic) != kMagic)
    return bytes::bad_value(start, "magic", "\"assay records 1\"");
  const auto first = reader.be64("first leaf");
  if (!first) return std::unexpected(first.error());
  const auto at = reader.offset();
  if (*first >= kMostLeaves) return bytes::bad_value(at - 8, "first leaf", "below 10^12");
  out.first = *first;
  const auto count = reader.be32("count of records");
  if (!count) return std::unexpected(count.error());
  if (*count == 0 || *count > kMostBatch)
    return bytes::bad_value(at, "count of records", "1 to 65536");
  if (auto ok = budget.items(*count, at, "count of records"); !ok)
    return std::unexpected(ok.error());
  for (std::uint32_t i = 0; i < *count; ++i) {
    auto record = parse_record(reader);
    if (!record) return std::unexpected(record.error());
    out.records.push_back(*record);
  }
  if (auto end = reader.finish("records"); !end) return std::unexpected(end.error());
  return out;
}

std::string batch_path(std::uint64_t first) {
  return fmt::format("{:03}/{:03}/{:03}/{:03}", first / 1'000'000'000, first / 1'000'000 % 1000,
                     first / 1000 % 1000, first % 1000);
}

}  // namespace assay::ledger
