// TPML_PCR_SELECTION (TPM 2.0 Part 2, 10.9.7): which PCRs of which banks, in the order that a
// quote's digest covers them.
#pragma once

#include <bitset>
#include <vector>

#include "bytes/reader.h"
#include "crypto/digest.h"

namespace assay::formats::tpm {

struct PcrSelection {
  std::uint16_t hash = 0;  ///< TPM_ALG_ID as written
  std::bitset<32> pcrs;

  [[nodiscard]] crypto::HashAlg bank() const noexcept {
    return crypto::hash_alg_from_tpm(hash).value_or(crypto::HashAlg::none);
  }
};

using PcrSelections = std::vector<PcrSelection>;

/// Marshalled form (big-endian), as inside TPMS_QUOTE_INFO.
[[nodiscard]] bytes::Parsed<PcrSelections> parse_pcr_selections(bytes::Reader& r);

/// "sha1:0,1,7+sha256:0-7"
[[nodiscard]] std::string to_string(const PcrSelections& selections);

}  // namespace assay::formats::tpm
