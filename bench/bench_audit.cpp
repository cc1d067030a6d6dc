// `assay audit` over a fleet's evidence on disk: time, cores used and memory, at sizes that show
// how each of them grows.
#include <filesystem>
#include <fmt/format.h>
#include <stdexcept>
#include <thread>

#include "benchmarks.h"
#include "bytes/text.h"
#include "child.h"
#include "floor.h"
#include "paired.h"
#include "scratch.h"

namespace assay::bench {
namespace {

// Every server has its own key and log, and its five files are its own. One folder holds the first
// `sizes[0]` servers, the next those up to `sizes[1]`, …, so that a larger fleet contains the
// smaller.
class Fleet {
 public:
  explicit Fleet(const Scratch& scratch) : folder_(scratch.folder()) {}

  void grow_to(std::size_t size) {
    const auto rack = folder_ / fmt::format("rack-{:06}", size);
    racks_.push_back(rack.string());
    for (; servers_ < size; ++servers_) {
      const SyntheticServer s = factory_.next();
      const auto boot = rack / s.id / "boot";
      std::filesystem::create_directories(boot);
      for (const auto& a : s.bundle().artefacts) write_file(rack / s.id / a.path, a.bytes);
      nonces_ += fmt::format("{} {}\n", s.id, bytes::to_hex(s.nonce));
    }
    write_file(nonces_path(), bytes::as_bytes(nonces_));
  }

  [[nodiscard]] std::vector<std::string> audit_call(const std::string& assay) const {
    std::vector<std::string> call{assay,      "audit",    "--json",     "--fail-on",
                                  "critical", "--nonces", nonces_path()};
    call.insert(call.end(), racks_.begin(), racks_.end());
    return call;
  }

 private:
  [[nodiscard]] std::string nonces_path() const { return (folder_ / "nonces.txt").string(); }

  std::filesystem::path folder_;
  ServerFactory factory_{KeyKind::p256, 4};
  std::vector<std::string> racks_;
  std::string nonces_;
  std::size_t servers_ = 0;
};

// Seconds that the bare cryptography of one appraisal takes on one core.
double floor_seconds() {
  ServerFactory factory(KeyKind::p256, 5);
  std::vector<SyntheticServer> servers;
  for (int i = 0; i < 100; ++i) servers.push_back(factory.next());
  Floor floor(servers);
  const auto least = [&](std::size_t i) {
    floor.verify(i);
    floor.hash_log(i);
    floor.extend(i);
  };
  return measure_paired(servers.size(), 11, least, least).floor.median / 1e6;
}

}  // namespace

Figures bench_audit(const Settings& settings) {
  std::vector<std::size_t> sizes{5000, 10'000, 20'000};
  if (settings.full) sizes.insert(sizes.end(), {50'000, 100'000});
  const double cores = std::max(1U, std::thread::hardware_concurrency());
  const double least = floor_seconds() / cores;
  const Scratch scratch(settings.scratch_folder);
  Fleet fleet(scratch);
  Figures out;
  for (const std::size_t size : sizes) {
    fleet.grow_to(size);
    const auto call = fleet.audit_call(settings.assay);
    static_cast<void>(run_child(call));  // the files are in the page cache after this
    const ChildCost cost = run_child(call);
    if (cost.exit_code != 0)
      throw std::runtime_error(fmt::format("assay audit ended with {}", cost.exit_code));
    const double n = static_cast<double>(size);
    const std::string name = fmt::format("boot.audit.{}", size);
    out.push_back(
        {.name = name,
         .value = cost.seconds,
         .unit = "s",
         .floor = least * n,
         .ratio = cost.seconds / (least * n),
         .peer = {},
         .peer_value = {},
         .note = fmt::format("{:.0f} us a server, {:.2f} of {:.0f} cores in use",
                             cost.seconds / n * 1e6, cost.cpu_seconds / cost.seconds, cores)});
    out.push_back({.name = name + ".memory",
                   .value = cost.peak_mb,
                   .unit = "MB",
                   .floor = {},
                   .ratio = {},
                   .peer = {},
                   .peer_value = {},
                   .note = fmt::format("{:.1f} KB a server", cost.peak_mb * 1024 / n)});
  }
  return out;
}

}  // namespace assay::bench
