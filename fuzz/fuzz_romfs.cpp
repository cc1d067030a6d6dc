// romfs: chains of headers.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/romfs/romfs.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace romfs = assay::formats::romfs;
  const auto all = assay::bytes::from_uchars(data, size);
  assay::bytes::Budget budget({.items = 20'000, .bytes = 16U << 20U, .depth = 16});
  (void)romfs::looks_like_romfs(all);
  const auto image = romfs::parse_romfs(assay::bytes::Reader(all), budget);
  if (!image) return 0;
  for (const auto& entry : image->files.entries)
    if (image->files.content_of(entry, all).size() > (16U << 20U)) std::abort();
  return 0;
}
