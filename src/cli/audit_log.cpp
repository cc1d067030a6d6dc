#include "cli/audit_log.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "evidence/packed.h"
#include "fleet/collection.h"
#include "ledger/writer.h"
#include "report/audit_json.h"
#include "store/store.h"

namespace assay::cli {
namespace {

using formats::json::Value;
using ledger::LeafType;

constexpr int kQuick = 3;  // zstd's level: every audit pays for it

// One line, keys sorted: the same audit gives the same bytes.
std::string canonical(const Value& value) {
  return nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

struct Record {
  LeafType type;
  std::string text;
};

bool is_below(const std::string& path, const std::string& given) {
  return !given.empty() &&
         (path == given || path.starts_with(given.ends_with('/') ? given : given + "/"));
}

// Under which option a file was given; empty for those that the policy names.
std::string option_of(const std::string& path, const InputOptions& o) {
  std::string out;
  for_each_file_option(
      o,
      [&](const char* name, const std::string& given) {
        if (out.empty() && is_below(path, given)) out = name;
      },
      [&](const char* name, const std::vector<std::string>& given) {
        for (const auto& g : given)
          if (out.empty() && is_below(path, g)) out = name;
      });
  return out;
}

std::optional<LeafType> leaf_of(std::string_view option) {
  if (option == "policy") return LeafType::policy;
  if (option == "references") return LeafType::reference;
  if (option == "changes" || option == "remediation") return LeafType::change;
  if (option == "assets") return LeafType::asset_table;
  return std::nullopt;
}

Value object_record(std::string_view kind, const std::string& path, const std::string& digest) {
  Value out;
  out["kind"] = kind;
  out["version"] = 1;
  out["path"] = path;
  out["sha256"] = digest;
  return out;
}

// The evidence as one packed object, and a record of its manifest.
base::Result<Value> keep_evidence(const Context& c, const store::Store& store,
                                  const std::string& path) {
  ASSAY_TRY(const auto bundle, evidence::load(c.fs, path));
  ASSAY_TRY(const auto packed, evidence::pack(bundle, kQuick));
  ASSAY_TRY(const auto object, store.put(packed));
  crypto::HashEngine hash;
  Value out = object_record("evidence", path, object.hex());
  out["server"] = bundle.server;
  // As the index knows it: what a statement's rows name.
  out["evidence"] = fleet::evidence_digest(bundle, hash);
  out["manifest"] = bundle.manifest
                        ? Value(hash.hash(crypto::HashAlg::sha256, bundle.manifest_bytes).hex())
                        : Value(nullptr);
  out["collected"] =
      bundle.manifest ? Value(base::to_rfc3339(bundle.manifest->collected)) : Value(nullptr);
  return out;
}

base::Result<void> append(const Context& c, const std::string& ledger,
                          const std::vector<Record>& records) {
  ASSAY_TRY(const auto writer, ledger::Writer::open(c.fs, ledger));
  std::uint64_t first = 0;
  for (std::size_t at = 0; at < records.size(); at += ledger::kMostBatch) {
    std::vector<ledger::NewRecord> batch;
    const auto part = std::span(records).subspan(at);
    for (const Record& r : part.first(std::min(part.size(), ledger::kMostBatch)))
      batch.push_back({r.type, bytes::as_bytes(r.text)});
    ASSAY_TRY(const auto done, writer->append(batch));
    if (at == 0) first = done.first;
  }
  c.note(
      fmt::format("{}: leaves {} to {} log this audit", ledger, first, first + records.size() - 1));
  return {};
}

}  // namespace

base::Result<void> log_audit(const Context& c, const std::string& ledger, const InputOptions& o,
                             const std::map<std::string, base::Bytes>& read,
                             const appraise::Inputs& inputs, const std::vector<std::string>& paths,
                             const appraise::FleetAppraisal& fleet) {
  const store::Store store(c.fs, ledger::Layout{ledger}.store());
  std::vector<Record> records;
  Value appraisal;
  appraisal["kind"] = "appraisal";
  appraisal["version"] = 1;
  appraisal["engine"] = "assay/" ASSAY_VERSION;
  appraisal["as_of"] = base::to_rfc3339(inputs.as_of);
  appraisal["inputs"] = Value::array();
  appraisal["evidence"] = Value::array();
  for (const auto& [path, bytes] : read) {
    ASSAY_TRY(const auto object, store.put(bytes));
    const auto option = option_of(path, o);
    appraisal["inputs"].push_back({{"option", option}, {"path", path}, {"sha256", object.hex()}});
    if (const auto type = leaf_of(option))
      records.push_back({*type, canonical(object_record(ledger::name(*type), path, object.hex()))});
  }
  for (const auto& path : paths) {
    const auto kept = keep_evidence(c, store, path);
    // What could not be read is in the audit's own list of such; there are no bytes to keep.
    if (!kept) continue;
    appraisal["evidence"].push_back(
        {{"server", kept->at("server")}, {"path", path}, {"sha256", kept->at("sha256")}});
    records.push_back({LeafType::evidence, canonical(*kept)});
  }
  std::string result;
  report::write_json(fleet, [&](std::string_view part) { result += part; });
  ASSAY_TRY(const auto object, store.put(bytes::as_bytes(result)));
  appraisal["result"] = object.hex();
  records.push_back({LeafType::appraisal, canonical(appraisal)});
  return append(c, ledger, records);
}

}  // namespace assay::cli
