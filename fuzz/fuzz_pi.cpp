// PI firmware's parts: volumes, files, sections, dependency expressions; then each packing, by the
// first byte.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/pi/depex.h"
#include "formats/pi/file.h"
#include "formats/pi/section.h"
#include "formats/pi/tiano.h"
#include "formats/pi/unpack.h"
#include "formats/pi/unpack_streams.h"
#include "formats/pi/volume.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace pi = assay::formats::pi;
  using assay::bytes::Reader;
  constexpr std::uint64_t kMost = 1U << 20U;
  const auto all = assay::bytes::from_uchars(data, size);
  assay::bytes::Budget budget({.items = 10'000, .bytes = kMost, .depth = 8});
  if (const auto at = pi::find_volume(all, 0); at && *at >= size) std::abort();
  if (const auto volume = pi::parse_volume(Reader(all), budget)) {
    if (volume->header_length > volume->length) std::abort();
    (void)volume->block_map_length();
    if (size > 72)
      if (const auto file = pi::parse_file(Reader(all.subspan(72)), *volume))
        if (file->size > size || file->header_size + file->tail > file->size) std::abort();
  }
  if (const auto section = pi::parse_section(Reader(all), true))
    if (section->size > size || section->header_size > section->size) std::abort();
  (void)pi::holds_sections(all, true);
  if (const auto steps = pi::parse_depex(Reader(all), budget)) (void)pi::depex_text(*steps);
  if (size == 0) return 0;
  const auto packing = static_cast<pi::Packing>(data[0] % 6U);
  const auto stream = Reader(all.subspan(1));
  (void)pi::stated_size(packing, stream);
  if (const auto content = pi::unpack(packing, stream, false, budget))
    if (content->bytes.size() > kMost) std::abort();
  return 0;
}
