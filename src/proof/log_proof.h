// A .tlog-proof file (c2sp.org/tlog-proof): all that a stranger needs to see, offline, that an
// entry stands in a ledger: its index, the hashes up to the root, and the signed checkpoint that
// has this root. What the entry was is not in it; the ledger's own proofs carry it as `extra`
// (ledger/leaf.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/types.h"
#include "proof/checkpoint.h"
#include "proof/note.h"

namespace assay::proof {

struct LogProof {
  base::Bytes extra;  ///< opaque, not authenticated; empty: none
  std::uint64_t index = 0;
  std::vector<Hash> path;  ///< from the leaf's sibling up; at most 64
  std::string checkpoint;  ///< the signed note, verbatim

  bool operator==(const LogProof&) const = default;
};

/// Strict: exactly what to_text() writes, around a checkpoint that parses.
[[nodiscard]] base::Result<LogProof> parse_log_proof(std::string_view text);
[[nodiscard]] std::string to_text(const LogProof& proof);

/// The note and the head inside the proof.
struct SignedHead {
  Note note;
  Checkpoint head;
};
[[nodiscard]] base::Result<SignedHead> parse_signed_head(std::string_view text);

}  // namespace assay::proof
