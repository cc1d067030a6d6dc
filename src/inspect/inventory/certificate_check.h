// What a server's platform certificates prove: who signed them, whether they speak of this server's
// TPM, and the parts list that base and deltas add up to. Comparing that list with what was
// observed is match.h's work; that the EK certificate is this TPM's own is the boot discipline's.
#pragma once

#include <span>

#include "bytes/budget.h"
#include "evidence/bundle.h"
#include "formats/platform/verify.h"
#include "inspect/inventory/component.h"

namespace assay::inspect::inventory {

enum class HolderState : std::uint8_t {
  match,    ///< names the EK certificate at hand
  other,    ///< names another one
  unnamed,  ///< names none in a way that can be compared
  unbound,  ///< there is no EK certificate to compare with
};
[[nodiscard]] std::string_view name(HolderState state) noexcept;

/// One platform certificate of the evidence.
struct CheckedCertificate {
  std::string path;
  formats::platform::Kind kind = formats::platform::Kind::base;
  formats::platform::ChainCheck chain;
  HolderState holder = HolderState::unbound;  ///< of a delta: that of its base
  std::string holder_text;                    ///< whom it names, safe to show
  bool counted = false;                       ///< its parts are in `expected`
};

struct PlatformCheck {
  std::vector<CheckedCertificate> certificates;  ///< in the order given
  formats::platform::ChainState chain = formats::platform::ChainState::incomplete;  ///< the base's
  HolderState holder = HolderState::unbound;                                        ///< the base's
  Identity identity;                ///< manufacturer, product, serial as certified
  std::vector<Component> expected;  ///< base with the deltas that count
  bool complete = false;  ///< `expected` is all that the maker certified: no delta is missing
  std::vector<evidence::Finding> findings;

  /// The maker's word about this very server: signed by somebody trusted, and bound to its TPM.
  [[nodiscard]] bool proven() const noexcept {
    return formats::platform::is_signed(chain) && holder == HolderState::match;
  }
};

/// `certificates`: platform certificates in any order, and CA certificates that came with them.
/// `ek_certificate` and `roots` may be null. A certificate with a wrong signature counts for
/// nothing; a delta counts only where its issuer is trusted as well as its base's is, lest a file
/// that anybody can add explains away a part. Nothing given: no findings.
[[nodiscard]] PlatformCheck check_platform(std::span<const evidence::Artefact* const> certificates,
                                           const evidence::Artefact* ek_certificate,
                                           const formats::x509::TrustStore* roots, base::Time as_of,
                                           bytes::Budget& budget);

}  // namespace assay::inspect::inventory
