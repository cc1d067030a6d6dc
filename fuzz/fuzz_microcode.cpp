// Intel's and AMD's microcode, files and single updates.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/microcode/amd.h"
#include "formats/microcode/intel.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace microcode = assay::formats::microcode;
  using assay::bytes::Reader;
  const auto all = assay::bytes::from_uchars(data, size);
  assay::bytes::Budget budget({.items = 4096, .bytes = 0, .depth = 0});
  if (const auto updates = microcode::parse_intel_updates(Reader(all), budget))
    for (const auto& update : *updates)
      if (update.processors.empty() || update.bytes.size() != update.size) std::abort();
  if (const auto container = microcode::parse_amd_container(Reader(all), budget))
    for (const auto& patch : container->patches) {
      (void)patch.family();
      (void)patch.date_text();
      if (patch.offset + patch.size > size) std::abort();
    }
  (void)microcode::looks_like_amd_patch(all);
  return 0;
}
