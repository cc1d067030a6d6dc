// U-Boot's legacy images and environments.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/uboot/environment.h"
#include "formats/uboot/uimage.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace uboot = assay::formats::uboot;
  const auto all = assay::bytes::from_uchars(data, size);
  const assay::bytes::Reader reader(all);
  assay::bytes::Budget budget({.items = 20'000, .bytes = 1U << 20U, .depth = 8});
  (void)uboot::looks_like_uimage(all);
  (void)uboot::parse_uimage(reader, budget);
  (void)uboot::looks_like_environment(all);
  (void)uboot::parse_environment(reader, budget);
  (void)uboot::find_built_in(reader, budget);
  return 0;
}
