// What a verifier needs besides the tree's hashes to know what was logged: the leaf's own 34 bytes,
// and, where the ledger's owner wants to show the record, its salt. Travels as the `extra` of a
// .tlog-proof; it is not authenticated there, but the proof holds for this leaf and no other.
#pragma once

#include <optional>

#include "base/types.h"
#include "ledger/leaf.h"
#include "proof/log_proof.h"
#include "proof/trust_policy.h"

namespace assay::ledger {

struct LoggedLeaf {
  Leaf leaf;
  std::optional<Salt> salt;  ///< shown: whoever has the record can tell that it is this one
  bool operator==(const LoggedLeaf&) const = default;
};

/// 34 bytes, or 50 with the salt.
[[nodiscard]] base::Bytes to_bytes(const LoggedLeaf& leaf);
[[nodiscard]] bytes::Parsed<LoggedLeaf> parse_logged_leaf(bytes::Reader reader);

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
