// UBIFS: nodes of a volume, names, files put together.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/ubifs/ubifs.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace ubifs = assay::formats::ubifs;
  const auto all = assay::bytes::from_uchars(data, size);
  assay::bytes::Budget budget({.items = 20'000, .bytes = 16U << 20U, .depth = 16});
  (void)ubifs::looks_like_ubifs(all);
  const auto image = ubifs::parse_ubifs(assay::bytes::Reader(all), budget);
  if (!image) return 0;
  for (const auto& entry : image->files.entries)
    if (image->files.content_of(entry, all).size() > (16U << 20U)) std::abort();
  return 0;
}
