// UEFI capsules, FMP capsules, and the update containers of Dell, Insyde and AMI.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/capsule/bios_guard.h"
#include "formats/capsule/dell_pfs.h"
#include "formats/capsule/fmp_capsule.h"
#include "formats/capsule/insyde.h"
#include "formats/capsule/uefi_capsule.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace capsule = assay::formats::capsule;
  using assay::bytes::Reader;
  const auto all = assay::bytes::from_uchars(data, size);
  assay::bytes::Budget budget({.items = 4096, .bytes = 1U << 20U, .depth = 4});
  if (const auto outer = capsule::parse_capsule(Reader(all))) {
    if (outer->body.size() > size) std::abort();
    (void)capsule::parse_fmp_capsule(Reader(outer->body), budget);
  }
  if (const auto fmp = capsule::parse_fmp_capsule(Reader(all), budget))
    for (const auto& image : fmp->images)
      if (image.payload_offset > image.image.size()) std::abort();
  if (const auto pfs = capsule::parse_pfs(Reader(all), budget))
    for (const auto& entry : pfs->entries)
      if (entry.offset + entry.size() > size) std::abort();
  (void)capsule::find_pfs_sections(Reader(all), budget);
  (void)capsule::find_iflash_parts(Reader(all), budget);
  if (const auto guard = capsule::parse_bios_guard(Reader(all), budget))
    if (guard->size > size) std::abort();
  return 0;
}
