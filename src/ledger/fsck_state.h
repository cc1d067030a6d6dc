// What the parts of fsck share while one runs: where problems go, how files are read, which tiles
// turned out wrong. For the fsck_*.cpp files alone.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "ledger/fsck.h"
#include "ledger/layout.h"
#include "proof/cosignature.h"
#include "proof/log_proof.h"
#include "proof/tile.h"

namespace assay::ledger::detail {

struct FsckState {
  const base::FileSystem& fs;
  Layout layout;
  unsigned jobs = 1;
  FsckReport report;
  proof::SignedHead head;
  proof::VerifierKey log_key;
  std::vector<proof::CosignerKey> witnesses;
  // One hash a tile of level 1 and above as the signed root confirms it, by level; nothing where
  // none could be confirmed. truth[0] is only as long as the partial tile.
  std::vector<std::vector<std::optional<proof::Hash>>> truth;
  // Whether the partial tiles, put right where needed, give the signed root.
  bool edge_good = false;
  // Numbers of level-0 tiles and of bundles that are not to be believed.
  std::set<std::uint64_t> bad_tiles;
  std::set<std::uint64_t> bad_bundles;
  std::mutex mutex;
  std::atomic<std::uint64_t> files{0};

  void problem(const std::filesystem::path& file, std::optional<std::uint64_t> offset,
               std::string what);
  /// The file's bytes; where it cannot be read, that is a problem, and nothing is returned.
  std::optional<base::Bytes> read(const std::filesystem::path& file, std::uint64_t most);
  /// The same for a tile, parsed.
  std::optional<std::vector<proof::Hash>> read_tile(const proof::TileId& id);
  /// Calls `work(i)` for all i below `count`, on `jobs` threads.
  void each(std::uint64_t count, const std::function<void(std::uint64_t)>& work) const;
};

/// False where the checkpoint is not readable enough to go on.
bool check_head_files(FsckState& state, bool owners);
void check_cosigned_heads(FsckState& state);
void check_against(FsckState& state, const proof::SignedHead& earlier);
void check_upper_tiles(FsckState& state);
void check_bundles(FsckState& state);
void check_names(FsckState& state);
void check_records(FsckState& state);
void check_store(FsckState& state);

/// The tiles of `level`: how many, and the id of number `index`.
[[nodiscard]] std::uint64_t tiles_at(unsigned level, std::uint64_t size) noexcept;
[[nodiscard]] proof::TileId tile_at(unsigned level, std::uint64_t index, std::uint64_t size);

}  // namespace assay::ledger::detail
