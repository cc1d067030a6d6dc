#include "formats/ubi/headers.h"

#include <algorithm>

#include "bytes/text.h"
#include "formats/codec/codec.h"

namespace assay::formats::ubi {
namespace {

using bytes::Reader;

constexpr std::uint64_t kHeader = 64;
constexpr std::uint64_t kRecord = 172;
constexpr std::size_t kRecords = 128;
constexpr std::uint32_t kCrcStart = 0xFFFFFFFF;
constexpr std::uint8_t kStatic = 2;

// A header of `size` bytes with its CRC in the last four.
bool crc_good(bytes::ByteSpan all) noexcept {
  const auto body = all.first(all.size() - 4);
  Reader tail(all.subspan(all.size() - 4));
  return codec::crc32_raw(body, kCrcStart) == tail.be32("hdr_crc").value_or(0);
}

std::optional<Reader> header(const Reader& image, std::uint64_t at,
                             std::string_view magic) noexcept {
  const auto part = image.at(at, kHeader, "header");
  if (!part || !bytes::starts_with(part->rest(), magic) || !crc_good(part->rest()))
    return std::nullopt;
  Reader r = *part;
  static_cast<void>(r.skip(4, "magic"));
  return r;
}

}  // namespace

std::optional<CounterHeader> read_counter(const Reader& image, std::uint64_t at) noexcept {
  auto r = header(image, at, "UBI#");
  if (!r) return std::nullopt;
  static_cast<void>(r->skip(4, "version and padding"));
  CounterHeader h;
  h.erased = r->be64("ec").value_or(0);
  h.header_at = r->be32("vid_hdr_offset").value_or(0);
  h.data_at = r->be32("data_offset").value_or(0);
  h.image_sequence = r->be32("image_seq").value_or(0);
  return h;
}

std::optional<VolumeHeader> read_volume_header(const Reader& block, std::uint64_t at) noexcept {
  auto r = header(block, at, "UBI!");
  if (!r) return std::nullopt;
  static_cast<void>(r->skip(1, "version"));
  VolumeHeader h;
  h.is_static = r->u8("vol_type").value_or(0) == kStatic;
  h.copied = r->u8("copy_flag").value_or(0) != 0;
  static_cast<void>(r->skip(1, "compat"));
  h.volume = r->be32("vol_id").value_or(0);
  h.logical = r->be32("lnum").value_or(0);
  static_cast<void>(r->skip(4, "padding"));
  h.data_size = r->be32("data_size").value_or(0);
  static_cast<void>(r->skip(4, "used_ebs"));
  h.data_pad = r->be32("data_pad").value_or(0);
  h.data_crc = r->be32("data_crc").value_or(0);
  static_cast<void>(r->skip(4, "padding"));
  h.sequence = r->be64("sqnum").value_or(0);
  return h;
}

bool read_table(Reader data, std::vector<TableRecord>& out) {
  constexpr std::size_t kMostName = 127;
  for (std::uint32_t id = 0; id < kRecords && data.remaining() >= kRecord; ++id) {
    auto record = data.sub(kRecord, "record");
    if (!record || !crc_good(record->rest())) {
      // Blocks smaller than the whole table hold as many records as fit.
      if (id > 0 && record) return true;
      out.clear();
      return false;
    }
    TableRecord t{.id = id, .reserved = record->be32("reserved_pebs").value_or(0), .name = {}};
    static_cast<void>(record->skip(8, "alignment and data_pad"));
    t.is_static = record->u8("vol_type").value_or(0) == kStatic;
    static_cast<void>(record->skip(1, "upd_marker"));
    const std::size_t size = record->be16("name_len").value_or(0);
    if (const auto name = record->take(std::min(size, kMostName), "name"))
      t.name = bytes::to_string(*name);
    if (t.reserved != 0) out.push_back(std::move(t));
  }
  return true;
}

bool data_good(const VolumeHeader& h, const Reader& data) noexcept {
  const auto part = data.at(0, h.data_size, "data");
  return part && codec::crc32_raw(part->rest(), kCrcStart) == h.data_crc;
}

}  // namespace assay::formats::ubi
