#include "proof/tile.h"

#include <algorithm>

#include "base/format.h"
#include "bytes/lines.h"

namespace assay::proof {
namespace {

constexpr unsigned kLevels = 8;  // 256^8 leaves are more than a uint64 counts

bool digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// A decimal number as tlog-tiles writes levels and widths: no leading zero.
std::optional<std::uint64_t> plain_number(std::string_view text) {
  if (!digits(text) || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  return bytes::number<std::uint64_t>(text);
}

std::string_view next_step(std::string_view& path) {
  const auto end = path.find('/');
  const auto step = path.substr(0, end);
  path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
  return step;
}

}  // namespace

std::string tile_path(const TileId& tile) {
  std::string out = "tile/";
  if (tile.entries)
    out += "entries";
  else
    base::append(out, "{}", tile.level);
  std::vector<std::uint64_t> steps;
  for (std::uint64_t n = tile.index; steps.empty() || n != 0; n /= 1000) steps.push_back(n % 1000);
  for (std::size_t i = steps.size(); i-- > 0;)
    base::append(out, "/{}{:03}", i == 0 ? "" : "x", steps[i]);
  if (tile.width < kTileWidth) base::append(out, ".p/{}", tile.width);
  return out;
}

std::optional<TileId> parse_tile_path(std::string_view path) {
  const std::string_view whole = path;
  if (next_step(path) != "tile") return std::nullopt;
  TileId tile;
  const auto level = next_step(path);
  tile.entries = level == "entries";
  if (!tile.entries) {
    const auto number = plain_number(level);
    if (!number || *number > 63) return std::nullopt;
    tile.level = static_cast<unsigned>(*number);
  }
  bool last = false;
  while (!last) {
    auto step = next_step(path);
    last = !step.starts_with('x');
    if (!last) step.remove_prefix(1);
    const bool partial = last && step.ends_with(".p");
    if (partial) step.remove_suffix(2);
    if (step.size() != 3 || !digits(step)) return std::nullopt;
    const auto part = bytes::number<std::uint64_t>(step);
    if (tile.index > (UINT64_MAX - *part) / 1000) return std::nullopt;
    tile.index = tile.index * 1000 + *part;
    if (!partial) continue;
    const auto width = plain_number(next_step(path));
    if (!width || *width == 0 || *width >= kTileWidth) return std::nullopt;
    tile.width = static_cast<unsigned>(*width);
  }
  // A leading "x000" or something behind the name: another name for the same tile.
  if (!path.empty() || tile_path(tile) != whole) return std::nullopt;
  return tile;
}

std::uint64_t hashes_at(unsigned level, std::uint64_t size) noexcept {
  return level >= kLevels ? 0 : size >> (kTileHeight * level);
}

std::optional<TileId> tile_holding(unsigned level, std::uint64_t index,
                                   std::uint64_t size) noexcept {
  const std::uint64_t count = hashes_at(level, size);
  if (index >= count) return std::nullopt;
  const std::uint64_t tile = index / kTileWidth;
  const std::uint64_t left = count - tile * kTileWidth;
  return TileId{
      .level = level, .index = tile, .width = static_cast<unsigned>(std::min(left, kTileWidth))};
}

bytes::Parsed<std::vector<Hash>> parse_tile(bytes::Reader reader, unsigned width,
                                            bytes::Budget& budget) {
  if (auto ok = budget.items(width, reader.offset(), "tile"); !ok)
    return std::unexpected(ok.error());
  std::vector<Hash> out;
  for (unsigned i = 0; i < width; ++i) {
    const auto hash = reader.fixed<32>("hash of a tile");
    if (!hash) return std::unexpected(hash.error());
    out.push_back(as_hash(*hash));
  }
  if (auto end = reader.finish("tile"); !end) return std::unexpected(end.error());
  return out;
}

bytes::Parsed<std::vector<bytes::ByteSpan>> parse_bundle(bytes::Reader reader, unsigned width,
                                                         bytes::Budget& budget) {
  if (auto ok = budget.items(width, reader.offset(), "entry bundle"); !ok)
    return std::unexpected(ok.error());
  std::vector<bytes::ByteSpan> out;
  out.reserve(width);
  for (unsigned i = 0; i < width; ++i) {
    const auto size = reader.be16("size of an entry");
    if (!size) return std::unexpected(size.error());
    const auto entry = reader.take(*size, "entry");
    if (!entry) return std::unexpected(entry.error());
    out.push_back(*entry);
  }
  if (auto end = reader.finish("entry bundle"); !end) return std::unexpected(end.error());
  return out;
}

}  // namespace assay::proof
