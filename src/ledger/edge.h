// The right edge of a growing tree: of each level the hashes that do not fill a tile yet, and the
// entries that do not fill a bundle. All that a writer must hold in memory to go on, a few dozen
// kilobytes however large the tree is.
#pragma once

#include <functional>
#include <vector>

#include "base/types.h"
#include "proof/tile.h"

namespace assay::ledger {

/// A tile or bundle and what its file holds.
struct TileFile {
  proof::TileId id;
  base::Bytes bytes;
};

class TreeEdge {
 public:
  /// Reads one file of the tree, by its id.
  using ReadTile = std::function<base::Result<base::Bytes>(const proof::TileId&)>;

  TreeEdge() = default;
  /// The edge of a tree of `size` leaves, from its partial tiles.
  [[nodiscard]] static base::Result<TreeEdge> load(std::uint64_t size, const ReadTile& read);

  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  [[nodiscard]] proof::Hash root(proof::TreeHasher& hasher) const;

  /// Adds one entry of at most 65,535 bytes; tiles and bundles that it fills go to `full`.
  void append(proof::TreeHasher& hasher, bytes::ByteSpan entry, std::vector<TileFile>& full);
  /// The partial tiles and the bundle that changed since load() or the last call.
  void take_partials(std::vector<TileFile>& out);

 private:
  struct Level {
    std::vector<proof::Hash> hashes;  // fewer than 256
    bool changed = false;
  };
  void push(proof::TreeHasher& hasher, unsigned level, const proof::Hash& hash,
            std::vector<TileFile>& full);

  std::uint64_t size_ = 0;
  std::vector<Level> levels_;
  base::Bytes bundle_;
};

}  // namespace assay::ledger
