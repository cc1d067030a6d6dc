// Device paths and their text.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/uefi/device_path.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace uefi = assay::formats::uefi;
  const assay::bytes::Reader reader(assay::bytes::from_uchars(data, size));
  assay::bytes::Budget budget;
  const auto path = uefi::parse_device_path(reader, budget);
  if (path && path->to_text().size() > 4096) __builtin_trap();
  if (path) (void)path->file();
  return 0;
}
