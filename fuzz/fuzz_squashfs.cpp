// Squashfs of each generation, walked to the last file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/squashfs/squashfs.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace squashfs = assay::formats::squashfs;
  const auto all = assay::bytes::from_uchars(data, size);
  assay::bytes::Budget budget({.items = 20'000, .bytes = 16U << 20U, .depth = 16});
  (void)squashfs::looks_like_squashfs(all);
  const auto image = squashfs::parse_squashfs(assay::bytes::Reader(all), budget);
  if (!image) return 0;
  for (const auto& entry : image->files.entries)
    if (image->files.content_of(entry, all).size() > (16U << 20U)) std::abort();
  return 0;
}
