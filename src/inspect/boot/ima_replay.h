// Does the IMA log give the PCR that the TPM signed? The log is extended all the time, so a log
// read after the quote is longer than what the quote covers: the replay finds the prefix that gives
// the quoted value and says how many later entries nothing vouches for.
//
// What is extended into a bank depends on the kernel: the template digest itself where the bank is
// the log's own; since Linux 5.8 the template data hashed anew with the bank's algorithm; before,
// and for algorithms the kernel does not know, the SHA-1 template digest padded with zeros. A
// violation extends 0xFF bytes in place of the digest. Each way is tried and the one that matched
// is named.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "crypto/digest.h"
#include "formats/ima/ima_log.h"

namespace assay::inspect::boot {

enum class ImaMethod : std::uint8_t {
  none,             ///< nothing matched
  template_digest,  ///< the log's digests as they stand (SHA-1 in a SHA-1 bank)
  rehashed,         ///< template data hashed with the bank's algorithm
  padded_sha1,      ///< SHA-1 template digests padded with zeros to the bank's size
};

/// "template-digest", "rehashed", "padded-sha1", "none".
[[nodiscard]] std::string_view name(ImaMethod method) noexcept;

struct ImaReplay {
  bool matched = false;  ///< a prefix of at least one entry gives the quoted value
  ImaMethod method = ImaMethod::none;

  // Counts are of entries that name the replayed PCR.
  std::uint32_t entries = 0;
  std::uint32_t covered = 0;  ///< of the matching prefix
  std::uint32_t uncovered =
      0;  ///< made after the quote, or never extended: nothing vouches for them
  std::optional<std::uint32_t> last_covered;  ///< Entry::number

  /// The quoted value is the start value: the TPM had seen none of the log, which is never a match.
  bool nothing_extended = false;

  /// Entries whose data does not hash to their template digest: Entry::number, in order. In a bank
  /// that extends the template digest as it stands such an entry's text is a lie although the
  /// replay matches.
  std::vector<std::uint32_t> mismatches;
  std::uint32_t violations = 0;

  /// The quoted value where matched, else what the whole log gives by the first method tried.
  crypto::Digest value;
};

/// Replays the entries of `log` that name `pcr` on top of `start` (what the event log left in that
/// PCR, or zeros). `start` and `quoted` must be of `bank`; where they are not, nothing matches.
/// O(entries).
[[nodiscard]] ImaReplay replay_ima(const formats::ima::ImaLog& log, crypto::HashAlg bank,
                                   std::uint32_t pcr, const crypto::Digest& start,
                                   const crypto::Digest& quoted, crypto::HashEngine& engine);

/// Calls `see` with the value of `pcr` after each entry, once per way of extending the bank, until
/// it returns false: for a caller that knows only a digest over several PCRs.
void visit_ima_values(const formats::ima::ImaLog& log, crypto::HashAlg bank, std::uint32_t pcr,
                      const crypto::Digest& start, crypto::HashEngine& engine,
                      const std::function<bool(const crypto::Digest&)>& see);

}  // namespace assay::inspect::boot
