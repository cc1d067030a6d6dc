// Whom a platform certificate's word comes from, and about which TPM it speaks. The issuer of an
// attribute certificate need not be a CA (RFC 5755, 4.5, even forbids it), so its path is built in
// two steps: a certificate whose key made the signature and that may sign such statements, then
// that certificate's own path to a trusted root. No revocation: Assay works offline.
#pragma once

#include <span>

#include "formats/platform/certificate.h"
#include "formats/x509/chain.h"

namespace assay::formats::platform {

enum class ChainState : std::uint8_t {
  valid,          ///< signed by a trusted maker, and all is in its dates at `as_of`
  expired,        ///< good but for a certificate that had run out
  not_yet_valid,  ///< good but for a certificate that was not valid yet
  incomplete,     ///< no path to a trusted root: the issuer, or one above it, is not known
  unchecked,      ///< signed with an algorithm that Assay cannot check: never a pass
  invalid,        ///< the named issuer's key did not make this signature
};
[[nodiscard]] std::string_view name(ChainState state) noexcept;
/// valid, expired, not_yet_valid: a trusted maker did sign it.
[[nodiscard]] constexpr bool is_signed(ChainState state) noexcept {
  return state <= ChainState::not_yet_valid;
}

struct ChainCheck {
  ChainState state = ChainState::incomplete;
  std::string reason{};                        ///< one sentence without full stop, safe to show
  std::vector<std::string> path{};             ///< subjects above the certificate, the anchor last
  std::vector<crypto::Digest> fingerprints{};  ///< SHA-256 of the same certificates
};

/// `extra`: certificates that came with the evidence; steps of the path, never its end. An
/// exhausted budget reads as incomplete. Each signature tried costs x509::kSignatureCost items.
[[nodiscard]] ChainCheck verify_chain(const Certificate& certificate, const x509::TrustStore& store,
                                      base::Time as_of, bytes::Budget& budget,
                                      std::span<const x509::Certificate> extra = {});

/// Is the signature that of `issuer`'s key? The error says why not. Looks at names and signature
/// alone: for showing which of several files belongs to which.
[[nodiscard]] base::Result<void> signed_by(const Certificate& certificate,
                                           const x509::Certificate& issuer);

enum class HolderMatch : std::uint8_t {
  match,
  other,    ///< names another certificate or key
  unnamed,  ///< names none in a way that could be compared
};

/// Does the certificate speak of the TPM whose EK certificate this is? Issuer and serial number
/// decide; a digest must agree where it can be computed; an entityName alone is no proof, since two
/// certificates may have the same subject. A key certificate names EK certificates as anchors.
[[nodiscard]] HolderMatch holder_match(const Certificate& certificate, const x509::Certificate& ek);

}  // namespace assay::formats::platform
