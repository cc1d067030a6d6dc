// A .tlog-proof out of a ledger: that a leaf is in it, under its present head or an earlier one.
#pragma once

#include <cstdint>
#include <string>

#include "ledger/reader.h"
#include "proof/log_proof.h"

namespace assay::ledger {

struct ProveSettings {
  std::string head;        ///< an earlier signed head of this ledger; empty: the present one
  bool show_salt = false;  ///< let whoever has the record tell that it is this leaf's
};

/// An error where the leaf is not under that head, and where the tiles are damaged: no proof is
/// given out that does not hold.
[[nodiscard]] base::Result<proof::LogProof> prove(Reader& reader, std::uint64_t index,
                                                  const ProveSettings& settings);

}  // namespace assay::ledger
