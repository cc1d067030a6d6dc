// Checking the device's signature over an SPDM measurement transcript (DMTF DSP0274, 10.11.2 and
// 15). Versions 1.0 and 1.1 sign the digest of L2; 1.2 and later put a prefix and what is being
// signed before that digest, so that a signature cannot be passed off as one over something else.
// Whether the key belongs to anybody is not asked here.
#pragma once

#include <string>

#include "formats/spdm/transcript.h"

namespace assay::formats::spdm {

enum class SignatureStatus : std::uint8_t {
  good,
  bad,           ///< the key did not sign this
  unverifiable,  ///< there is no signature, or it cannot be checked
};

struct SignatureVerdict {
  SignatureStatus status = SignatureStatus::unverifiable;
  std::string why;  ///< one sentence without full stop; empty where good
};

/// `hash` and `signing` are the negotiated algorithms as Redfish names them; what ALGORITHMS in the
/// transcript selected is signed and wins, and a difference is bad. Either may be absent where the
/// transcript has ALGORITHMS.
[[nodiscard]] SignatureVerdict verify_signature(const Transcript& transcript,
                                                std::optional<crypto::HashAlg> hash,
                                                std::optional<Signing> signing,
                                                const crypto::PublicKey& key,
                                                crypto::HashEngine& engine);

/// combined_spdm_prefix (15): 100 bytes for "responder-measurements signing" of that version.
[[nodiscard]] base::Bytes measurements_prefix(std::uint8_t version);

}  // namespace assay::formats::spdm
