// CSV: rows end, fields stay within the text, and errors stand inside the file.
#include <cstdlib>

#include "formats/csv/csv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay;
  bytes::Budget budget({.items = 100'000, .bytes = 1U << 20U, .depth = 4});
  formats::csv::CsvReader csv(bytes::Reader(std::as_bytes(std::span(data, size))), budget);
  formats::csv::Row row;
  while (true) {
    const auto more = csv.next(row);
    if (!more) {
      if (more.error().offset > size) std::abort();
      return 0;
    }
    if (!*more) return 0;
    if (row.fields.empty() || row.offset > size) std::abort();
  }
}
