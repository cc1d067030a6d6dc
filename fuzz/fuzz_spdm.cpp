// SPDM measurement transcripts (measurement.h) and certificate chains (chain.h).
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/spdm/chain.h"
#include "formats/spdm/measurement.h"
#include "formats/spdm/transcript.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay;
  const auto input = bytes::from_uchars(data, size);
  (void)formats::spdm::looks_like_transcript(input);
  bytes::Budget budget({.items = 10'000, .bytes = 1U << 20U, .depth = 16});
  if (const auto t = formats::spdm::parse_transcript(bytes::Reader(input), budget))
    if (t->signed_part.size() + t->signature.size() > size) __builtin_trap();
  (void)formats::spdm::parse_certificate_chain(bytes::Reader(input), crypto::HashAlg::sha256,
                                               budget);
  return 0;
}
