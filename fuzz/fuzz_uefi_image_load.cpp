// UEFI_IMAGE_LOAD_EVENT.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/uefi/image_load.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace uefi = assay::formats::uefi;
  const assay::bytes::Reader reader(assay::bytes::from_uchars(data, size));
  assay::bytes::Budget budget;
  const auto image = uefi::parse_image_load(reader, budget);
  if (image) (void)image->path.to_text();
  return 0;
}
