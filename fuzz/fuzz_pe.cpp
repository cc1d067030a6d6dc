// Executables: headers, digests, signatures, debug and version records, normalised digests.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/pe/authenticode.h"
#include "formats/pe/debug.h"
#include "formats/pe/normalise.h"
#include "formats/pe/resources.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace pe = assay::formats::pe;
  using assay::bytes::Reader;
  const auto all = assay::bytes::from_uchars(data, size);
  assay::bytes::Budget budget({.items = 20'000, .bytes = 16U << 20U, .depth = 16});
  (void)pe::looks_like_image(all);
  (void)pe::linux_kernel(all);
  const auto image = pe::parse_image(Reader(all), budget);
  if (!image) return 0;
  assay::crypto::HashEngine hash;
  const auto digest = pe::authenticode_digest(*image, assay::crypto::HashAlg::sha256, hash);
  if (digest && digest->size() != 32) std::abort();
  if (const auto signatures = pe::check_signatures(*image, hash, budget))
    for (const pe::Signature& s : *signatures)
      if (s.holds != s.why.empty()) std::abort();
  (void)pe::parse_debug_directory(*image, budget);
  (void)pe::version_info(*image, budget);
  (void)pe::sbat(*image);
  (void)pe::loader_info(*image);
  (void)pe::normalised_digest(*image, hash, budget);
  return 0;
}
