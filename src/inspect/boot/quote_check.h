// The quote itself: is it a TPM's quote, does its signature verify, does it answer our challenge,
// and are the PCR values beside it those that it signed?
#pragma once

#include <optional>
#include <vector>

#include "evidence/finding.h"
#include "formats/tpm/attest.h"
#include "formats/tpm/constants.h"
#include "formats/tpm/pcr_values.h"
#include "inspect/boot/ak_check.h"
#include "inspect/boot/boot_evidence.h"

namespace assay::inspect::boot {

enum class SignatureState : std::uint8_t { not_given, valid, invalid };
enum class NonceState : std::uint8_t { not_given, match, mismatch };
enum class DigestState : std::uint8_t { not_given, match, mismatch };

struct QuoteCheck {
  SignatureState signature = SignatureState::not_given;
  NonceState nonce = NonceState::not_given;
  DigestState pcr_digest = DigestState::not_given;
  crypto::HashAlg digest_alg =
      crypto::HashAlg::none;  ///< of the signature scheme, thus of pcrDigest
  std::optional<formats::tpm::Attest> attest;
  /// The values beside the quote; meaningful only where pcr_digest is match.
  std::optional<formats::tpm::PcrValues> values;

  /// A quote made by a TPM, under a signature that verifies.
  [[nodiscard]] bool counts() const noexcept {
    return signature == SignatureState::valid && attest && attest->quote.has_value() &&
           attest->magic == formats::tpm::kGeneratedValue;
  }
};

[[nodiscard]] QuoteCheck check_quote(const BootEvidence& evidence, const BootContext& context,
                                     const Ak& ak, std::vector<evidence::Finding>& findings);

}  // namespace assay::inspect::boot
