#include "ledger/logged.h"

namespace assay::ledger {

using base::ErrorKind;
using base::fail;

base::Result<ProvedLeaf> verify_logged(const proof::TrustPolicy& policy,
                                       const proof::LogProof& proof,
                                       std::optional<bytes::ByteSpan> record) {
  const auto logged = parse_logged_leaf(bytes::Reader(proof.extra));
  if (!logged)
    return fail(ErrorKind::malformed, "the proof's extra is no leaf: " + logged.error().describe());
  ASSAY_TRY(const auto head, proof::parse_signed_head(proof.checkpoint));
  ProvedLeaf out{.logged = *logged,
                 .index = proof.index,
                 .head = head.head,
                 .signatures = {},
                 .record_checked = record.has_value()};
  ASSAY_TRY(out.signatures, proof::check_head(policy, head));
  proof::TreeHasher hasher;
  ASSAY_CHECK(proof::verify_inclusion(hasher, proof.index, head.head.size,
                                      hasher.leaf(to_bytes(logged->leaf)), proof.path,
                                      head.head.root));
  if (!record) return out;
  if (!logged->salt)
    return fail(ErrorKind::refused,
                "the proof does not show the salt, so no record can be told to be this one");
  if (commitment(hasher, *logged->salt, *record) != logged->leaf.commitment)
    return fail(ErrorKind::refused, "the record is not the one that the leaf commits to");
  return out;
}

}  // namespace assay::ledger
