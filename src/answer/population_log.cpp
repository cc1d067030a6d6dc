#include "answer/population_log.h"

#include <unordered_map>

#include "answer/publish.h"
#include "bytes/text.h"
#include "crypto/random.h"
#include "ledger/layout.h"
#include "statement/leaves.h"

namespace assay::answer {

base::Result<std::vector<statement::ListedServer>> known_servers(fleet::IndexReader& index) {
  ASSAY_TRY(const auto all, index.examine({}, {}));
  ASSAY_TRY(const auto servers, index.servers({}));
  ASSAY_TRY(const auto evidence, index.all_evidence());
  std::unordered_map<std::uint32_t, const fleet::EvidenceRow*> latest;
  for (const auto& e : evidence) {
    auto& slot = latest[e.server];
    if (slot == nullptr || slot->at <= e.at) slot = &e;
  }
  std::unordered_map<std::string_view, const fleet::EvidenceRow*> by_id;
  for (const auto& s : servers) by_id.emplace(s.server.id, latest[s.server.server]);
  std::vector<statement::ListedServer> out;
  for (const auto& row : all.rows) {
    const auto it = by_id.find(row.id);
    out.push_back({it == by_id.end() || it->second == nullptr ? "" : it->second->sha256, row.id});
  }
  return out;
}

base::Result<std::string> keep_population(const store::Store& store,
                                          const std::vector<statement::ListedServer>& servers,
                                          const std::string& assets) {
  proof::Salt salt{};
  ASSAY_CHECK(crypto::fill_random(salt));
  const auto list = statement::to_text(salt, servers);
  ASSAY_TRY(const auto digest, store.put(bytes::as_bytes(list)));
  return statement::to_text(statement::PopulationRecord{
      .assets = assets, .count = servers.size(), .servers = digest.hex()});
}

base::Result<std::string> population_list(const store::Store& store, std::string_view record) {
  bytes::Budget budget;
  const auto parsed =
      statement::parse_population_record(bytes::Reader(bytes::as_bytes(record)), budget);
  if (!parsed) return std::unexpected(bytes::to_error(parsed.error()));
  const auto digest = crypto::Digest::from_hex(crypto::HashAlg::sha256, parsed->servers);
  if (!digest)
    return base::fail(base::ErrorKind::malformed, "a population's record names no SHA-256");
  ASSAY_TRY(const auto bytes, store.get(*digest));
  return bytes::to_string(bytes);
}

base::Result<PopulationLeaf> log_population(const base::FileSystem& fs, fleet::IndexReader& index,
                                            const std::string& ledger, const std::string& assets) {
  const store::Store store(fs, ledger::Layout{ledger}.store());
  ASSAY_TRY(const auto servers, known_servers(index));
  ASSAY_TRY(const auto record, keep_population(store, servers, assets));
  ASSAY_TRY(const auto writer, ledger::Writer::open(fs, ledger));
  ASSAY_TRY(const auto done,
            writer->append({{ledger::LeafType::asset_table, bytes::as_bytes(record)}}));
  bytes::Budget budget;
  auto kept = statement::parse_population_record(bytes::Reader(bytes::as_bytes(record)), budget);
  if (!kept) return std::unexpected(bytes::to_error(kept.error()));
  return PopulationLeaf{.index = done.first, .record = *std::move(kept)};
}

}  // namespace assay::answer
