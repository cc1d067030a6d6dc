// A ledger's head as C2SP tlog-checkpoint (c2sp.org/tlog-checkpoint) writes it: the text of a
// signed note that names the log, its size and its root hash. Whoever used the head as a nonce did
// so after the log had that size.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "proof/merkle.h"

namespace assay::proof {

struct Checkpoint {
  std::string origin;  ///< the log's name: its first line
  std::uint64_t size = 0;
  Hash root{};
  bool operator==(const Checkpoint&) const = default;
};

/// From a note's text: origin, size and root a line each, then extension lines, which are not read.
/// Strict: a size with a leading zero, a root that is not 32 bytes, an empty extension line, a
/// control character or a last line without its newline is refused.
[[nodiscard]] base::Result<Checkpoint> parse_checkpoint(std::string_view text);

/// The note's text, without extension lines.
[[nodiscard]] std::string to_text(const Checkpoint& checkpoint);

}  // namespace assay::proof
