// PCR values in their four forms; plain digests against the selection of SHA-1 PCR 0 and SHA-256
// PCR 7.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "bytes/text.h"
#include "formats/tpm/pcr_values.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace tpm = assay::formats::tpm;
  static assay::crypto::HashEngine hash;
  tpm::PcrSelections selections(2);
  selections[0].hash = 0x0004;
  selections[0].pcrs.set(0);
  selections[1].hash = 0x000B;
  selections[1].pcrs.set(7);
  assay::bytes::Budget budget({.items = 10'000, .bytes = 1U << 20U, .depth = 16});
  const auto values = tpm::parse_pcr_values(
      assay::bytes::Reader(assay::bytes::from_uchars(data, size)), &selections, budget);
  if (!values) return 0;
  for (const tpm::PcrBank& bank : values->banks)
    for (std::size_t pcr = 0; pcr < tpm::kPcrs; ++pcr)
      if (bank.present[pcr] && bank.value[pcr].alg() != bank.alg) std::abort();
  (void)tpm::pcr_digest(*values, selections, assay::crypto::HashAlg::sha256, hash);
  return 0;
}
