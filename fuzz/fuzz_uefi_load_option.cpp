// EFI_LOAD_OPTION.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/uefi/load_option.h"
#include "formats/uefi/text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace uefi = assay::formats::uefi;
  const assay::bytes::Reader reader(assay::bytes::from_uchars(data, size));
  assay::bytes::Budget budget;
  const auto option = uefi::parse_load_option(reader, budget);
  if (!option) return 0;
  (void)uefi::utf16_text(option->description);
  (void)option->path.to_text();
  return 0;
}
