// Reading a ledger: its head, its leaves, proofs over its tiles, and for its owner the records
// behind the leaves. Needs no lock: whatever a writer is doing, the head's tiles are there.
#pragma once

#include <array>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/filesystem.h"
#include "ledger/layout.h"
#include "ledger/records.h"
#include "proof/log_proof.h"
#include "proof/merkle_path.h"
#include "proof/tile.h"

namespace assay::ledger {

/// A record with its salt, out of the owner's files.
struct OwnedRecord {
  LeafType type = LeafType::evidence;
  Salt salt{};
  base::Bytes record;
};

/// One thread's. `fs` must outlive it.
class Reader {
 public:
  /// Reads the checkpoint; an error unless the key in log.vkey signed it. That key is only what the
  /// folder itself says: a stranger checks the head against his own policy.
  [[nodiscard]] static base::Result<Reader> open(const base::FileSystem& fs,
                                                 std::filesystem::path folder);

  [[nodiscard]] const proof::SignedHead& head() const noexcept { return head_; }
  [[nodiscard]] const std::string& head_text() const noexcept { return head_text_; }
  [[nodiscard]] const proof::VerifierKey& log_key() const noexcept { return log_key_; }
  [[nodiscard]] std::uint64_t size() const noexcept { return head_.head.size; }

  /// The root of the tree of the first `size` leaves.
  [[nodiscard]] base::Result<proof::Hash> root(std::uint64_t size);
  [[nodiscard]] base::Result<std::vector<proof::Hash>> inclusion(std::uint64_t index,
                                                                 std::uint64_t size);
  /// One proof for many leaves (proof/multi_path.h); `indexes` ascending.
  [[nodiscard]] base::Result<std::vector<proof::Hash>> multi_inclusion(
      std::span<const std::uint64_t> indexes, std::uint64_t size);
  [[nodiscard]] base::Result<std::vector<proof::Hash>> consistency(std::uint64_t first,
                                                                   std::uint64_t second);
  /// The entry's bytes, out of its bundle.
  [[nodiscard]] base::Result<base::Bytes> entry(std::uint64_t index);
  /// An error where this copy of the ledger has no private records.
  [[nodiscard]] base::Result<OwnedRecord> record(std::uint64_t index);

 private:
  // A tile and the nodes above its hashes: rows[k][i] covers 2^k of them.
  struct CachedTile {
    bool filled = false;
    unsigned level = 0;
    std::uint64_t index = 0;
    std::array<std::vector<proof::Hash>, proof::kTileHeight> rows;
  };
  explicit Reader(const base::FileSystem& fs) : fs_(&fs) {}
  base::Result<base::Bytes> read_tile(proof::TileId id) const;
  base::Result<proof::Hash> subtree(unsigned height, std::uint64_t index);
  [[nodiscard]] proof::SubtreeSource source();

  const base::FileSystem* fs_;
  Layout layout_;
  proof::VerifierKey log_key_;
  std::string head_text_;
  proof::SignedHead head_;
  proof::TreeHasher hasher_;
  std::vector<CachedTile> cache_{64};
};

}  // namespace assay::ledger
