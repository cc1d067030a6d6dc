// Everything that a .tlog-proof of a ledger says, checked at once: who signed the head, that the
// leaf is in it, and what the leaf stands for where its owner shows that.
#pragma once

#include <optional>

#include "ledger/leaf.h"
#include "proof/log_proof.h"
#include "proof/trust_policy.h"

namespace assay::ledger {

struct ProvedLeaf {
  LoggedLeaf logged;
  std::uint64_t index = 0;
  proof::Checkpoint head;
  proof::HeadVerdict signatures;
  bool record_checked = false;
};

/// Everything that a proof says, offline: the head's signatures under the policy, the path to its
/// root, and where a record is given that the leaf commits to it (an error where the salt is not
/// shown). Errors say what does not hold.
[[nodiscard]] base::Result<ProvedLeaf> verify_logged(const proof::TrustPolicy& policy,
                                                     const proof::LogProof& proof,
                                                     std::optional<bytes::ByteSpan> record);

}  // namespace assay::ledger
