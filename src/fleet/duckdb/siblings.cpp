#include "fleet/duckdb/siblings.h"

#include "fleet/rare.h"

namespace assay::fleet::duckdb {

base::Result<void> note_siblings(const std::shared_ptr<const Functions>& functions,
                                 const std::string& folder, const Settings& settings) {
  SiblingReport report;
  {
    ASSAY_TRY(const auto index, open_reader(functions, folder, settings));
    ASSAY_TRY(const auto known, index->rarity());
    if (known) return {};
    ASSAY_TRY(report, compare_siblings(*index));
  }
  std::vector<FindingRow> rows;
  rows.reserve(report.findings.size());
  for (auto& f : report.findings) rows.push_back(std::move(f.row));
  ASSAY_TRY(const auto writer, open_writer(functions, folder, settings));
  ASSAY_CHECK(writer->write_siblings(rows, report.rarity));
  return writer->finish();
}

}  // namespace assay::fleet::duckdb
