// The fleet's index: facts into it beside DuckDB's bare appender, packed signed evidence into it
// beside the least that its checks can cost, and the two questions that must be quick, at growing
// sizes.
#include <filesystem>
#include <fmt/format.h>
#include <stdexcept>
#include <thread>

#include "benchmarks.h"
#include "bytes/text.h"
#include "child.h"
#include "clock.h"
#include "crypto/ed25519.h"
#include "evidence/packed.h"
#include "fleet/duckdb/open.h"
#include "fleet_index.h"
#include "fleet_rows.h"
#include "must.h"
#include "scratch.h"

namespace assay::bench {
namespace {

namespace fs = std::filesystem;

ChildCost must_run(const std::vector<std::string>& call, int most = 0) {
  const auto cost = run_child(call);
  if (cost.exit_code < 0 || cost.exit_code > most)
    throw std::runtime_error(fmt::format("{} {} ended with {}", call[0], call[2], cost.exit_code));
  return cost;
}

Figure plain(std::string name, double value, std::string unit, std::string note) {
  return {.name = std::move(name),
          .value = value,
          .unit = std::move(unit),
          .floor = {},
          .ratio = {},
          .peer = {},
          .peer_value = {},
          .note = std::move(note)};
}

void measure_size(const Settings& settings, const DuckDb& duckdb, const Scratch& scratch,
                  std::size_t servers, bool largest, Figures& out) {
  const auto folder = (scratch.folder() / fmt::format("fleet-{}", servers)).string();
  const auto flat = (scratch.folder() / "flat.duckdb").string();
  const double floor = append_flat(duckdb, flat, servers, kIndexBatch);
  fs::remove(flat);
  const double seconds = fill_index(duckdb, folder, servers);
  const double rows = static_cast<double>(servers * kPartsAServer);
  const double bytes = static_cast<double>(fs::file_size(fleet::duckdb::index_path(folder)));
  const auto rare = must_run({settings.assay, "fleet", "rare", "--fleet", folder, "--memory", "6GB",
                              "--fail-on", "never", "--json"});
  const std::vector<std::string> show{settings.assay, "fleet",
                                      "show",         fmt::format("node-{:07}", servers / 2 + 3),
                                      "--fleet",      folder};
  static_cast<void>(must_run(show));
  double shown = 1e9;
  double used = 1e9;
  for (int i = 0; i < 10; ++i) {
    const auto cost = must_run(show);
    shown = std::min(shown, cost.seconds);
    used = std::min(used, cost.cpu_seconds);
  }
  const auto about = fmt::format("{} servers of {} parts", servers, kPartsAServer);
  const auto name = [&](std::string_view what) {
    return largest ? fmt::format("fleet.{}", what) : fmt::format("fleet.{}.{}", what, servers);
  };
  out.push_back({.name = name("import"),
                 .value = seconds,
                 .unit = "s",
                 .floor = floor,
                 .ratio = seconds / floor,
                 .peer = "DuckDB's appender",
                 .peer_value = floor,
                 .note = "processor time; " + about});
  out.push_back(plain(name("growth"), bytes / rows, "bytes",
                      fmt::format("a current component on disk; {:.0f} MB", bytes / 1e6)));
  out.push_back(plain(name("rare"), rare.seconds, "s",
                      fmt::format("{}, {:.0f} MB resident", about, rare.peak_mb)));
  out.push_back(plain(
      name("show"), shown * 1e3, "ms",
      fmt::format("{}, the whole process, best of 10; {:.0f} ms of processor", about, used * 1e3)));
  fs::remove_all(folder);
}

// Packed, signed evidence of a simulated fleet, as import reads it.
void measure_evidence(const Settings& settings, const DuckDb& duckdb, const Scratch& scratch,
                      std::size_t servers, Figures& out) {
  const auto sim = (scratch.folder() / "sim").string();
  const auto folder = (scratch.folder() / "from-evidence").string();
  static_cast<void>(must_run({settings.assay, "simulate", "-o", sim, "--servers",
                              fmt::format("{}", servers), "--collections", "1"}));
  // The least: each signature verified, each artefact's bytes hashed once, the rows appended.
  const base::PosixFileSystem disk;
  const auto seed = must(crypto::new_ed25519_seed());
  const auto key = must(crypto::ed25519_public(seed));
  double checked = 0;
  std::size_t sampled = 0;
  for (const auto& shard : fs::directory_iterator(fs::path(sim) / "evidence")) {
    for (const auto& file : fs::directory_iterator(shard.path())) {
      if (++sampled > 500) break;
      const auto bundle = must(evidence::load(disk, file.path()));
      const auto signature = must(crypto::sign_ed25519(seed, bundle.manifest_bytes));
      crypto::HashEngine hash;
      const double start = processor_seconds();
      static_cast<void>(crypto::verify_ed25519(key, bundle.manifest_bytes, signature));
      for (const auto& a : bundle.artefacts)
        static_cast<void>(hash.hash(crypto::HashAlg::sha256, a.bytes));
      checked += processor_seconds() - start;
    }
    if (sampled > 500) break;
  }
  sampled = std::min<std::size_t>(sampled, 500);
  const double cores = std::max(1U, std::thread::hardware_concurrency());
  const std::vector<std::string> call{settings.assay, "fleet", "import", sim, "--fleet", folder};
  const auto cost = must_run(call);
  std::uint64_t rows = 0;
  {
    const auto reader = must(fleet::duckdb::open_reader(duckdb, folder));
    rows = must(reader->counts()).holdings;
  }
  const auto flat = (scratch.folder() / "flat.duckdb").string();
  const double appended = append_flat(duckdb, flat, rows / kPartsAServer, kIndexBatch);
  const double floor =
      checked / static_cast<double>(sampled) * static_cast<double>(servers) + appended;
  out.push_back({.name = "fleet.import.evidence",
                 .value = cost.cpu_seconds,
                 .unit = "s",
                 .floor = floor,
                 .ratio = cost.cpu_seconds / floor,
                 .peer = {},
                 .peer_value = {},
                 .note = fmt::format(
                     "processor time; {} packed, signed; {} rows; {:.1f} s on the wall, {:.2f} of "
                     "{:.0f} cores in use",
                     servers, rows, cost.seconds, cost.cpu_seconds / cost.seconds, cores)});
}

}  // namespace

Figures bench_fleet(const Settings& settings) {
  const auto duckdb = load_duckdb(settings);
  const Scratch scratch(settings.scratch_folder);
  std::vector<std::size_t> sizes{10'000, 100'000};
  if (settings.full) sizes.push_back(1'000'000);
  Figures out;
  for (const auto size : sizes)
    measure_size(settings, duckdb, scratch, size, size == sizes.back(), out);
  measure_evidence(settings, duckdb, scratch, 20'000, out);
  return out;
}

}  // namespace assay::bench
