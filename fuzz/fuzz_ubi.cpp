// UBI: erase blocks, the volume table, volumes put together.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/ubi/headers.h"
#include "formats/ubi/ubi.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace ubi = assay::formats::ubi;
  const auto all = assay::bytes::from_uchars(data, size);
  assay::bytes::Budget budget({.items = 20'000, .bytes = 16U << 20U, .depth = 16});
  (void)ubi::looks_like_ubi(all);
  (void)ubi::parse_ubi(assay::bytes::Reader(all), budget);
  std::vector<ubi::TableRecord> table;
  (void)ubi::read_table(assay::bytes::Reader(all), table);
  return 0;
}
