#include "formats/pi/volume.h"

#include <algorithm>

#include "bytes/text.h"
#include "formats/pi/checksum.h"
#include "formats/pi/guids.h"

namespace assay::formats::pi {
namespace {

constexpr std::uint64_t kSignatureAt = 40;
constexpr std::uint64_t kFixed = 56;
constexpr std::uint64_t kSmallest = kFixed + 16;       // one block and the end of the map
constexpr std::uint16_t kSmallestHeader = kFixed + 8;  // the end of the map alone
constexpr std::uint32_t kErasePolarity = 0x800;        // EFI_FVB_ERASE_POLARITY, both revisions

struct KnownFileSystem {
  Guid guid;
  FileSystem kind;
};
constexpr KnownFileSystem kKnown[] = {
    {kFfs2, FileSystem::ffs2},
    {kFfs3, FileSystem::ffs3},
    {kFfs1, FileSystem::ffs2},
    {kAppleAuthentication, FileSystem::ffs2},
    {kAppleImmutable, FileSystem::ffs2},
    {kIntelFs, FileSystem::ffs2},
    {kIntelFs2, FileSystem::ffs2},
    {kSonyFs, FileSystem::ffs2},
    {kNvram, FileSystem::nvram},
    {kNvramAdditional, FileSystem::nvram},
    {kAppleMicrocode, FileSystem::microcode},
};

FileSystem known_file_system(const Guid& guid) noexcept {
  for (const auto& row : kKnown)
    if (row.guid == guid) return row.kind;
  return FileSystem::unknown;
}

// Up to {0, 0} or the header's end: a map without its end is told by its sum.
bytes::Parsed<void> read_blocks(bytes::Reader map, bytes::Budget& budget, Volume& volume) {
  while (map.remaining() >= 8) {
    const auto count = map.le32("BlockMap.NumBlocks");
    const auto length = map.le32("BlockMap.Length");
    if (!count || !length || *count == 0 || *length == 0) break;
    if (auto ok = budget.items(1, map.offset(), "BlockMap"); !ok) return ok;
    volume.blocks.push_back({*count, *length});
  }
  return {};
}

bytes::Parsed<void> read_extension(bytes::Reader r, std::uint16_t at, Volume& volume) {
  auto header = r.at(at, 20, "ExtHeader");
  if (!header) return std::unexpected(header.error());
  const auto fixed = *header->fixed<20>("ExtHeader");
  VolumeExtension extension{.name = Guid::from(fixed.first<16>()),
                            .size = bytes::le32_at<16>(fixed)};
  if (extension.size < 20 || extension.size > volume.length - at)
    return bytes::bad_value(r.offset() + at + 16, "ExtHeaderSize",
                            "at least 20 and within the volume");
  volume.header_size = std::max<std::uint64_t>(volume.header_size, at + extension.size);
  volume.extension = extension;
  return {};
}

}  // namespace

std::uint64_t Volume::block_map_length() const noexcept {
  std::uint64_t sum = 0;  // at most 8,192 blocks: products are cut off where the sum could overflow
  for (const auto& block : blocks)
    sum += std::min<std::uint64_t>(std::uint64_t{block.count} * block.length, 1ULL << 50U);
  return sum;
}

std::uint64_t Volume::alignment() const noexcept {
  return revision < 2 ? 1 : std::uint64_t{1} << ((attributes >> 16U) & 0x1FU);
}

bytes::Parsed<Volume> parse_volume(bytes::Reader r, bytes::Budget& budget) {
  const bytes::Reader start = r;
  const auto fixed = r.fixed<kFixed>("EFI_FIRMWARE_VOLUME_HEADER");
  if (!fixed) return std::unexpected(fixed.error());
  if (!bytes::starts_with(fixed->subspan<kSignatureAt>(), "_FVH"))
    return bytes::bad_value(start.offset() + kSignatureAt, "Signature", "\"_FVH\"");
  Volume volume;
  volume.file_system_guid = Guid::from(fixed->subspan<16, 16>());
  volume.file_system = known_file_system(volume.file_system_guid);
  volume.length = bytes::le64_at<32>(*fixed);
  volume.attributes = bytes::le32_at<44>(*fixed);
  volume.header_length = bytes::le16_at<48>(*fixed);
  volume.checksum = bytes::le16_at<50>(*fixed);
  const std::uint16_t extension_at = bytes::le16_at<52>(*fixed);
  volume.reserved = bytes::u8_at<54>(*fixed);
  volume.revision = bytes::u8_at<55>(*fixed);
  volume.erased = (volume.attributes & kErasePolarity) != 0 ? std::byte{0xFF} : std::byte{0};
  if (const std::uint32_t crc = bytes::le32_at<8>(*fixed); crc != 0) volume.apple_crc = crc;
  if (volume.length < kSmallest)
    return bytes::bad_value(start.offset() + 32, "FvLength", "at least 72");
  if (volume.header_length < kSmallestHeader || volume.header_length > volume.length)
    return bytes::bad_value(start.offset() + 48, "HeaderLength",
                            "at least 64 and within the volume");
  auto header = start.at(0, volume.header_length, "HeaderLength");
  if (!header) return std::unexpected(header.error());
  volume.header_size = volume.header_length;
  if (volume.revision > 1 && extension_at != 0)
    if (auto ok = read_extension(start, extension_at, volume); !ok)
      return std::unexpected(ok.error());
  // What takes time comes after every refusal, so that bytes full of false headers cost little.
  volume.checksum_wanted = static_cast<std::uint16_t>(volume.checksum - sum16(header->whole()));
  auto map = start.at(kFixed, volume.header_length - kFixed, "BlockMap");
  if (!map) return std::unexpected(map.error());
  if (auto ok = read_blocks(*map, budget, volume); !ok) return std::unexpected(ok.error());
  volume.header_size = (volume.header_size + 7) & ~std::uint64_t{7};
  return volume;
}

std::optional<std::uint64_t> find_volume(bytes::ByteSpan bytes, std::uint64_t from) noexcept {
  const std::string_view text = bytes::as_chars(bytes);
  std::size_t at =
      from > bytes.size() ? std::string_view::npos : text.find("_FVH", from + kSignatureAt);
  for (; at != std::string_view::npos; at = text.find("_FVH", at + 1)) {
    bytes::Reader r(bytes.subspan(at - kSignatureAt));
    const auto fixed = r.fixed<kFixed>("EFI_FIRMWARE_VOLUME_HEADER");
    if (!fixed) return std::nullopt;
    const std::uint64_t length = bytes::le64_at<32>(*fixed);
    const std::uint8_t revision = bytes::u8_at<55>(*fixed);
    if (length >= kSmallest && length < 0xFFFFFFFFU && (revision == 1 || revision == 2))
      return at - kSignatureAt;
  }
  return std::nullopt;
}

std::string_view name(FileSystem file_system) noexcept {
  switch (file_system) {
    case FileSystem::ffs2:
      return "FFSv2";
    case FileSystem::ffs3:
      return "FFSv3";
    case FileSystem::nvram:
      return "NVRAM";
    case FileSystem::microcode:
      return "Microcode";
    case FileSystem::unknown:
      break;
  }
  return "Unknown";
}

}  // namespace assay::formats::pi
