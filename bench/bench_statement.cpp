// A statement over many servers, checked by assay-verify as a stranger would run it: start to end,
// beside the bare SHA-256 over the same file and the tree's hashes.
#include <filesystem>
#include <fmt/format.h>
#include <stdexcept>

#include "benchmarks.h"
#include "child.h"
#include "fleet_rows.h"
#include "floor.h"
#include "paired.h"
#include "scratch.h"
#include "support/statement_builder.h"

namespace assay::bench {
namespace {

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

}  // namespace

Figures bench_statement(const Settings& settings) {
  namespace fs = std::filesystem;
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
  return {{.name = "verify.100000",
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
