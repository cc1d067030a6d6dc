#include "formats/me/code_partition.h"

#include "base/error.h"
#include "bytes/text.h"
#include "formats/me/checksum.h"

namespace assay::formats::me {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint64_t kEntry = 24;
constexpr std::uint32_t kMostEntries = 512;
constexpr std::uint32_t kOffsetMask = (1U << 25U) - 1;
constexpr std::uint32_t kHuffman = 1U << 25U;

Parsed<CodeEntry> read_entry(Reader& r) {
  ASSAY_TRY(const auto b, r.fixed<kEntry>("$CPD entry"));
  const std::uint32_t offset = bytes::le32_at<12>(b);
  return CodeEntry{.name = short_name(bytes::ByteSpan(b).first(12)),
                   .offset = offset & kOffsetMask,
                   .size = bytes::le32_at<16>(b),
                   .huffman = (offset & kHuffman) != 0};
}

Parsed<void> read_manifest(const Reader& whole, const CodeEntry& entry, bytes::Budget& budget,
                           CodePartition& out) {
  ASSAY_TRY(const auto part, whole.at(entry.offset, entry.size, "manifest"));
  if (!looks_like_manifest(part.whole())) return {};
  ASSAY_TRY(out.manifest, parse_manifest(part, budget));
  out.manifest_offset = entry.offset;
  return {};
}

}  // namespace

bool looks_like_code_partition(bytes::ByteSpan bytes) noexcept {
  return bytes.size() >= 16 && bytes::starts_with(bytes, "$CPD");
}

Parsed<CodePartition> parse_code_partition(Reader reader, bytes::Budget& budget) {
  const std::uint64_t start = reader.offset();
  ASSAY_TRY(const Reader whole, reader.sub(reader.remaining(), "$CPD"));
  ASSAY_TRY(auto r, whole.at(0, whole.remaining(), "$CPD"));
  ASSAY_TRY(const auto b, r.fixed<16>("$CPD header"));
  if (!bytes::starts_with(b, "$CPD")) return bytes::bad_value(start, "HeaderMarker", "$CPD");
  CodePartition out;
  const std::uint32_t count = bytes::le32_at<4>(b);
  out.version = bytes::u8_at<8>(b);
  out.name = short_name(bytes::ByteSpan(b).subspan(12, 4));
  if (out.version != 1 && out.version != 2)
    return bytes::bad_value(start + 8, "HeaderVersion", "1 or 2");
  if (count > kMostEntries) return bytes::bad_value(start + 4, "NumModules", "at most 512");
  // Version 2 appends a CRC-32 to the header.
  if (out.version == 2) ASSAY_CHECK(r.skip(4, "Checksum"));
  out.header_size = (out.version == 2 ? 20 : 16) + count * kEntry;
  ASSAY_TRY(const auto header, whole.at(0, out.header_size, "$CPD entries"));
  // Version 1 sums the header and its entries; some tools sum the header alone.
  out.checksum_good = out.version == 2 ? crc32_without(header.whole(), 16)
                                       : byte_sum(header.whole()) == 0 || byte_sum(b) == 0;
  ASSAY_CHECK(budget.items(count, start + 4, "NumModules"));
  for (std::uint32_t i = 0; i < count; ++i) {
    ASSAY_TRY(const CodeEntry entry, read_entry(r));
    out.entries.push_back(entry);
    if (out.manifest || !entry.name.ends_with(".man")) continue;
    if (const auto ok = read_manifest(whole, entry, budget, out); !ok) {
      if (ok.error().fault == bytes::Fault::budget) return std::unexpected(ok.error());
      out.problems.push_back(ok.error());
    }
  }
  return out;
}

}  // namespace assay::formats::me
