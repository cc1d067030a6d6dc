// UEFI_VARIABLE_DATA.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/uefi/text.h"
#include "formats/uefi/variable.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace uefi = assay::formats::uefi;
  const assay::bytes::Reader reader(assay::bytes::from_uchars(data, size));
  const auto variable = uefi::parse_variable(reader);
  if (variable) (void)uefi::utf16_text(variable->name);
  return 0;
}
