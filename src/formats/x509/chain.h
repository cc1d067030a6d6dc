// Does a certificate chain up to someone the appraiser trusts? Path building and validation after
// RFC 5280, 6.1, cut down to what TPM, attestation and platform certificates need: names,
// signatures, CA rights, path length, validity. No policies, no name constraints (a CA that insists
// on them is refused), no revocation: Assay works offline, and says so.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "formats/x509/trust_store.h"

namespace assay::formats::x509 {

/// The longest path: leaf, at most six intermediates, anchor.
inline constexpr std::size_t kMaxChain = 8;
/// What checking one signature costs in the Budget's items. It takes some thousand times as long as
/// looking at one structure does; a store full of equally named CAs must not stall the appraisal:
/// the default Budget stops after 400.
inline constexpr std::uint64_t kSignatureCost = 5000;

enum class ChainStatus : std::uint8_t {
  trusted,
  expired,        ///< good but for a certificate that had run out at `as_of`
  not_yet_valid,  ///< good but for a certificate that was not valid yet
  untrusted,
};
[[nodiscard]] std::string_view name(ChainStatus status) noexcept;

struct ChainResult {
  ChainStatus status = ChainStatus::untrusted;
  std::string reason;             ///< one sentence without full stop, safe to show
  std::vector<std::string> path;  ///< subjects as text, the leaf first, the anchor last; for an
                                  ///< untrusted certificate, as far as a path could be built
  std::vector<crypto::Digest> fingerprints;  ///< SHA-256 of the same certificates
  std::vector<Quirk> quirks;  ///< of the CAs on the path, each once (the leaf lists its own)

  [[nodiscard]] bool trusted() const noexcept { return status == ChainStatus::trusted; }
};

/// Looks for a path from `leaf` to an anchor of `store`, trying every CA of the right name (and key
/// identifier, where both sides state one); a path that is valid at `as_of` wins over one that is
/// not. `extra` are CA certificates that came with the evidence: they may be steps, never the end.
/// A leaf that is itself an anchor is trusted. An exhausted budget reads as untrusted.
[[nodiscard]] ChainResult verify_chain(const Certificate& leaf, const TrustStore& store,
                                       base::Time as_of, bytes::Budget& budget,
                                       std::span<const Certificate> extra = {});

}  // namespace assay::formats::x509
