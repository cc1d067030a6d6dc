// The part of fsck that looks at what the ledger's owner keeps: each record must be what its leaf
// commits to, none may be missing, and each object must have the digest that names it.
#include <algorithm>
#include <fmt/format.h>

#include "bytes/text.h"
#include "ledger/fsck_state.h"
#include "ledger/records.h"
#include "store/store.h"

namespace assay::ledger::detail {
namespace {

constexpr std::uint64_t kMostTileFile = 32ULL << 20U;

struct BatchFile {
  std::filesystem::path path;
  std::uint64_t first = 0;
  std::uint64_t count = 0;  // 0: could not be read
};

void find_files(FsckState& s, const std::filesystem::path& folder, const std::string& above,
                std::vector<BatchFile>& out) {
  const auto entries = s.fs.list(folder);
  if (!entries) return s.problem(folder, {}, entries.error().message);
  for (const auto& entry : *entries) {
    if (entry.name.starts_with(base::kUnfinishedPrefix)) continue;
    const auto path = folder / entry.name;
    const bool digits = entry.name.size() == 3 && std::ranges::all_of(entry.name, [](char c) {
                          return c >= '0' && c <= '9';
                        });
    const auto name = above + entry.name;
    const bool is_folder = entry.type == base::FileType::directory;
    if (!digits || is_folder != (name.size() < 12)) {
      s.problem(path, {}, "is no file of a ledger");
    } else if (is_folder) {
      find_files(s, path, name, out);
    } else {
      std::uint64_t first = 0;
      for (const char c : name) first = first * 10 + static_cast<std::uint64_t>(c - '0');
      out.push_back({path, first, 0});
    }
  }
}

// The leaf hashes of the tree from the tile that is to be believed: the tile, else its bundle.
class LeafHashes {
 public:
  explicit LeafHashes(FsckState& s) : s_(s) {}

  // Nothing where neither file can be believed.
  const proof::Hash* at(std::uint64_t index) {
    const auto tile = index / proof::kTileWidth;
    if (!loaded_ || tile != tile_) load(tile);
    const auto i = index % proof::kTileWidth;
    return i < hashes_.size() ? &hashes_[i] : nullptr;
  }

 private:
  void load(std::uint64_t tile) {
    loaded_ = true;
    tile_ = tile;
    hashes_.clear();
    auto id = tile_at(0, tile, s_.report.size);
    const bool bad = s_.bad_tiles.contains(tile);
    if (bad && s_.bad_bundles.contains(tile)) return;
    id.entries = bad;
    const auto bytes = s_.fs.read(s_.layout.folder / proof::tile_path(id), kMostTileFile);
    if (!bytes) return;
    bytes::Budget budget;
    if (!bad) {
      if (auto row = proof::parse_tile(bytes::Reader(*bytes), id.width, budget))
        hashes_ = *std::move(row);
      return;
    }
    const auto entries = proof::parse_bundle(bytes::Reader(*bytes), id.width, budget);
    if (!entries) return;
    for (const auto entry : *entries) hashes_.push_back(hasher_.leaf(entry));
  }

  FsckState& s_;
  proof::TreeHasher hasher_;
  bool loaded_ = false;
  std::uint64_t tile_ = 0;
  std::vector<proof::Hash> hashes_;
};

// What the record says against a leaf that neither tile nor bundle can vouch for.
void blame_entry(FsckState& s, std::uint64_t index, const proof::Hash& leaf) {
  auto id = tile_at(0, index / proof::kTileWidth, s.report.size);
  const auto hashes = s.fs.read(s.layout.folder / proof::tile_path(id), kMostTileFile);
  const auto i = index % proof::kTileWidth;
  bytes::Budget budget;
  if (!hashes) return;
  const auto row = proof::parse_tile(bytes::Reader(*hashes), id.width, budget);
  if (!row || (*row)[i] == leaf) return;
  const auto what = fmt::format("leaf {} is not the one that its record was given", index);
  s.problem(s.layout.folder / proof::tile_path(id), i * leaf.size(), what);
  id.entries = true;
  s.problem(s.layout.folder / proof::tile_path(id), {}, what);
}

void check_batch(FsckState& s, BatchFile& file) {
  const auto bytes = s.read(file.path, kMostBatchBytes + (8ULL << 20U));
  if (!bytes) return;
  bytes::Budget budget;
  const auto batch = parse_records(bytes::Reader(*bytes), budget);
  if (!batch) return s.problem(file.path, batch.error().offset, batch.error().describe());
  if (batch->first != file.first)
    return s.problem(file.path, 16,
                     fmt::format("holds leaf {}, its name says {}", batch->first, file.first));
  file.count = batch->records.size();
  if (batch->first >= s.report.size || file.count > s.report.size - batch->first)
    return s.problem(file.path, {},
                     fmt::format("holds leaves beyond the {} of the checkpoint: an append was "
                                 "interrupted (the next one completes it), or the checkpoint was "
                                 "put back",
                                 s.report.size));
  proof::TreeHasher hasher;
  LeafHashes tree(s);
  for (std::size_t i = 0; i < batch->records.size(); ++i) {
    const auto& r = batch->records[i];
    const auto index = batch->first + i;
    const auto leaf = hasher.leaf(
        to_bytes(Leaf{.type = r.type, .commitment = commitment(hasher, r.salt, r.record)}));
    const auto* stored = tree.at(index);
    if (stored == nullptr)
      blame_entry(s, index, leaf);
    else if (*stored != leaf)
      s.problem(file.path, r.offset,
                fmt::format("the record of leaf {} is not what the leaf commits to", index));
  }
}

}  // namespace

void check_records(FsckState& s) {
  std::vector<BatchFile> files;
  if (s.fs.type(s.layout.records()) == base::FileType::directory)
    find_files(s, s.layout.records(), "", files);
  s.each(files.size(), [&](std::uint64_t i) { check_batch(s, files[i]); });
  std::uint64_t next = 0;
  const auto gap = [&](std::uint64_t to) {
    if (next < to)
      s.problem(s.layout.records() / batch_path(next), {},
                fmt::format("the records of leaves {} to {} are missing", next, to - 1));
  };
  for (const auto& file : files) {
    s.report.records += file.count;
    if (file.count == 0) {
      // Unreadable and named already: what it held is not called missing as well.
      next = UINT64_MAX;
      continue;
    }
    if (next != UINT64_MAX) gap(std::min(file.first, s.report.size));
    next = file.first + file.count;
  }
  if (next != UINT64_MAX) gap(s.report.size);
}

void check_store(FsckState& s) {
  const store::Store store(s.fs, s.layout.store());
  const auto objects = store.list();
  if (!objects) return s.problem(s.layout.store(), {}, objects.error().message);
  s.report.objects = objects->size();
  s.each(objects->size(), [&](std::uint64_t i) {
    const auto& entry = (*objects)[i];
    ++s.files;
    if (entry.digest.size() == 0) return s.problem(entry.path, {}, "is no object of a store");
    if (const auto object = store.get(entry.digest); !object)
      s.problem(entry.path, {}, object.error().message);
  });
}

}  // namespace assay::ledger::detail
