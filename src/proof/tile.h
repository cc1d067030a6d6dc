// How a ledger's tree lies in files that any web server can serve, as C2SP tlog-tiles
// (c2sp.org/tlog-tiles) says: tiles of 256 hashes, and bundles of 256 entries beside them. Names
// and bytes only; nothing here opens a file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/budget.h"
#include "proof/merkle.h"

namespace assay::proof {

inline constexpr unsigned kTileHeight = 8;
inline constexpr std::uint64_t kTileWidth = 256;

/// One tile, or with `entries` the bundle of entries beside a tile of level 0.
struct TileId {
  unsigned level = 0;       ///< 0 to 63; hashes of subtrees of height 8 × level
  std::uint64_t index = 0;  ///< from the left within its level
  unsigned width = 256;     ///< hashes in it: 1 to 255 for a partial tile
  bool entries = false;
  bool operator==(const TileId&) const = default;
  auto operator<=>(const TileId&) const = default;
};

/// "tile/0/x001/x234/067", "tile/1/000.p/12", "tile/entries/000".
[[nodiscard]] std::string tile_path(const TileId& tile);
/// Only what tile_path() writes.
[[nodiscard]] std::optional<TileId> parse_tile_path(std::string_view path);

/// Hashes at `level` in a tree of `size` leaves: each over 256^level leaves.
[[nodiscard]] std::uint64_t hashes_at(unsigned level, std::uint64_t size) noexcept;
/// The tile that holds hash number `index` of `level`, as wide as a tree of `size` leaves has it;
/// nothing where that tree has no such hash.
[[nodiscard]] std::optional<TileId> tile_holding(unsigned level, std::uint64_t index,
                                                 std::uint64_t size) noexcept;

/// Exactly `width` hashes.
[[nodiscard]] bytes::Parsed<std::vector<Hash>> parse_tile(bytes::Reader reader, unsigned width,
                                                          bytes::Budget& budget);
/// Exactly `width` entries, each preceded by its size as a big-endian uint16; views into the
/// caller's bytes.
[[nodiscard]] bytes::Parsed<std::vector<bytes::ByteSpan>> parse_bundle(bytes::Reader reader,
                                                                       unsigned width,
                                                                       bytes::Budget& budget);

}  // namespace assay::proof
