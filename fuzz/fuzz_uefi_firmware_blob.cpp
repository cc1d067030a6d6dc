// UEFI_PLATFORM_FIRMWARE_BLOB and the handoff tables, both forms of each.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/uefi/firmware_blob.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace uefi = assay::formats::uefi;
  const assay::bytes::Reader reader(assay::bytes::from_uchars(data, size));
  assay::bytes::Budget budget;
  (void)uefi::parse_firmware_blob(reader);
  (void)uefi::parse_firmware_blob2(reader);
  (void)uefi::parse_handoff_tables(reader, budget);
  (void)uefi::parse_handoff_tables2(reader, budget);
  return 0;
}
