#include "ledger/fsck.h"

#include <algorithm>
#include <thread>

#include "ledger/fsck_state.h"

namespace assay::ledger {
namespace detail {

constexpr std::uint64_t kMostTileFile = 32ULL << 20U;

void FsckState::problem(const std::filesystem::path& file, std::optional<std::uint64_t> offset,
                        std::string what) {
  const std::scoped_lock guard(mutex);
  if (report.problems.size() == kMostProblems) {
    report.more = true;
    return;
  }
  report.problems.push_back(
      {file.lexically_relative(layout.folder).string(), offset, std::move(what)});
}

std::optional<base::Bytes> FsckState::read(const std::filesystem::path& file, std::uint64_t most) {
  auto bytes = fs.read(file, most);
  if (!bytes && fs.type(file) == base::FileType::none) {
    problem(file, {}, "is missing");
    return std::nullopt;
  }
  ++files;
  if (bytes) return *std::move(bytes);
  problem(file, {}, bytes.error().message);
  return std::nullopt;
}

std::optional<std::vector<proof::Hash>> FsckState::read_tile(const proof::TileId& id) {
  const auto path = layout.folder / proof::tile_path(id);
  const auto bytes = read(path, kMostTileFile);
  if (!bytes) return std::nullopt;
  bytes::Budget budget;
  auto hashes = proof::parse_tile(bytes::Reader(*bytes), id.width, budget);
  if (hashes) return *std::move(hashes);
  problem(path, hashes.error().offset, hashes.error().describe());
  return std::nullopt;
}

void FsckState::each(std::uint64_t count, const std::function<void(std::uint64_t)>& work) const {
  std::atomic<std::uint64_t> next{0};
  const auto run = [&] {
    for (auto i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < jobs && i < count; ++i) threads.emplace_back(run);
  run();
  for (auto& thread : threads) thread.join();
}

std::uint64_t tiles_at(unsigned level, std::uint64_t size) noexcept {
  const auto hashes = proof::hashes_at(level, size);
  return hashes / proof::kTileWidth + (hashes % proof::kTileWidth != 0 ? 1 : 0);
}

proof::TileId tile_at(unsigned level, std::uint64_t index, std::uint64_t size) {
  return proof::tile_holding(level, index * proof::kTileWidth, size).value_or(proof::TileId{});
}

}  // namespace detail

base::Result<FsckReport> fsck(const base::FileSystem& fs, const std::filesystem::path& folder,
                              const FsckOptions& options) {
  const Layout layout{folder};
  if (fs.type(folder) != base::FileType::directory)
    return base::in_file({base::ErrorKind::usage, "is no folder"}, folder.string());
  if (fs.type(layout.checkpoint()) == base::FileType::none &&
      fs.type(layout.tiles()) == base::FileType::none &&
      fs.type(layout.owners()) == base::FileType::none)
    return base::in_file({base::ErrorKind::usage, "holds no ledger"}, folder.string());
  std::optional<proof::SignedHead> earlier;
  if (!options.against.empty()) {
    ASSAY_TRY(earlier, proof::parse_signed_head(options.against));
  }
  detail::FsckState state{.fs = fs,
                          .layout = layout,
                          .report = {},
                          .head = {},
                          .log_key = {},
                          .witnesses = {},
                          .truth = {},
                          .bad_tiles = {},
                          .bad_bundles = {},
                          .mutex = {}};
  state.jobs = options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
  const bool owners = options.owners && fs.type(layout.owners()) == base::FileType::directory;
  if (detail::check_head_files(state, owners)) {
    detail::check_upper_tiles(state);
    detail::check_bundles(state);
    detail::check_cosigned_heads(state);
    if (earlier) detail::check_against(state, *earlier);
    detail::check_names(state);
    if (owners) detail::check_records(state);
  }
  if (owners) detail::check_store(state);
  state.report.files = state.files;
  std::ranges::sort(state.report.problems);
  return std::move(state.report);
}

}  // namespace assay::ledger
