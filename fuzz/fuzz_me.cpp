// Management engine regions: partition tables, layouts, code partitions, manifests.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/me/boot_partition.h"
#include "formats/me/code_partition.h"
#include "formats/me/family.h"
#include "formats/me/manifest.h"
#include "formats/me/partition_table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace me = assay::formats::me;
  using assay::bytes::Reader;
  const auto all = assay::bytes::from_uchars(data, size);
  assay::bytes::Budget budget({.items = 4096, .bytes = 0, .depth = 0});
  if (const auto table = me::parse_partition_table(Reader(all), budget)) {
    (void)me::family_of(table->partitions, 0, false, false);
    if (table->size > size) std::abort();
  }
  if (const auto layout = me::parse_layout(Reader(all)))
    for (const auto& part : layout->parts)
      if (part.offset + part.size > size) std::abort();
  if (const auto boot = me::parse_boot_partition(Reader(all), budget))
    if (boot->size > size) std::abort();
  if (const auto code = me::parse_code_partition(Reader(all), budget))
    if (code->header_size > size) std::abort();
  if (const auto manifest = me::parse_manifest(Reader(all), budget)) {
    (void)manifest->version();
    (void)manifest->date_text();
    if (manifest->modules.size() > 256) std::abort();
  }
  return 0;
}
