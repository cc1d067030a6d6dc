// Which nonces answer for a server's freshness: those that the appraiser kept (--nonces), a
// ledger's heads (--ledger-head), and the nonce of a challenge that somebody whom the policy trusts
// signed. Nothing that the evidence says about itself without such a signature counts.
#pragma once

#include <span>
#include <vector>

#include "appraise/appraise_server.h"
#include "evidence/bundle.h"

namespace assay::appraise {

class HeldNonces {
 public:
  /// `told`: findings about the challenge's note and the manifest's challenge are added to it; null
  /// where they were told before. A view of `inputs`, which must outlive this.
  HeldNonces(const evidence::Bundle& bundle, const Inputs& inputs,
             std::vector<evidence::Finding>* told);

  [[nodiscard]] std::span<const base::Bytes> all() const noexcept {
    return own_.empty() ? given_ : std::span<const base::Bytes>(own_);
  }

 private:
  std::span<const base::Bytes> given_;
  std::vector<base::Bytes> own_;  ///< all of them, where there are more than the given ones
};

}  // namespace assay::appraise
