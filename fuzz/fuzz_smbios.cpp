// The SMBIOS structure table: every structure, every string that its formatted area may name.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/smbios/table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace smbios = assay::formats::smbios;
  assay::bytes::Budget budget({.items = 10'000, .bytes = 1U << 20U, .depth = 8});
  const auto table =
      smbios::parse_table(assay::bytes::Reader(assay::bytes::from_uchars(data, size)), budget);
  for (const smbios::Structure& structure : table.structures)
    for (std::size_t at = 0; at <= structure.formatted.size(); ++at) (void)structure.string_at(at);
  (void)smbios::system_uuid(table);
  return 0;
}
