// PCR values as files state them: {"sha256":{"0":"hex"}}, tpm2-tools' serialized file (the C
// structures TPML_PCR_SELECTION and TPML_DIGEST[] of tpm2_quote -o and Keylime), tpm2_pcrread's
// text, and plain concatenated digests. All are claims until their digest equals a signed one.
#pragma once

#include <array>
#include <bitset>
#include <vector>

#include "bytes/budget.h"
#include "crypto/digest.h"
#include "formats/tpm/pcr_selection.h"

namespace assay::formats::tpm {

inline constexpr std::size_t kPcrs = 24;

struct PcrBank {
  crypto::HashAlg alg = crypto::HashAlg::none;
  std::bitset<kPcrs> present;
  std::array<crypto::Digest, kPcrs> value{};
};

struct PcrValues {
  std::vector<PcrBank> banks;
  /// tpm2-tools' file only: digests behind those that its selection names. They belong to no PCR.
  std::size_t surplus = 0;

  [[nodiscard]] const PcrBank* bank(crypto::HashAlg alg) const noexcept;
  /// Null where the value is not given.
  [[nodiscard]] const crypto::Digest* find(crypto::HashAlg alg, std::size_t pcr) const noexcept;
  void set(std::size_t pcr, const crypto::Digest& value);
};

/// Any of the forms, told apart by content. `selections` (of the quote beside it) is needed only
/// for plain concatenated digests; without it those are refused.
[[nodiscard]] base::Result<PcrValues> parse_pcr_values(bytes::Reader r,
                                                       const PcrSelections* selections,
                                                       bytes::Budget& budget);

/// H over the values that `selections` names, in its order: what a TPM signs as pcrDigest (Part 3,
/// 18.4). Nothing where a selected value is missing.
[[nodiscard]] std::optional<crypto::Digest> pcr_digest(const PcrValues& values,
                                                       const PcrSelections& selections,
                                                       crypto::HashAlg alg,
                                                       crypto::HashEngine& hash);

}  // namespace assay::formats::tpm
