// One ACPI table, the TPM2 table with its log area.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/acpi/table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = assay::bytes::from_uchars(data, size);
  (void)assay::formats::acpi::looks_like_table(input);
  (void)assay::formats::acpi::parse_table(assay::bytes::Reader(input));
  return 0;
}
