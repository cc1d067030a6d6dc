#include "answer/logged.h"

#include <algorithm>

#include "bytes/text.h"
#include "formats/json/json.h"
#include "ledger/each_record.h"

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
  Logged out;
  std::set<std::string> objects;
  const auto look = [&](std::uint64_t index, const ledger::StoredRecord& r) {
    const auto text = bytes::as_chars(r.record);
    bytes::Budget small;
    if (r.type == LeafType::evidence) {
      const auto record = statement::parse_evidence_record(text, small);
      if (!record || !wanted.contains(record->evidence)) return true;
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
    return true;
  };
  ASSAY_CHECK(ledger::each_record(fs, folder, size, look));
  return out;
}

base::Result<std::optional<std::uint64_t>> find_record(const base::FileSystem& fs,
                                                       const std::string& folder,
                                                       std::uint64_t size, ledger::LeafType type,
                                                       std::string_view record) {
  std::optional<std::uint64_t> out;
  ASSAY_CHECK(ledger::each_record(fs, folder, size,
                                  [&](std::uint64_t index, const ledger::StoredRecord& r) {
                                    if (r.type == type && bytes::as_chars(r.record) == record)
                                      out = index;
                                    return !out;
                                  }));
  return out;
}

}  // namespace assay::answer
