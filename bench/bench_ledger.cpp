// The ledger: leaves integrated in large batches, leaves that many threads append and wait for, one
// proof, and fsck; beside the bare SHA-256 or the bare syncs that each cannot do without.
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fmt/format.h>
#include <stdexcept>
#include <thread>

#include "benchmarks.h"
#include "bytes/text.h"
#include "clock.h"
#include "fleet_rows.h"
#include "ledger/fsck.h"
#include "ledger/reader.h"
#include "ledger/writer.h"
#include "paired.h"
#include "must.h"
#include "scratch.h"

namespace assay::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kRecord = 100;   // bytes of a record
constexpr std::size_t kThreads = 256;  // who append and wait

proof::SigningKey key() { return must(proof::signing_key_from_seed("bench.example", {})); }

// Seconds that the hashes of `leaves` leaves take: a commitment, a leaf and a node each.
double bare_hashes(std::size_t leaves, bool records) {
  proof::TreeHasher hasher;
  const base::Bytes record(kRecord + ledger::kSaltSize);
  const base::Bytes leaf(ledger::kLeafSize);
  proof::Hash hash{};
  const double start = processor_seconds();
  for (std::size_t i = 0; i < leaves; ++i) {
    if (records) hash = hasher.plain(record);
    hash = hasher.node(hasher.leaf(leaf), hash);
  }
  return processor_seconds() - start;
}

Figure rate(std::string name, double value, double floor, std::string note) {
  return {.name = std::move(name),
          .value = value,
          .unit = "leaves/s",
          .floor = floor,
          .ratio = floor / value,
          .peer = {},
          .peer_value = {},
          .note = std::move(note)};
}

Figure integrate(const base::FileSystem& disk, const fs::path& folder, std::size_t leaves) {
  static_cast<void>(must(ledger::init(disk, folder, key())));
  const auto writer = must(ledger::Writer::open(disk, folder));
  const base::Bytes record(kRecord);
  const std::vector<ledger::NewRecord> batch(ledger::kMostBatch,
                                             {ledger::LeafType::evidence, record});
  const double begun = wall_seconds();
  const double start = processor_seconds();
  for (std::size_t done = 0; done < leaves; done += batch.size())
    static_cast<void>(must(writer->append(batch)));
  const double seconds = processor_seconds() - start;
  const double walls = wall_seconds() - begun;
  const auto total = static_cast<double>(writer->head().size);
  const double floor = bare_hashes(leaves, true);
  return rate("ledger.integrate", total / seconds, static_cast<double>(leaves) / floor,
              fmt::format("processor time, batches of {}; {:.0f} leaves/s on the wall, synced",
                          batch.size(), total / walls));
}

Figure append(const base::FileSystem& disk, const fs::path& folder, double seconds) {
  static_cast<void>(must(ledger::init(disk, folder, key())));
  const auto writer = must(ledger::Writer::open(disk, folder));
  const base::Bytes record(kRecord);
  std::atomic<bool> stop{false};
  std::atomic<std::uint64_t> failed{0};
  std::vector<std::thread> threads;
  const double start = wall_seconds();
  for (std::size_t i = 0; i < kThreads; ++i)
    threads.emplace_back([&] {
      const std::vector<ledger::NewRecord> mine(16, {ledger::LeafType::evidence, record});
      while (!stop)
        if (!writer->append(mine)) ++failed;
    });
  while (wall_seconds() - start < seconds)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  stop = true;
  for (auto& thread : threads) thread.join();
  const double took = wall_seconds() - start;
  if (failed != 0) throw std::runtime_error("an append failed");
  // The least: all who wait, for one file written and synced.
  const base::Bytes bytes(kThreads * 16 * kRecord);
  const double synced = wall_seconds();
  for (int i = 0; i < 20; ++i) must(disk.write_atomically(folder / "floor", bytes));
  const double floor = static_cast<double>(kThreads) * 16 / ((wall_seconds() - synced) / 20);
  return rate(
      "ledger.append", static_cast<double>(writer->head().size) / took, floor,
      fmt::format("{} threads, 16 records a call, each call durable before it returns; floor: "
                  "one synced file a round",
                  kThreads));
}

Figure prove(const base::FileSystem& disk, const fs::path& folder) {
  auto reader = must(ledger::Reader::open(disk, folder));
  constexpr std::size_t kProofs = 2000;
  std::uint64_t index = 1;
  double best = 1e9;
  for (int round = 0; round < 5; ++round) {
    const double start = processor_seconds();
    for (std::size_t i = 0; i < kProofs; ++i) {
      index = (index * 6364136223846793005ULL + 1442695040888963407ULL);
      static_cast<void>(must(reader.inclusion((index >> 20U) % reader.size(), reader.size())));
    }
    best = std::min(best, (processor_seconds() - start) / kProofs);
  }
  return {.name = "ledger.prove",
          .value = best * 1e6,
          .unit = "us",
          .floor = {},
          .ratio = {},
          .peer = {},
          .peer_value = {},
          .note = fmt::format("processor time; random leaves of {}, tiles from the disk's cache",
                              reader.size())};
}

Figure check(const base::FileSystem& disk, const fs::path& folder) {
  const double start = processor_seconds();
  const auto report = must(ledger::fsck(disk, folder, {.jobs = 1, .owners = false, .against = {}}));
  const double seconds = processor_seconds() - start;
  if (!report.problems.empty()) throw std::runtime_error(report.problems[0].what);
  const double floor = bare_hashes(report.size, false);
  return {
      .name = "ledger.fsck",
      .value = seconds,
      .unit = "s",
      .floor = floor,
      .ratio = seconds / floor,
      .peer = {},
      .peer_value = {},
      .note = fmt::format("processor time of one thread; {} leaves, public files", report.size)};
}

}  // namespace

Figures bench_ledger(const Settings& settings) {
  const Scratch scratch(settings.scratch_folder);
  const base::PosixFileSystem disk;
  const std::size_t leaves = settings.full ? 10'000'000 : 1'000'000;
  Figures out;
  out.push_back(integrate(disk, scratch.folder() / "ledger", leaves));
  out.push_back(append(disk, scratch.folder() / "appended", settings.full ? 20 : 5));
  out.push_back(prove(disk, scratch.folder() / "ledger"));
  out.push_back(check(disk, scratch.folder() / "ledger"));
  return out;
}

}  // namespace assay::bench
