// A ledger's head as C2SP tlog-checkpoint (c2sp.org/tlog-checkpoint) writes it: the text of a
// signed note that names the log, its size and its root hash. Whoever used the head as a nonce did
// so after the log had that size.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace assay::proof {

struct Checkpoint {
  std::string origin;  ///< the log's name: its first line
  std::uint64_t size = 0;
  std::array<std::byte, 32> root{};
};

/// From a note's text: origin, size and root a line each, then extension lines, which are not read.
/// Strict: a size with a leading zero or a root that is not 32 bytes is refused.
[[nodiscard]] base::Result<Checkpoint> parse_checkpoint(std::string_view text);

}  // namespace assay::proof
