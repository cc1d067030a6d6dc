// cpio archives of each form.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/cpio/cpio.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace cpio = assay::formats::cpio;
  const auto all = assay::bytes::from_uchars(data, size);
  assay::bytes::Budget budget({.items = 20'000, .bytes = 16U << 20U, .depth = 16});
  (void)cpio::looks_like_cpio(all);
  const auto image = cpio::parse_cpio(assay::bytes::Reader(all), budget);
  if (!image) return 0;
  for (const auto& entry : image->files.entries)
    if (image->files.content_of(entry, all).size() > (16U << 20U)) std::abort();
  return 0;
}
