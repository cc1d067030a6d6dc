// An allegation of five claims put to an index that holds a year of monthly collections: the whole
// process as an operator runs it, with the index's file in memory and with it dropped from there,
// beside the same questions in plain SQL on the same file.
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <stdexcept>
#include <unistd.h>

#include "benchmarks.h"
#include "bytes/text.h"
#include "child.h"
#include "clock.h"
#include "fleet/duckdb/open.h"
#include "fleet/duckdb/siblings.h"
#include "fleet_index.h"
#include "must.h"
#include "scratch.h"

namespace assay::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMonths = 12;

// Two parts by name and value, one by serial, the absence of a thing on every server, and findings.
constexpr std::string_view kAllegation = R"(version = 1
id = "bench"
source = "bench"
date = 2026-05-01
text = "five claims"
[population]
manufacturer = ["Maker"]
[[claims]]
id = "revision"
text = "A part of an odd revision."
[[claims.shown_by]]
kind = "part"
value = ["* rev *"]
[[claims]]
id = "supplier"
text = "The second supplier's part of the fourth class."
[[claims.shown_by]]
kind = "part"
name = ["class03"]
value = ["Vendor 2 *"]
[[claims]]
id = "serial"
text = "Parts of one run of serials."
[[claims.shown_by]]
kind = "part"
serial = ["S00012*"]
[[claims]]
id = "none"
text = "A part that no server has."
[[claims.shown_by]]
kind = "part"
value = ["grain of rice*"]
[[claims]]
id = "findings"
text = "Something disagrees or was added."
[[claims.shown_by]]
findings = ["inventory.*"]
)";

// What a person who knows the tables would ask by hand; counts alone, no reasons, no cites.
constexpr std::string_view kPlainSql = R"(
WITH maker AS (SELECT s.server FROM servers s JOIN groups g USING (grp) WHERE g.manufacturer = 'Maker'),
 c1 AS (SELECT DISTINCT server FROM holdings JOIN facts USING (fact)
   WHERE kind = 'part' AND value LIKE '% rev %'),
 c2 AS (SELECT DISTINCT server FROM holdings JOIN facts USING (fact)
   WHERE kind = 'part' AND name = 'class03' AND value LIKE 'Vendor 2 %'),
 c3 AS (SELECT DISTINCT server FROM holdings JOIN facts USING (fact)
   WHERE kind = 'part' AND serial LIKE 'S00012%'),
 c4 AS (SELECT DISTINCT server FROM holdings JOIN facts USING (fact)
   WHERE kind = 'part' AND value LIKE 'grain of rice%'),
 c5 AS (SELECT DISTINCT server FROM findings WHERE code LIKE 'inventory.%' AND severity <> 'info'
   AND status = 'open'),
 seen AS (SELECT server, max(collected) AS at FROM evidence WHERE v_inventory = 'affirmed' GROUP BY server)
SELECT count(*), count(c1.server), count(c2.server), count(c3.server), count(c4.server),
 count(c5.server), min(seen.at)
FROM maker m LEFT JOIN c1 USING (server) LEFT JOIN c2 USING (server) LEFT JOIN c3 USING (server)
 LEFT JOIN c4 USING (server) LEFT JOIN c5 USING (server) LEFT JOIN seen USING (server))";

// Out of the kernel's memory, so that it is read from the disk again.
void drop(const std::string& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) throw std::runtime_error("cannot open " + file);
  static_cast<void>(::fdatasync(fd));
  const int code = ::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
  ::close(fd);
  if (code != 0) throw std::runtime_error("the kernel keeps " + file);
}

ChildCost best_of(const std::vector<std::string>& call, int rounds, const std::string& dropped) {
  ChildCost best;
  for (int i = 0; i < rounds; ++i) {
    if (!dropped.empty()) drop(dropped);
    const auto cost = run_child(call);
    if (cost.exit_code < 0 || cost.exit_code > 1)
      throw std::runtime_error(
          fmt::format("{} {} ended with {}", call[0], call[1], cost.exit_code));
    if (i == 0 || cost.seconds < best.seconds) best = cost;
  }
  return best;
}

void measure(const Settings& settings, const DuckDb& duckdb, const Scratch& scratch,
             std::size_t servers, bool largest, Figures& out) {
  const auto folder = (scratch.folder() / fmt::format("year-{}", servers)).string();
  const auto allegation = (scratch.folder() / "allegation.toml").string();
  write_file(allegation, bytes::as_bytes(kAllegation));
  const double begun = wall_seconds();
  static_cast<void>(fill_index(duckdb, folder, servers, kMonths));
  const double filled = wall_seconds();
  must(fleet::duckdb::note_siblings(duckdb, folder, {}));
  const double compared = wall_seconds();
  const auto file = fleet::duckdb::index_path(folder);
  const std::vector<std::string> ask{settings.assay, "answer",   allegation, "--fleet",
                                     folder,         "--memory", "6GB"};
  const auto sql = best_of({settings.assay, "fleet", "sql", std::string(kPlainSql), "--fleet",
                            folder, "--memory", "6GB"},
                           3, {});
  const auto warm = best_of(ask, 3, {});
  const auto cold = best_of(ask, 3, file);
  const auto figure = [&](std::string_view what, const ChildCost& cost, const std::string& more) {
    out.push_back({.name = largest ? fmt::format("answer.{}", what)
                                   : fmt::format("answer.{}.{}", what, servers),
                   .value = cost.seconds,
                   .unit = "s",
                   .floor = {},
                   .ratio = cost.seconds / sql.seconds,
                   .peer = "plain SQL, counts alone",
                   .peer_value = sql.seconds,
                   .note = fmt::format("{} servers, {} months, {:.0f} MB resident{}", servers,
                                       kMonths, cost.peak_mb, more)});
  };
  figure("warm", warm,
         fmt::format("; the index has {:.0f} MB, was filled in {:.0f} s, its siblings "
                     "compared in {:.1f} s",
                     static_cast<double>(fs::file_size(file)) / 1e6, filled - begun,
                     compared - filled));
  figure("cold", cold, "; the index was dropped from the kernel's memory before");
  fs::remove_all(folder);
}

}  // namespace

Figures bench_answer(const Settings& settings) {
  const auto duckdb = load_duckdb(settings);
  const Scratch scratch(settings.scratch_folder);
  std::vector<std::size_t> sizes{10'000, 100'000};
  if (settings.full) sizes.push_back(1'000'000);
  Figures out;
  for (const auto size : sizes) measure(settings, duckdb, scratch, size, size == sizes.back(), out);
  return out;
}

}  // namespace assay::bench
