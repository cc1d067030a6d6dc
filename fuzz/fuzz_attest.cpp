// TPMS_ATTEST and TPM2B_ATTEST: parse, and show what it selects.
#include <cstddef>
#include <cstdint>

#include "bytes/text.h"
#include "formats/tpm/attest.h"
#include "formats/tpm/pcr_selection.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace tpm = assay::formats::tpm;
  const auto input = assay::bytes::from_uchars(data, size);
  (void)tpm::looks_like_attest(input);
  if (const auto attest = tpm::parse_attest(assay::bytes::Reader(input)); attest && attest->quote)
    (void)tpm::to_string(attest->quote->selections);
  assay::bytes::Reader bare(input);
  (void)tpm::parse_pcr_selections(bare);
  return 0;
}
