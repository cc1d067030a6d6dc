#include "ledger/edge.h"

#include <bit>

#include "bytes/writer.h"

namespace assay::ledger {
namespace {

base::Bytes tile_bytes(const std::vector<proof::Hash>& hashes) {
  bytes::Writer w;
  for (const auto& hash : hashes) w.raw(hash);
  return std::move(w).release();
}

base::Error broken(const proof::TileId& id, const bytes::ParseError& error) {
  auto out = bytes::to_error(error);
  out.file = proof::tile_path(id);
  return out;
}

}  // namespace

base::Result<TreeEdge> TreeEdge::load(std::uint64_t size, const ReadTile& read) {
  TreeEdge out;
  out.size_ = size;
  bytes::Budget budget;
  for (unsigned level = 0; proof::hashes_at(level, size) != 0; ++level) {
    const auto count = proof::hashes_at(level, size);
    const auto width = static_cast<unsigned>(count % proof::kTileWidth);
    auto& hashes = out.levels_.emplace_back().hashes;
    if (width == 0) continue;
    proof::TileId id{.level = level, .index = count / proof::kTileWidth, .width = width};
    ASSAY_TRY(const auto bytes, read(id));
    auto parsed = proof::parse_tile(bytes::Reader(bytes), width, budget);
    if (!parsed) return std::unexpected(broken(id, parsed.error()));
    hashes = *std::move(parsed);
    if (level != 0) continue;
    id.entries = true;
    ASSAY_TRY(out.bundle_, read(id));
    const auto entries = proof::parse_bundle(bytes::Reader(out.bundle_), width, budget);
    if (!entries) return std::unexpected(broken(id, entries.error()));
  }
  return out;
}

proof::Hash TreeEdge::root(proof::TreeHasher& hasher) const {
  if (size_ == 0) return hasher.empty();
  // The whole subtrees that make up the tree get larger to the left and up: fold them from the
  // right.
  std::optional<proof::Hash> out;
  for (const Level& level : levels_) {
    std::span<const proof::Hash> row = level.hashes;
    while (!row.empty()) {
      const std::size_t part = std::size_t{1} << std::countr_zero(row.size());
      const auto peak = hasher.root(row.last(part));
      out = out ? hasher.node(peak, *out) : peak;
      row = row.first(row.size() - part);
    }
  }
  return *out;
}

void TreeEdge::push(proof::TreeHasher& hasher, unsigned level, const proof::Hash& hash,
                    std::vector<TileFile>& full) {
  if (levels_.size() <= level) levels_.resize(level + 1U);
  levels_[level].changed = true;
  auto& hashes = levels_[level].hashes;
  hashes.push_back(hash);
  if (hashes.size() < proof::kTileWidth) return;
  const auto index = proof::hashes_at(level, size_) / proof::kTileWidth - 1;
  full.push_back({{.level = level, .index = index}, tile_bytes(hashes)});
  const auto above = hasher.root(hashes);
  hashes.clear();
  push(hasher, level + 1, above, full);
}

void TreeEdge::append(proof::TreeHasher& hasher, bytes::ByteSpan entry,
                      std::vector<TileFile>& full) {
  bytes::Writer w;
  w.be16(static_cast<std::uint16_t>(entry.size())).raw(entry);
  bundle_.insert(bundle_.end(), w.view().begin(), w.view().end());
  ++size_;
  if (size_ % proof::kTileWidth == 0) {
    full.push_back({{.level = 0, .index = size_ / proof::kTileWidth - 1, .entries = true},
                    std::exchange(bundle_, {})});
  }
  push(hasher, 0, hasher.leaf(entry), full);
}

void TreeEdge::take_partials(std::vector<TileFile>& out) {
  for (unsigned level = 0; level < levels_.size(); ++level) {
    auto& [hashes, changed] = levels_[level];
    if (!std::exchange(changed, false) || hashes.empty()) continue;
    const proof::TileId id{.level = level,
                           .index = proof::hashes_at(level, size_) / proof::kTileWidth,
                           .width = static_cast<unsigned>(hashes.size())};
    out.push_back({id, tile_bytes(hashes)});
    if (level != 0) continue;
    auto entries = id;
    entries.entries = true;
    out.push_back({entries, bundle_});
  }
}

}  // namespace assay::ledger
