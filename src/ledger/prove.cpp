#include "ledger/prove.h"

#include "ledger/leaf.h"

namespace assay::ledger {

base::Result<proof::LogProof> prove(Reader& reader, std::uint64_t index,
                                    const ProveSettings& settings) {
  proof::LogProof out;
  out.index = index;
  out.checkpoint = settings.head.empty() ? reader.head_text() : settings.head;
  ASSAY_TRY(const auto signed_head, proof::parse_signed_head(out.checkpoint));
  const auto& head = signed_head.head;
  if (head.origin != reader.head().head.origin || head.size > reader.size())
    return base::fail(base::ErrorKind::refused, "is no earlier head of this ledger");
  ASSAY_TRY(out.path, reader.inclusion(index, head.size));
  ASSAY_TRY(const auto entry, reader.entry(index));
  const auto leaf = parse_leaf(bytes::Reader(entry));
  if (!leaf) return std::unexpected(bytes::to_error(leaf.error()));
  LoggedLeaf logged{.leaf = *leaf, .salt = {}};
  if (settings.show_salt) {
    ASSAY_TRY(const auto record, reader.record(index));
    logged.salt = record.salt;
  }
  out.extra = to_bytes(logged);
  proof::TreeHasher hasher;
  if (const auto ok = proof::verify_inclusion(hasher, index, head.size, hasher.leaf(entry),
                                              out.path, head.root);
      !ok)
    return base::fail(base::ErrorKind::refused,
                      ok.error().message + "; `assay ledger fsck` says which file is wrong");
  return out;
}

}  // namespace assay::ledger
