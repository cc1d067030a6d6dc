// The firmware interface table of an image, and what it names: ACMs and Boot Guard's manifests.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/fit/acm.h"
#include "formats/fit/boot_guard.h"
#include "formats/fit/fit.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace fit = assay::formats::fit;
  using assay::bytes::Reader;
  const auto all = assay::bytes::from_uchars(data, size);
  assay::bytes::Budget budget({.items = 8192, .bytes = 0, .depth = 0});
  if (const auto table = fit::parse_fit(Reader(all), budget))
    for (const auto& entry : table->entries)
      if (entry.offset && *entry.offset >= size) std::abort();
  if (const auto at = fit::find_fit(all))
    (void)fit::parse_fit_at(Reader(all), *at, fit::kFlashEnd, budget);
  if (const auto acm = fit::parse_acm(Reader(all))) {
    (void)acm->date_text();
    if (acm->size > size) std::abort();
  }
  (void)fit::parse_key_manifest(Reader(all));
  if (const auto policy = fit::parse_boot_policy(Reader(all), budget))
    for (const auto& element : policy->elements)
      if (element.offset >= size) std::abort();
  return 0;
}
