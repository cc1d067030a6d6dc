// IPMI FRUs, dumped and printed, and the management controller's text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/ipmi/fru.h"
#include "formats/ipmi/fru_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace ipmi = assay::formats::ipmi;
  using assay::bytes::Reader;
  assay::bytes::Budget budget({.items = 10'000, .bytes = 1U << 20U, .depth = 8});
  const auto all = assay::bytes::from_uchars(data, size);
  (void)ipmi::looks_like_fru(all);
  if (const auto fru = ipmi::parse_fru(Reader(all), budget)) {
    if (fru->records.size() > size / 5) std::abort();
    // Four characters from three bytes is the most that a field's form gives; Latin-1 doubles.
    if (fru->board && fru->board->product.size() > size * 2) std::abort();
  }
  if (const auto text = ipmi::parse_fru_text(Reader(all), budget))
    if (text->empty()) std::abort();
  (void)ipmi::parse_mc_info(Reader(all), budget);
  return 0;
}
