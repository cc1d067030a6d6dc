// A statement over many servers: written from an index and a ledger that hold them, and checked by
// assay-verify as a stranger would run it, beside the bare SHA-256 that each cannot do without.
#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <stdexcept>

#include "answer/publish.h"
#include "base/text.h"
#include "benchmarks.h"
#include "child.h"
#include "clock.h"
#include "fleet/duckdb/open.h"
#include "fleet_index.h"
#include "ledger/writer.h"
#include "must.h"
#include "scratch.h"
#include "support/statement_builder.h"

namespace assay::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kServers = 100'000;

// Seconds for the file's bytes once, and for each row a commitment of its record and two hashes of
// the tree.
double bare_hashes(bytes::ByteSpan file, std::size_t rows) {
  const double start = processor_seconds();
  crypto::HashEngine hash;
  static_cast<void>(hash.hash(crypto::HashAlg::sha256, file));
  proof::TreeHasher hasher;
  const base::Bytes record(300);
  const base::Bytes leaf(34);
  proof::Hash node{};
  for (std::size_t i = 0; i < rows; ++i) {
    static_cast<void>(hasher.plain(record));
    node = hasher.node(hasher.leaf(leaf), node);
  }
  return processor_seconds() - start;
}

// Every collection of the index as evidence in a new ledger.
void log_all(const base::FileSystem& disk, fleet::IndexReader& index, const std::string& folder,
             const proof::SigningKey& key) {
  static_cast<void>(must(ledger::init(disk, folder, key)));
  const auto writer = must(ledger::Writer::open(disk, folder));
  std::vector<std::string> texts;
  const auto servers = must(index.servers({}));
  std::map<std::uint32_t, std::string> ids;
  for (const auto& s : servers) ids.emplace(s.server.server, s.server.id);
  for (const auto& e : must(index.all_evidence()))
    texts.push_back(fmt::format(
        R"({{"collected":"{}","evidence":"{}","kind":"evidence","manifest":null,"path":"e","server":"{}","sha256":"{}","version":1}})",
        base::to_rfc3339({e.at}), e.sha256, ids[e.server], e.sha256));
  for (std::size_t from = 0; from < texts.size(); from += ledger::kMostBatch) {
    std::vector<ledger::NewRecord> records;
    for (std::size_t i = from; i < std::min(texts.size(), from + ledger::kMostBatch); ++i)
      records.push_back({ledger::LeafType::evidence, bytes::as_bytes(texts[i])});
    static_cast<void>(must(writer->append(records)));
  }
}

Figure write(const Settings& settings, const Scratch& scratch) {
  const auto duckdb = load_duckdb(settings);
  const auto folder = (scratch.folder() / "fleet").string();
  static_cast<void>(fill_index(duckdb, folder, kServers));
  const auto index = must(fleet::duckdb::open_reader(duckdb, folder));
  const base::PosixFileSystem disk;
  answer::PublishSettings publish;
  publish.ledger = (scratch.folder() / "ledger").string();
  publish.key = must(proof::signing_key_from_seed("statements.example", {}));
  log_all(disk, *index, publish.ledger, must(proof::signing_key_from_seed("ledger.example", {})));
  publish.allegation_toml =
      "version = 1\nid = \"a\"\nsource = \"s\"\ndate = 2018-10-04\ntext = \"t\"\n[[claims]]\nid = "
      "\"c\"\ntext = \"t\"\n[[claims.shown_by]]\nfindings = [\"inventory.nic.added\"]\n";
  const auto allegation = must(answer::parse_allegation(publish.allegation_toml, "a.toml"));
  const auto answer = must(answer::answer(*index, allegation, {1'800'000'000}));
  const double begun = wall_seconds();
  const double start = processor_seconds();
  const auto done = must(answer::publish(disk, *index, allegation, answer, publish));
  const double seconds = processor_seconds() - start;
  const double wall = wall_seconds() - begun;
  const double floor = bare_hashes(done.container, kServers);
  return {.name = "answer.write",
          .value = wall,
          .unit = "s",
          .floor = floor,
          .ratio = wall / floor,
          .peer = {},
          .peer_value = {},
          .note = fmt::format("{} servers, a {:.0f} MB file; {:.1f} s of processor", kServers,
                              static_cast<double>(done.container.size()) / 1e6, seconds)};
}

}  // namespace

Figures bench_statement(const Settings& settings) {
  const Scratch scratch(settings.scratch_folder);
  testing::StatementBuilder builder;
  builder.servers = kServers;
  const auto file = builder.build();
  const auto statement = (scratch.folder() / "x.statement").string();
  const auto policy = (scratch.folder() / "trust.policy").string();
  write_file(statement, file);
  write_file(policy, bytes::as_bytes(builder.policy_text()));
  const auto program = (fs::path(settings.assay).parent_path() / "assay-verify").string();
  double best = 1e9;
  double peak = 0;
  for (int i = 0; i < 5; ++i) {
    const auto cost = run_child({program, statement, "--trust", policy});
    if (cost.exit_code != 0) throw std::runtime_error("assay-verify refuses an honest statement");
    best = std::min(best, cost.seconds);
    peak = std::max(peak, cost.peak_mb);
  }
  const double floor = bare_hashes(file, kServers);
  return {write(settings, scratch),
          {.name = "verify.100000",
           .value = best,
           .unit = "s",
           .floor = floor,
           .ratio = best / floor,
           .peer = {},
           .peer_value = {},
           .note = fmt::format("the whole process, best of 5; {:.0f} MB file, {:.0f} MB resident, "
                               "program of {:.1f} MB",
                               static_cast<double>(file.size()) / 1e6, peak,
                               static_cast<double>(fs::file_size(program)) / 1e6)}};
}

}  // namespace assay::bench
