// Flash descriptors and the network controller's settings beside them.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/flash/descriptor.h"
#include "formats/flash/gbe.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace flash = assay::formats::flash;
  const auto all = assay::bytes::from_uchars(data, size);
  assay::bytes::Budget budget({.items = 4096, .bytes = 0, .depth = 0});
  (void)flash::looks_like_descriptor(all);
  if (const auto gbe = flash::parse_gbe(assay::bytes::Reader(all)))
    if (gbe->mac_text().size() != 17) std::abort();
  const auto d = flash::parse_descriptor(assay::bytes::Reader(all), budget);
  if (!d) return 0;
  if (d->regions.size() > 16 || d->masters.size() > 6) std::abort();
  for (const auto& region : d->regions)
    if (region.size == 0 || flash::region_name(region.index).empty()) std::abort();
  return 0;
}
