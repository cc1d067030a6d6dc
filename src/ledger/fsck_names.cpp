// The part of fsck that looks at which files lie among the tiles: each must be one of this tree, or
// a partial one of an earlier head, which holds the beginning of what is there now.
#include <algorithm>
#include <fmt/format.h>

#include "bytes/text.h"
#include "ledger/fsck_state.h"

namespace assay::ledger::detail {
namespace {

constexpr std::uint64_t kMostTileFile = 32ULL << 20U;

void check_file(FsckState& s, const std::string& name) {
  const auto path = s.layout.folder / name;
  const auto id = proof::parse_tile_path(name);
  if (!id) return s.problem(path, {}, "is no file of a ledger");
  const auto now = proof::tile_holding(id->entries ? 0 : id->level, id->index * proof::kTileWidth,
                                       s.report.size);
  if (!now || id->width > now->width)
    return s.problem(
        path, {},
        "lies beyond the checkpoint: an append was interrupted (the next one completes "
        "it), or the checkpoint was put back");
  if (id->width == now->width) return;  // looked at with the tree
  auto whole_id = *now;
  whole_id.entries = id->entries;
  // What took its place is damaged, and named already: nothing to compare with.
  if (std::ranges::find(s.report.problems, proof::tile_path(whole_id), &Problem::file) !=
      s.report.problems.end())
    return;
  const auto part = s.read(path, kMostTileFile);
  const auto whole = s.fs.read(s.layout.folder / proof::tile_path(whole_id), kMostTileFile);
  if (!part || !whole) return;
  bytes::Budget budget;
  const bool fits = id->entries
                        ? proof::parse_bundle(bytes::Reader(*part), id->width, budget).has_value()
                        : proof::parse_tile(bytes::Reader(*part), id->width, budget).has_value();
  const auto [a, b] = std::ranges::mismatch(*part, *whole);
  if (a != part->end() || !fits)
    s.problem(path, static_cast<std::uint64_t>(a - part->begin()),
              "is not the beginning of the wider tile that took its place");
}

void walk(FsckState& s, const std::string& name) {
  const auto path = s.layout.folder / name;
  const auto entries = s.fs.list(path);
  if (!entries) return s.problem(path, {}, entries.error().message);
  for (const auto& entry : *entries) {
    if (entry.name.starts_with(base::kUnfinishedPrefix)) continue;
    const auto inside = name + "/" + entry.name;
    if (entry.type == base::FileType::directory)
      walk(s, inside);
    else
      check_file(s, inside);
  }
}

}  // namespace

void check_names(FsckState& s) {
  if (s.fs.type(s.layout.tiles()) == base::FileType::directory) walk(s, "tile");
}

}  // namespace assay::ledger::detail
