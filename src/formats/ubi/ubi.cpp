#include "formats/ubi/ubi.h"

#include <algorithm>
#include <map>
#include <optional>

#include "formats/codec/codec.h"
#include "formats/ubi/headers.h"

namespace assay::formats::ubi {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint64_t kStep = 512;  // erase blocks are multiples of it
constexpr std::uint32_t kMostBlock = 16U * 1024 * 1024;
constexpr std::uint64_t kMostForeign = std::uint64_t{4} * 1024 * 1024;
constexpr std::uint32_t kMostLogical = 1U << 20U;

struct Logical {
  VolumeHeader header;
  Reader data{bytes::ByteSpan{}};
};
using Mapped = std::map<std::uint32_t, Logical>;

// The distance to the next erase block's header. Erased blocks lack none: UBI writes one at format.
std::uint32_t find_block_size(const Reader& image) {
  const std::uint64_t size = image.whole().size();
  for (std::uint64_t at = kStep; at < size && at <= kMostBlock; at += kStep)
    if (read_counter(image, at)) return static_cast<std::uint32_t>(at);
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(size, kMostBlock));
}

// Two blocks may claim one place while wear levelling copies; the younger counts where its data is
// whole, and a copy (copy_flag) whose CRC is wrong was cut off by a power failure.
void place(std::map<std::uint32_t, Mapped>& volumes, const VolumeHeader& h, const Reader& data) {
  auto& slot = volumes[h.volume];
  const auto known = slot.find(h.logical);
  if (known == slot.end()) {
    slot.emplace(h.logical, Logical{h, data});
    return;
  }
  const bool younger = h.sequence >= known->second.header.sequence;
  if (younger && (!h.copied || data_good(h, data))) known->second = Logical{h, data};
}

Parsed<Volume> assemble(std::uint32_t id, const Mapped& mapped, std::uint64_t logical_size,
                        bytes::Budget& budget, std::uint64_t at) {
  Volume out{.id = id, .name = {}, .content = {}};
  out.mapped = static_cast<std::uint32_t>(mapped.size());
  if (mapped.empty()) return out;
  const std::uint32_t last = mapped.rbegin()->first;
  if (last >= kMostLogical) return bytes::bad_value(at, "lnum", "less than 1048576");
  ASSAY_CHECK(budget.bytes((std::uint64_t{last} + 1) * logical_size, at, "volume"));
  out.is_static = mapped.begin()->second.header.is_static;
  out.first_at = mapped.begin()->second.data.offset();
  out.missing = last + 1 - out.mapped;
  for (const auto& [number, logical] : mapped) {
    const auto& h = logical.header;
    out.content.resize(static_cast<std::size_t>(number * logical_size), std::byte{0xFF});
    const std::uint64_t pad = std::min<std::uint64_t>(h.data_pad, logical.data.remaining());
    std::uint64_t wanted = logical.data.remaining() - pad;
    if (h.is_static) wanted = std::min<std::uint64_t>(h.data_size, wanted);
    const auto part = logical.data.rest().first(static_cast<std::size_t>(wanted));
    out.content.insert(out.content.end(), part.begin(), part.end());
    if ((h.is_static || h.copied) && !data_good(h, logical.data)) ++out.bad_data;
  }
  return out;
}

void name_volumes(const std::vector<TableRecord>& table, std::vector<Volume>& volumes) {
  for (const auto& record : table) {
    auto found = std::ranges::find(volumes, record.id, &Volume::id);
    if (found == volumes.end()) {
      volumes.push_back({.id = record.id, .name = {}, .content = {}});
      found = volumes.end() - 1;
    }
    found->name = record.name;
    found->is_static = record.is_static;
    found->reserved = record.reserved;
    found->in_table = true;
  }
  std::ranges::sort(volumes, {}, &Volume::id);
}

}  // namespace

Parsed<Image> parse_ubi(Reader image, bytes::Budget& budget) {
  const auto first = read_counter(image, 0);
  if (!first) return bytes::bad_value(image.offset(), "magic", "\"UBI#\" and a good hdr_crc");
  Image out{.block_size = find_block_size(image),
            .header_at = first->header_at,
            .data_at = first->data_at,
            .sequence = first->image_sequence,
            .volumes = {}};
  if (out.data_at >= out.block_size || out.header_at >= out.block_size)
    return bytes::bad_value(image.offset(), "data_offset", "less than the erase block's size");
  const std::uint64_t size = image.whole().size();
  const std::uint64_t logical_size = out.block_size - out.data_at;
  std::map<std::uint32_t, Mapped> volumes;
  std::uint64_t foreign = 0;
  for (std::uint64_t at = 0; at < size && foreign < kMostForeign; at += out.block_size) {
    ASSAY_CHECK(budget.items(1, image.offset() + at, "erase block"));
    const auto counter = read_counter(image, at);
    const auto block = image.at(at, std::min<std::uint64_t>(out.block_size, size - at), "block");
    if (!counter || !block) {
      foreign += out.block_size;
      continue;
    }
    foreign = 0;
    ++out.blocks;
    out.size = at + block->whole().size();
    const auto header = read_volume_header(*block, out.header_at);
    const auto data = block->at(
        out.data_at,
        block->whole().size() - std::min<std::uint64_t>(out.data_at, block->whole().size()),
        "data");
    if (header && data) place(volumes, *header, *data);
  }
  std::vector<TableRecord> table;
  for (const auto& [id, mapped] : volumes) {
    if (id == kTableVolume) {
      for (const auto& [number, logical] : mapped)
        if (!out.table_good) out.table_good = read_table(logical.data, table);
      continue;
    }
    auto volume = assemble(id, mapped, logical_size, budget, image.offset());
    if (!volume) return std::unexpected(volume.error());
    out.volumes.push_back(std::move(*volume));
  }
  name_volumes(table, out.volumes);
  return out;
}

bool looks_like_ubi(bytes::ByteSpan bytes) noexcept {
  return read_counter(Reader(bytes), 0).has_value();
}

}  // namespace assay::formats::ubi
