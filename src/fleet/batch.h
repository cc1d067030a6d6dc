// Turns collections into what changes in the index: numbers for servers, facts and places,
// intervals of history, and what a server's own past says of it. Runs on one thread, between the
// cores that appraise and the back end that writes.
#pragma once

#include <span>
#include <unordered_map>
#include <unordered_set>

#include "evidence/assets.h"
#include "fleet/collection.h"
#include "fleet/dictionary.h"
#include "fleet/index.h"

namespace assay::fleet {

class Batcher {
 public:
  /// `writer`, `assets` and `changes` must outlive it; `assets` may be null.
  [[nodiscard]] static base::Result<Batcher> create(
      IndexWriter& writer, const evidence::AssetIndex* assets,
      std::span<const reference::ChangeRecord> changes);

  /// Writes the collections that the index does not have, in one transaction. `as_of` stands for
  /// the time of those that state none. Returns how many were new.
  [[nodiscard]] base::Result<std::size_t> put(std::span<Collection> collections, base::Time as_of,
                                              std::uint32_t run);
  /// The same with a run's row, so that both are there or neither is.
  void begin_run(RunRow run) { change_.runs.push_back(std::move(run)); }

  /// Of all evidence in the index.
  [[nodiscard]] const std::unordered_set<std::string>& digests() const noexcept { return digests_; }
  [[nodiscard]] bool has_server(const std::string& id) const { return servers_.contains(id); }
  [[nodiscard]] std::uint32_t next_run() const noexcept { return runs_; }

 private:
  Batcher(IndexWriter& writer, const evidence::AssetIndex* assets,
          std::span<const reference::ChangeRecord> changes)
      : writer_(&writer), assets_(assets), record_(changes) {}

  struct Work;
  std::uint32_t fact_number(const evidence::Fact& fact);
  std::uint32_t cite_number(const evidence::Cite& cite);
  std::uint32_t group_number(const inspect::inventory::Identity& identity);
  void distinct(std::vector<Holding>& holdings);
  evidence::Fact fact_of(const Holding& holding) const;
  void apply(Collection& collection, base::Time as_of, std::uint32_t run, Work& work);
  void hold(const appraise::ServerAppraisal& a, const EvidenceRow& e, ServerState& state);
  void find(appraise::ServerAppraisal& a, EvidenceRow& e, ServerState& state) const;
  void compare(std::string_view id, ServerState& state, std::size_t evidence, Work& work) const;
  void describe(const appraise::ServerAppraisal& a, const EvidenceRow& e, ServerRow& server);
  void keep(Work& work);
  void take_new_words();

  IndexWriter* writer_;
  const evidence::AssetIndex* assets_;
  std::span<const reference::ChangeRecord> record_;
  // Numbers are given in memory first: where a write fails, this object is of no more use.
  Dictionary facts_, places_, cites_, groups_;
  std::string scratch_;
  std::vector<std::uint32_t> slots_;  // of distinct_holdings(), kept for its memory
  std::vector<GroupText> group_texts_;
  std::unordered_map<std::string, ServerRow> servers_;
  std::unordered_set<std::string> digests_;
  std::uint32_t runs_ = 0;
  std::uint32_t evidence_ = 0;
  Change change_;
};

}  // namespace assay::fleet
