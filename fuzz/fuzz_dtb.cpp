// Device trees, and FIT images in them.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/dtb/dtb.h"
#include "formats/uboot/fit.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace dtb = assay::formats::dtb;
  namespace uboot = assay::formats::uboot;
  const auto all = assay::bytes::from_uchars(data, size);
  assay::bytes::Budget budget({.items = 20'000, .bytes = 1U << 20U, .depth = 32});
  (void)dtb::looks_like_dtb(all);
  const auto tree = dtb::parse_dtb(assay::bytes::Reader(all), budget);
  if (!tree) return 0;
  (void)dtb::partitions(*tree);
  if (!uboot::is_fit(*tree)) return 0;
  auto fit = uboot::read_fit(*tree, assay::bytes::Reader(all));
  assay::crypto::HashEngine engine;
  uboot::check_hashes(fit, engine);
  return 0;
}
