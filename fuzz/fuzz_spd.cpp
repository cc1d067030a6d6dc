// Memory modules' EEPROMs of each generation.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/spd/spd.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace spd = assay::formats::spd;
  const auto all = assay::bytes::from_uchars(data, size);
  const auto module = spd::parse_spd(assay::bytes::Reader(all));
  (void)spd::looks_like_spd(all);
  if (!module) return 0;
  (void)spd::maker_text(module->maker);
  (void)spd::module_type_name(module->generation, module->module_type);
  if (module->has_maker_part && module->part_number.empty()) std::abort();
  if (module->serial_text().size() > 8) std::abort();
  return 0;
}
