// `assay inspect` over many logs in one call, beside one call of tpm2_eventlog for each: whole
// processes, as an operator would run them.
#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <stdexcept>

#include "benchmarks.h"
#include "child.h"
#include "scratch.h"
#include "synthetic_server.h"

namespace assay::bench {
namespace {

std::vector<std::string> write_logs(const Scratch& scratch, std::size_t count) {
  ServerFactory factory(KeyKind::p256, 3);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) {
    const auto path = scratch.folder() / fmt::format("eventlog-{:06}.bin", i);
    write_file(path, factory.next().log.bytes);
    out.push_back(path.string());
  }
  return out;
}

// The median of three calls over all files.
ChildCost assay(const Settings& settings, const std::vector<std::string>& files, bool json) {
  std::vector<std::string> call{settings.assay, "inspect"};
  if (json) call.emplace_back("--json");
  call.insert(call.end(), files.begin(), files.end());
  std::vector<ChildCost> runs;
  for (int i = 0; i < 3; ++i) {
    runs.push_back(run_child(call));
    if (runs.back().exit_code != 0)
      throw std::runtime_error(fmt::format("assay inspect ended with {}", runs.back().exit_code));
  }
  std::ranges::sort(runs, {}, &ChildCost::seconds);
  return runs[1];
}

// One process a file, one after the other: that is how the tool is made. Nothing where one fails.
std::optional<double> tpm2_eventlog(const std::string& program,
                                    const std::vector<std::string>& files) {
  const auto start = std::chrono::steady_clock::now();
  for (const auto& file : files)
    if (run_child({program, file}).exit_code != 0) return std::nullopt;
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

Figures bench_inspect(const Settings& settings) {
  const std::size_t count = settings.full ? 10'000 : 1000;
  const Scratch scratch(settings.scratch_folder);
  const auto files = write_logs(scratch, count);
  const auto text = assay(settings, files, false);
  const std::string program = find_program("tpm2_eventlog");
  const auto peer = program.empty() ? std::nullopt : tpm2_eventlog(program, files);
  const auto json = assay(settings, files, true);

  const auto figure = [&](const std::string& name, const ChildCost& cost) {
    const std::string times = peer ? fmt::format("{:.0f} times faster; ", *peer / cost.seconds)
                              : program.empty() ? std::string("peer not installed; ")
                                                : std::string("the peer failed; ");
    return Figure{.name = name,
                  .value = cost.seconds,
                  .unit = "s",
                  .floor = {},
                  .ratio = {},
                  .peer = "tpm2_eventlog",
                  .peer_value = peer,
                  .note = fmt::format("{}{:.2f} s of processor time, {:.0f} MB", times,
                                      cost.cpu_seconds, cost.peak_mb)};
  };
  return {figure(fmt::format("boot.inspect.{}", count), text),
          figure(fmt::format("boot.inspect.{}.json", count), json)};
}

}  // namespace assay::bench
