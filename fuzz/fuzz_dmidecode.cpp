// dmidecode's text: every entry is a view into the text or a hex dump decoded within its bytes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/dmidecode/dmidecode.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = assay::bytes::from_uchars(data, size);
  assay::bytes::Budget budget({.items = 10'000, .bytes = 1U << 16U, .depth = 8});
  (void)assay::formats::dmidecode::looks_like_dmidecode(bytes);
  const auto model =
      assay::formats::dmidecode::parse_dmidecode(assay::bytes::Reader(bytes), budget);
  std::uint64_t line = 0;
  for (const auto& entry : model.entries) {
    if (entry.at <= line) std::abort();  // lines only go forward
    line = entry.at;
    for (const auto& [label, value] : entry.other)
      if (label.size() + value.size() > size) std::abort();
  }
  return 0;
}
