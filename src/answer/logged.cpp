#include "answer/logged.h"

#include <algorithm>

#include "bytes/text.h"
#include "formats/json/json.h"
#include "ledger/find_batch.h"
#include "ledger/layout.h"
#include "ledger/records.h"

namespace assay::answer {
namespace {

using ledger::LeafType;

LoggedRecord to_logged(const ledger::StoredRecord& r, std::uint64_t index) {
  return {.index = index, .type = r.type, .salt = r.salt, .record = bytes::to_string(r.record)};
}

bool judged_one_of(bytes::ByteSpan record, const std::set<std::string>& objects) {
  bytes::Budget budget;
  const auto json = formats::json::parse(record, budget);
  if (!json || !json->is_object()) return false;
  const auto list = json->find("evidence");
  return list != json->end() && list->is_array() &&
         std::ranges::any_of(*list, [&](const formats::json::Value& one) {
           const auto* sha256 = formats::json::string_member(one, "sha256");
           return sha256 != nullptr && objects.contains(*sha256);
         });
}

}  // namespace

ledger::Leaf leaf_of(const LoggedRecord& record) {
  proof::TreeHasher hasher;
  return {.type = record.type,
          .commitment = ledger::commitment(hasher, record.salt, bytes::as_bytes(record.record))};
}

base::Result<Logged> find_logged(const base::FileSystem& fs, const std::string& folder,
                                 std::uint64_t size, const std::set<std::string>& wanted,
                                 std::string_view allegation) {
  constexpr std::uint64_t kMostFile = ledger::kMostBatchBytes + (8ULL << 20U);
  const auto records = ledger::Layout{folder}.records();
  Logged out;
  std::set<std::string> objects;
  for (std::uint64_t next = 0; next < size;) {
    ASSAY_TRY(const auto path, ledger::find_batch(fs, records, next));
    ASSAY_TRY(const auto bytes, fs.read(path, kMostFile));
    bytes::Budget budget;
    const auto batch = ledger::parse_records(bytes::Reader(bytes), budget);
    if (!batch) return base::in_file(bytes::to_error(batch.error()), path.string());
    if (batch->first != next || batch->records.empty())
      return base::in_file({base::ErrorKind::refused, "is not the batch that comes next"},
                           path.string());
    for (const auto& r : batch->records) {
      const auto index = next++;
      const auto text = bytes::as_chars(r.record);
      bytes::Budget small;
      if (r.type == LeafType::evidence) {
        const auto record = statement::parse_evidence_record(text, small);
        if (!record || !wanted.contains(record->evidence)) continue;
        objects.insert(record->object);
        out.evidence.try_emplace(record->evidence, to_logged(r, index));
      } else if (r.type == LeafType::allegation && !out.allegation && text == allegation) {
        out.allegation = to_logged(r, index);
      } else if (r.type == LeafType::asset_table &&
                 statement::parse_population_record(bytes::Reader(r.record), small)) {
        out.populations.push_back(to_logged(r, index));
      } else if (r.type == LeafType::appraisal && judged_one_of(r.record, objects)) {
        out.appraisals.push_back(to_logged(r, index));
      }
    }
  }
  return out;
}

}  // namespace assay::answer
