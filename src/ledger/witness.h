// The second party: remembers the largest head of each ledger that it has seen, and cosigns a new
// one only where it extends that. A ledger that shows one history to its witness and another to
// somebody else is caught by whoever compares.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/file_lock.h"
#include "base/filesystem.h"
#include "base/time.h"
#include "proof/log_proof.h"
#include "proof/note.h"

namespace assay::ledger {

enum class Witnessed : std::uint8_t {
  cosigned,
  smaller,     ///< the head is older than one seen before: put back, or replayed
  split_view,  ///< the head and the one seen before are of two histories
};

struct WitnessReport {
  Witnessed outcome = Witnessed::cosigned;
  std::string line;  ///< the cosignature with its newline; empty where refused
  /// The first that was given out for this head; `line` itself where this is the first time. Who
  /// lost it gets it again, so that ledger and witness keep the same one.
  std::string first;
  std::optional<proof::Checkpoint> seen;  ///< the head seen before
  proof::Checkpoint head;                 ///< the head shown now
  std::string why;                        ///< for a refusal: one sentence with both heads
};

/// The hashes that prove that a tree of `second` leaves extends one of `first`.
using ConsistencySource = std::function<base::Result<std::vector<proof::Hash>>(
    std::uint64_t first, std::uint64_t second)>;

class Witness {
 public:
  /// `state` is made where it is missing, 0700; one process at a time. `fs` must outlive it.
  [[nodiscard]] static base::Result<Witness> open(const base::FileSystem& fs,
                                                  std::filesystem::path state,
                                                  proof::SigningKey key);

  /// An error where the log's key did not sign the head, or where the proof cannot be had; a
  /// refusal is a report. The head is remembered, on the disk, before the line is given out, and
  /// the line with it; on a split view the other head is kept beside it as evidence.
  [[nodiscard]] base::Result<WitnessReport> see(std::string_view head_text,
                                                const proof::VerifierKey& log,
                                                const ConsistencySource& proof, base::Time now);

 private:
  Witness(const base::FileSystem& fs, std::filesystem::path state, proof::SigningKey key,
          base::FileLock lock)
      : fs_(&fs), state_(std::move(state)), key_(std::move(key)), lock_(std::move(lock)) {}
  [[nodiscard]] base::Result<std::optional<proof::Checkpoint>> seen_of(
      const std::filesystem::path& file, const proof::VerifierKey& log) const;
  [[nodiscard]] base::Result<void> keep(const std::filesystem::path& file,
                                        std::string_view text) const;

  const base::FileSystem* fs_;
  std::filesystem::path state_;
  proof::SigningKey key_;
  base::FileLock lock_;
};

}  // namespace assay::ledger
