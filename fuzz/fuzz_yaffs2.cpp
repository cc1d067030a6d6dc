// YAFFS2: geometry, objects, chunks.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/yaffs2/yaffs2.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace yaffs2 = assay::formats::yaffs2;
  const auto all = assay::bytes::from_uchars(data, size);
  assay::bytes::Budget budget({.items = 20'000, .bytes = 16U << 20U, .depth = 16});
  (void)yaffs2::looks_like_yaffs2(all);
  const auto image = yaffs2::parse_yaffs2(assay::bytes::Reader(all), budget);
  if (!image) return 0;
  for (const auto& entry : image->files.entries)
    if (image->files.content_of(entry, all).size() > (16U << 20U)) std::abort();
  return 0;
}
