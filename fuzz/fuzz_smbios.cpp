// The SMBIOS structure table with or without entry point: every structure, every string that its
// formatted area may name, and what the structures mean.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/smbios/decode.h"
#include "formats/smbios/entry_point.h"
#include "formats/smbios/table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace smbios = assay::formats::smbios;
  const auto bytes = assay::bytes::from_uchars(data, size);
  assay::bytes::Budget budget({.items = 10'000, .bytes = 1U << 20U, .depth = 8});
  (void)smbios::parse_entry_point(assay::bytes::Reader(bytes));
  (void)smbios::looks_like_table(bytes);
  const auto table = smbios::parse_table(assay::bytes::Reader(bytes), budget);
  for (const smbios::Structure& structure : table.structures)
    for (std::size_t at = 0; at <= structure.formatted.size(); ++at) (void)structure.string_at(at);
  (void)smbios::system_uuid(table);
  const auto model = smbios::decode(table);
  if (model.entries.size() != table.structures.size()) std::abort();
  for (const auto& entry : model.entries)
    if (const auto* processor = std::get_if<smbios::Processor>(&entry.body))
      (void)smbios::signature(*processor);
  return 0;
}
