// assay-bench: measures, prints a table, and writes the figures as JSON. Asserts nothing: what a
// figure is worth stands in docs/performance.md.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <fmt/format.h>

#include "benchmarks.h"
#include "bytes/text.h"
#include "scratch.h"

namespace {

using assay::bench::Figures;
using assay::bench::Settings;

struct Benchmark {
  std::string name;
  Figures (*run)(const Settings&);
};

int run(const Settings& settings, const std::string& only, const std::string& json) {
  using namespace assay::bench;
  Figures all;
  for (const Benchmark& b :
       {Benchmark{"appraise", bench_appraise}, Benchmark{"inspect", bench_inspect},
        Benchmark{"audit", bench_audit}, Benchmark{"firmware", bench_firmware},
        Benchmark{"fleet", bench_fleet}, Benchmark{"ledger", bench_ledger},
        Benchmark{"answer", bench_answer}, Benchmark{"statement", bench_statement}}) {
    if (!only.empty() && only != b.name) continue;
    fmt::print(stderr, "{}…\n", b.name);
    const Figures figures = b.run(settings);
    all.insert(all.end(), figures.begin(), figures.end());
  }
  fmt::print("{}", to_table(all));
  if (!json.empty()) write_file(json, assay::bytes::as_bytes(to_json(all)));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const auto here = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  Settings settings{.assay = (here / "assay").string(),
                    .scratch_folder = (here.parent_path() / "bench-scratch").string()};
  std::string only;
  std::string json;
  CLI::App app("Measures Assay against floors and peers.");
  app.add_option("--json", json, "write the figures to this file");
  app.add_option("--only", only,
                 "appraise, inspect, audit, firmware, fleet, ledger, answer or statement");
  app.add_flag("--full", settings.full, "larger fleets, more rounds");
  app.add_option("--scratch", settings.scratch_folder,
                 "folder to write evidence to; it is removed");
  CLI11_PARSE(app, argc, argv);
  try {
    return run(settings, only, json);
  } catch (const std::exception& e) {
    fmt::print(stderr, "assay-bench: {}\n", e.what());
    return 2;
  }
}
