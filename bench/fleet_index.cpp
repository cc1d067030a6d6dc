#include "fleet_index.h"

#include <algorithm>
#include <filesystem>

#include "clock.h"
#include "fleet/batch.h"
#include "fleet/duckdb/open.h"
#include "fleet_rows.h"
#include "must.h"

namespace assay::bench {

DuckDb load_duckdb(const Settings& settings) {
  const auto build =
      std::filesystem::path(settings.assay).parent_path().parent_path().parent_path();
  return must(fleet::duckdb::load_library(
      {(build / "deps" / "duckdb" / "libduckdb.so").string(), "libduckdb.so"}));
}

double fill_index(const DuckDb& duckdb, const std::string& folder, std::size_t servers,
                  std::size_t months) {
  const auto writer = must(fleet::duckdb::open_writer(duckdb, folder));
  auto batcher = must(fleet::Batcher::create(*writer, nullptr, {}));
  double seconds = 0;
  for (std::size_t month = 0; month < months; ++month)
    for (std::size_t from = 0; from < servers; from += kIndexBatch) {
      auto collections = make_collections(from, std::min(servers, from + kIndexBatch), month);
      const double start = processor_seconds();
      static_cast<void>(must(batcher.put(collections, {}, 0)));
      seconds += processor_seconds() - start;
    }
  const double start = processor_seconds();
  must(writer->finish());
  return seconds + processor_seconds() - start;
}

}  // namespace assay::bench
