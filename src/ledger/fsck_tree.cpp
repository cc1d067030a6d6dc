// The part of fsck that looks at tiles and bundles. Trust comes from the top: the signed root
// confirms the partial tiles at the right edge, a confirmed hash confirms the tile below it, and a
// confirmed tile the entries in its bundle. So what is wrong is named once, where it is wrong.
#include <algorithm>
#include <bit>
#include <fmt/format.h>

#include "ledger/fsck_state.h"

namespace assay::ledger::detail {
namespace {

using proof::Hash;
using Row = std::vector<Hash>;
using MaybeRow = std::optional<Row>;

constexpr std::size_t kHashSize = 32;
constexpr std::uint64_t kMostBundle = 32ULL << 20U;

struct Bundle {
  Row hashes;
  std::vector<std::uint64_t> offsets;  // of each entry in the file
};

std::filesystem::path path_of(const FsckState& s, const proof::TileId& id) {
  return s.layout.folder / proof::tile_path(id);
}

std::optional<Bundle> read_bundle(FsckState& s, proof::TileId id) {
  id.entries = true;
  const auto path = path_of(s, id);
  const auto bytes = s.read(path, kMostBundle);
  if (!bytes) return std::nullopt;
  bytes::Budget budget;
  const auto entries = proof::parse_bundle(bytes::Reader(*bytes), id.width, budget);
  if (!entries) {
    s.problem(path, entries.error().offset, entries.error().describe());
    return std::nullopt;
  }
  thread_local proof::TreeHasher hasher;
  Bundle out;
  out.hashes.reserve(entries->size());
  out.offsets.reserve(entries->size());
  std::uint64_t at = 0;
  for (const auto entry : *entries) {
    out.hashes.push_back(hasher.leaf(entry));
    out.offsets.push_back(at + 2);
    at += 2 + entry.size();
  }
  return out;
}

// The root over the right edge: one row a level, from level 0 up; nothing where a row is missing.
std::optional<Hash> edge_root(proof::TreeHasher& hasher, const std::vector<MaybeRow>& rows) {
  std::optional<Hash> out;
  for (const auto& row : rows) {
    if (!row) return std::nullopt;
    for (std::span<const Hash> rest = *row; !rest.empty();) {
      const auto part = std::size_t{1} << std::countr_zero(rest.size());
      const auto peak = hasher.root(rest.last(part));
      out = out ? hasher.node(peak, *out) : peak;
      rest = rest.first(rest.size() - part);
    }
  }
  return out ? out : hasher.empty();
}

// Where a tile differs from what it should hold.
void name_differences(FsckState& s, const proof::TileId& id, const Row& stored, const Row& right) {
  for (std::size_t i = 0; i < stored.size() && i < right.size(); ++i)
    if (stored[i] != right[i])
      s.problem(path_of(s, id), i * kHashSize,
                fmt::format("hash {} is not that of what lies below it", i));
}

// The level-1-and-above hashes that tile `id` should hold, from the tiles or the bundle below it.
MaybeRow from_below(FsckState& s, proof::TreeHasher& hasher, const proof::TileId& id) {
  if (id.level == 0) {
    auto bundle = read_bundle(s, id);
    if (!bundle) return std::nullopt;
    return std::move(bundle->hashes);
  }
  Row out;
  for (unsigned i = 0; i < id.width; ++i) {
    const auto below = tile_at(id.level - 1, id.index * proof::kTileWidth + i, s.report.size);
    bytes::Budget budget;
    const auto bytes = s.fs.read(path_of(s, below), kMostBundle);
    if (!bytes) return std::nullopt;
    const auto row = proof::parse_tile(bytes::Reader(*bytes), below.width, budget);
    if (!row) return std::nullopt;
    out.push_back(hasher.root(*row));
  }
  return out;
}

proof::TileId edge_tile(unsigned level, std::uint64_t size) {
  const auto count = proof::hashes_at(level, size);
  return {.level = level,
          .index = count / proof::kTileWidth,
          .width = static_cast<unsigned>(count % proof::kTileWidth)};
}

// The partial tiles against the signed root. Where it does not come out, each level's row is tried
// as what lies below says it should be.
void check_edge(FsckState& s, unsigned levels) {
  proof::TreeHasher hasher;
  std::vector<MaybeRow> stored(levels);
  std::vector<MaybeRow> below(levels);
  for (unsigned level = 0; level < levels; ++level) {
    const auto id = edge_tile(level, s.report.size);
    stored[level] = id.width == 0 ? Row{} : s.read_tile(id);
  }
  const auto root = s.head.head.root;
  auto confirmed = stored;
  bool good = edge_root(hasher, confirmed) == root;
  if (!good) {
    std::vector<MaybeRow> all(levels);
    for (unsigned level = 0; level < levels; ++level) {
      const auto id = edge_tile(level, s.report.size);
      below[level] = id.width == 0 ? Row{} : from_below(s, hasher, id);
      all[level] = below[level] ? below[level] : stored[level];
    }
    for (unsigned level = 0; level < levels && !good; ++level) {
      confirmed = stored;
      confirmed[level] = below[level];
      good = edge_root(hasher, confirmed) == root;
    }
    if (!good) {
      confirmed = all;
      good = edge_root(hasher, confirmed) == root;
    }
  }
  s.edge_good = good;
  if (!good) {
    s.problem(s.layout.checkpoint(), {}, "its root hash is not that of the tiles");
    confirmed = stored;
  }
  for (unsigned level = 0; level < levels; ++level) {
    const auto id = edge_tile(level, s.report.size);
    if (good && stored[level] && confirmed[level])
      name_differences(s, id, *stored[level], *confirmed[level]);
    if (level == 0 && (!good || stored[0] != confirmed[0]) && id.width != 0)
      s.bad_tiles.insert(id.index);
    const auto first = id.index * proof::kTileWidth;
    auto& truth = s.truth[level];
    if (level == 0) truth.assign(id.width, std::nullopt);
    for (unsigned i = 0; i < id.width && confirmed[level]; ++i)
      truth[level == 0 ? i : first + i] = (*confirmed[level])[i];
  }
}

// A full tile of level 1 or above against the confirmed hash over it.
void check_full(FsckState& s, proof::TreeHasher& hasher, unsigned level, std::uint64_t index) {
  const auto id = tile_at(level, index, s.report.size);
  auto row = s.read_tile(id);
  const auto& over = s.truth[level + 1][index];
  if (!row || (over && hasher.root(*row) != *over)) {
    auto right = from_below(s, hasher, id);
    const bool good = right && over && hasher.root(*right) == *over;
    if (row && good) name_differences(s, id, *row, *right);
    if (row && !good)
      s.problem(path_of(s, id), 0, "does not hash to what the confirmed tile above it holds");
    row = good ? std::move(right) : std::nullopt;
  }
  for (unsigned i = 0; row && i < id.width; ++i)
    s.truth[level][index * proof::kTileWidth + i] = (*row)[i];
}

void mark(FsckState& s, std::set<std::uint64_t>& bad, std::uint64_t index) {
  const std::scoped_lock guard(s.mutex);
  bad.insert(index);
}

// A bundle against a tile whose hashes are right.
void compare_entries(FsckState& s, proof::TileId id, const Bundle& bundle, const Row& tile) {
  id.entries = true;
  for (std::size_t i = 0; i < tile.size(); ++i) {
    if (bundle.hashes[i] == tile[i]) continue;
    mark(s, s.bad_bundles, id.index);
    s.problem(path_of(s, id), bundle.offsets[i],
              fmt::format("leaf {} does not have the hash that the tree holds",
                          id.index * proof::kTileWidth + i));
  }
}

void check_bundle(FsckState& s, std::uint64_t index) {
  thread_local proof::TreeHasher hasher;
  const auto id = tile_at(0, index, s.report.size);
  const auto bundle = read_bundle(s, id);
  if (!bundle) mark(s, s.bad_bundles, index);
  if (id.width < proof::kTileWidth) {
    Row right;
    for (const auto& hash : s.truth[0])
      if (hash) right.push_back(*hash);
    if (bundle && right.size() == id.width) compare_entries(s, id, *bundle, right);
    // The tree's root does not come out: entries and tile may agree and be wrong.
    if (!s.edge_good) mark(s, s.bad_bundles, index);
    return;
  }
  const auto tile = s.read_tile(id);
  const auto& over = s.truth[1][index];
  if (!tile) mark(s, s.bad_tiles, index);
  if (tile && (!over || hasher.root(*tile) == *over)) {
    if (bundle) compare_entries(s, id, *bundle, *tile);
    return;
  }
  const bool entries_good = bundle && over && hasher.root(bundle->hashes) == *over;
  if (tile) {
    mark(s, s.bad_tiles, index);
    if (entries_good)
      name_differences(s, id, *tile, bundle->hashes);
    else
      s.problem(path_of(s, id), 0, "does not hash to what the confirmed tile above it holds");
  }
  if (bundle && over && !entries_good) {
    mark(s, s.bad_bundles, index);
    auto entries = id;
    entries.entries = true;
    s.problem(path_of(s, entries), 0, "its leaves do not hash to what the tree holds over them");
  }
}

}  // namespace

void check_upper_tiles(FsckState& s) {
  unsigned levels = 0;
  while (proof::hashes_at(levels, s.report.size) != 0) ++levels;
  s.truth.resize(levels + 1);
  for (unsigned level = 1; level < levels; ++level)
    s.truth[level].resize(proof::hashes_at(level, s.report.size));
  check_edge(s, levels);
  proof::TreeHasher hasher;
  for (unsigned level = levels; level-- > 1;) {
    const auto full = proof::hashes_at(level, s.report.size) / proof::kTileWidth;
    for (std::uint64_t i = 0; i < full; ++i) check_full(s, hasher, level, i);
  }
}

void check_bundles(FsckState& s) {
  s.each(tiles_at(0, s.report.size), [&](std::uint64_t index) { check_bundle(s, index); });
}

}  // namespace assay::ledger::detail
