#include "ledger/logged.h"

#include <algorithm>

#include "bytes/writer.h"

namespace assay::ledger {

using base::ErrorKind;
using base::fail;

base::Bytes to_bytes(const LoggedLeaf& logged) {
  bytes::Writer w;
  w.raw(to_bytes(logged.leaf));
  if (logged.salt) w.raw(*logged.salt);
  return std::move(w).release();
}

bytes::Parsed<LoggedLeaf> parse_logged_leaf(bytes::Reader reader) {
  const auto part = reader.sub(kLeafSize, "leaf");
  if (!part) return std::unexpected(part.error());
  const auto leaf = parse_leaf(*part);
  if (!leaf) return std::unexpected(leaf.error());
  LoggedLeaf out{.leaf = *leaf, .salt = {}};
  if (reader.empty()) return out;
  const auto salt = reader.fixed<kSaltSize>("salt");
  if (!salt) return std::unexpected(salt.error());
  std::ranges::copy(*salt, out.salt.emplace().begin());
  if (auto end = reader.finish("salt"); !end) return std::unexpected(end.error());
  return out;
}

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
