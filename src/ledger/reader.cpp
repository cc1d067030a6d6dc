#include "ledger/reader.h"

#include <algorithm>
#include <fmt/format.h>

#include "bytes/text.h"
#include "ledger/find_batch.h"
#include "proof/multi_path.h"

namespace assay::ledger {
namespace {

using base::ErrorKind;
constexpr std::uint64_t kMostTileFile = 32ULL << 20U;

}  // namespace

base::Result<Reader> Reader::open(const base::FileSystem& fs, std::filesystem::path folder) {
  Reader out(fs);
  out.layout_.folder = std::move(folder);
  const auto path = out.layout_.checkpoint();
  if (fs.type(path) != base::FileType::regular)
    return base::in_file({ErrorKind::usage, "is no ledger: it has no file checkpoint"},
                         out.layout_.folder.string());
  ASSAY_TRY(const auto key_text, fs.read(out.layout_.log_key(), 4096));
  auto key = proof::parse_verifier_key(bytes::as_chars(key_text));
  if (!key) return base::in_file(std::move(key).error(), out.layout_.log_key().string());
  out.log_key_ = *std::move(key);
  ASSAY_TRY(const auto text, fs.read(path, 1U << 20U));
  out.head_text_ = bytes::to_string(text);
  auto head = proof::parse_signed_head(out.head_text_);
  if (!head) return base::in_file(std::move(head).error(), path.string());
  out.head_ = *std::move(head);
  const auto& note = out.head_.note;
  if (proof::verify_note(note.text, note.signatures, {out.log_key_}).signer == nullptr)
    return base::in_file({ErrorKind::refused, "the key in log.vkey did not sign it"},
                         path.string());
  return out;
}

// The full tile where the partial one is gone because the ledger grew meanwhile.
base::Result<base::Bytes> Reader::read_tile(proof::TileId id) const {
  const auto path = layout_.folder / proof::tile_path(id);
  auto bytes = fs_->read(path, kMostTileFile);
  if (bytes || id.width == proof::kTileWidth || fs_->type(path) != base::FileType::none)
    return bytes;
  id.width = proof::kTileWidth;
  const auto full = layout_.folder / proof::tile_path(id);
  return fs_->type(full) == base::FileType::regular ? fs_->read(full, kMostTileFile) : bytes;
}

base::Result<proof::Hash> Reader::subtree(unsigned height, std::uint64_t index) {
  const unsigned level = height / proof::kTileHeight;
  const unsigned row = height % proof::kTileHeight;
  const std::uint64_t first = index << row;
  const auto id = proof::tile_holding(level, first, size());
  if (!id)
    return base::fail(ErrorKind::usage, fmt::format("the ledger holds only {} leaves", size()));
  CachedTile& tile = cache_[(id->index + 17ULL * level) % cache_.size()];
  if (!tile.filled || tile.level != level || tile.index != id->index) {
    ASSAY_TRY(const auto bytes, read_tile(*id));
    const auto file = (layout_.folder / proof::tile_path(*id)).string();
    // A full tile that stands in for a partial one is as wide as it is; the head's part is used.
    const bool full = bytes.size() == proof::kTileWidth * proof::Hash{}.size();
    bytes::Budget budget;
    auto hashes = proof::parse_tile(bytes::Reader(bytes),
                                    full ? unsigned{proof::kTileWidth} : id->width, budget);
    if (!hashes) return base::in_file(bytes::to_error(hashes.error()), file);
    tile.filled = false;
    tile.level = level;
    tile.index = id->index;
    tile.rows[0] = *std::move(hashes);
    for (unsigned k = 1; k < proof::kTileHeight; ++k) {
      const auto& below = tile.rows[k - 1];
      tile.rows[k].clear();
      for (std::size_t i = 0; i + 1 < below.size(); i += 2)
        tile.rows[k].push_back(hasher_.node(below[i], below[i + 1]));
    }
    tile.filled = true;
  }
  const std::uint64_t at = (first % proof::kTileWidth) >> row;
  if (at >= tile.rows[row].size())
    return base::fail(ErrorKind::usage, fmt::format("the ledger holds only {} leaves", size()));
  return tile.rows[row][at];
}

proof::SubtreeSource Reader::source() {
  return [this](unsigned height, std::uint64_t index) { return subtree(height, index); };
}

base::Result<proof::Hash> Reader::root(std::uint64_t size) {
  return proof::range_root(hasher_, 0, size, source());
}

base::Result<std::vector<proof::Hash>> Reader::inclusion(std::uint64_t index, std::uint64_t size) {
  return proof::inclusion_path(hasher_, index, size, source());
}

base::Result<std::vector<proof::Hash>> Reader::multi_inclusion(
    std::span<const std::uint64_t> indexes, std::uint64_t size) {
  return proof::multi_path(hasher_, indexes, size, source());
}

base::Result<std::vector<proof::Hash>> Reader::consistency(std::uint64_t first,
                                                           std::uint64_t second) {
  return proof::consistency_path(hasher_, first, second, source());
}

base::Result<base::Bytes> Reader::entry(std::uint64_t index) {
  auto id = proof::tile_holding(0, index, size());
  if (!id)
    return base::fail(ErrorKind::usage,
                      fmt::format("leaf {} is not in a ledger of {} leaves", index, size()));
  id->entries = true;
  ASSAY_TRY(const auto bytes, read_tile(*id));
  // Only as far as the entry: the bundle may be a full one.
  bytes::Reader reader(bytes);
  for (std::uint64_t i = 0;; ++i) {
    const auto size = reader.be16("size of an entry");
    const auto part = size ? reader.take(*size, "entry") : std::unexpected(size.error());
    if (!part)
      return base::in_file(bytes::to_error(part.error()),
                           (layout_.folder / proof::tile_path(*id)).string());
    if (i == index % proof::kTileWidth) return bytes::copy(*part);
  }
}

base::Result<OwnedRecord> Reader::record(std::uint64_t index) {
  const auto batch = find_batch(*fs_, layout_.records(), index);
  if (!batch) return std::unexpected(batch.error());
  ASSAY_TRY(const auto bytes, fs_->read(*batch, kMostBatchBytes + (8ULL << 20U)));
  bytes::Budget budget;
  const auto parsed = parse_records(bytes::Reader(bytes), budget);
  if (!parsed) return base::in_file(bytes::to_error(parsed.error()), batch->string());
  if (index < parsed->first || index - parsed->first >= parsed->records.size())
    return base::in_file(
        {ErrorKind::refused, fmt::format("does not hold the record of leaf {}", index)},
        batch->string());
  const auto& found = parsed->records[static_cast<std::size_t>(index - parsed->first)];
  return OwnedRecord{found.type, found.salt, bytes::copy(found.record)};
}

}  // namespace assay::ledger
