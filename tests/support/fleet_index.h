// A fleet's index in a folder of its own, filled with collections that the test makes: facts are
// what the test says, so that a reader sees what the index must answer.
#pragma once

#include <gtest/gtest.h>

#include "fleet/batch.h"
#include "fleet/duckdb/open.h"
#include "fleet/duckdb/siblings.h"
#include "support/process.h"

namespace assay::testing {

/// 2026-01-01 and `days` more.
[[nodiscard]] inline base::Time day(int days) { return {1'767'225'600 + 86'400LL * days}; }

[[nodiscard]] inline evidence::Fact part(
    std::string name, std::string value, std::string place = "", std::string serial = "",
    evidence::FactSource source = evidence::FactSource::smbios) {
  return {evidence::FactKind::part,
          source,
          std::move(name),
          std::move(value),
          std::move(place),
          std::move(serial),
          {"inventory/smbios.bin", "offset 0x40"}};
}

[[nodiscard]] inline fleet::Collection collection(const std::string& id, int when,
                                                  std::vector<evidence::Fact> facts) {
  fleet::Collection c;
  c.path = "evidence/" + id + "." + std::to_string(when);
  // Any text that is each collection's own will do for a digest here.
  c.sha256 = c.path;
  for (const auto& f : facts) c.sha256 += f.value + f.place + f.serial;
  auto& a = c.appraisal;
  a.id = id;
  a.collected = day(when);
  a.verdict = appraise::Verdict::affirmed;
  a.disciplines[2] = appraise::Verdict::affirmed;
  a.inventory.examined = true;
  a.inventory.identity.manufacturer = "Maker";
  a.inventory.identity.product = "Server 1";
  a.inventory.identity.board_product = "Board 1";
  a.facts = std::move(facts);
  return c;
}

class FleetIndex {
 public:
  FleetIndex() {
    auto loaded = fleet::duckdb::load_library({ASSAY_DUCKDB_LIBRARY});
    EXPECT_TRUE(loaded) << loaded.error().describe();
    functions_ = *loaded;
  }
  [[nodiscard]] std::string folder() const { return folder_.path().string(); }
  [[nodiscard]] const auto& functions() const { return functions_; }

  /// One batch, as an import would write it; the writer is closed afterwards.
  std::size_t put(std::vector<fleet::Collection> collections,
                  const evidence::AssetRegister* assets = nullptr,
                  const std::vector<reference::ChangeRecord>& changes = {}) {
    auto writer = fleet::duckdb::open_writer(functions_, folder());
    if (!writer) ADD_FAILURE() << writer.error().describe();
    std::optional<evidence::AssetIndex> index;
    if (assets != nullptr) index.emplace(*assets);
    auto batcher = fleet::Batcher::create(**writer, index ? &*index : nullptr, changes);
    if (!batcher) ADD_FAILURE() << batcher.error().describe();
    const auto added = batcher->put(collections, day(0), 0);
    if (!added) ADD_FAILURE() << added.error().describe();
    if (assets != nullptr) {
      EXPECT_TRUE((*writer)->write_assets(*assets, day(300)));
    }
    EXPECT_TRUE((*writer)->finish());
    writer->reset();
    EXPECT_TRUE(fleet::duckdb::note_siblings(functions_, folder(), {}));
    return added.value_or(0);
  }

  [[nodiscard]] std::unique_ptr<fleet::IndexReader> reader(bool locked = false) const {
    auto r = fleet::duckdb::open_reader(functions_, folder(),
                                        {.memory_limit = {}, .threads = 0, .locked = locked});
    if (!r) ADD_FAILURE() << r.error().describe();
    return std::move(*r);
  }

  /// The rows of a question, cells joined by '|'.
  [[nodiscard]] std::vector<std::string> ask(const std::string& sql) const {
    std::vector<std::string> out;
    const auto done = reader(true)->ask(sql, 30,
                                        {.columns = [](const auto&, const auto&) {},
                                         .row =
                                             [&](const fleet::TextRow& row) {
                                               std::string line;
                                               for (const auto& cell : row)
                                                 line +=
                                                     (line.empty() ? "" : "|") + cell.value_or("-");
                                               out.push_back(line);
                                             }});
    if (!done) ADD_FAILURE() << done.error().describe();
    return out;
  }

  /// Every server's holdings and findings in words, whatever numbers they have inside.
  [[nodiscard]] std::vector<std::string> content() const {
    auto out =
        ask("SELECT s.id, f.name, f.value, p.name, h.serial, h.since, h.until FROM holdings h JOIN "
            "servers s USING (server) JOIN facts f USING (fact) JOIN places p USING (place) ORDER "
            "BY ALL");
    for (auto& line :
         ask("SELECT s.id, f.code, f.subject, f.status, f.since, f.until FROM findings f LEFT JOIN "
             "servers s USING (server) ORDER BY ALL"))
      out.push_back(std::move(line));
    for (auto& line : ask("SELECT id, verdict, first_seen, last_seen FROM servers ORDER BY id"))
      out.push_back(std::move(line));
    return out;
  }

 private:
  ScratchFolder folder_;
  std::shared_ptr<const fleet::duckdb::Functions> functions_;
};

}  // namespace assay::testing
