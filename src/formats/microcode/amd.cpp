#include "formats/microcode/amd.h"

#include <fmt/format.h>

#include "base/error.h"
#include "bytes/text.h"
#include "formats/microcode/date.h"

namespace assay::formats::microcode {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint64_t kPatchHeader = 64;
constexpr std::uint32_t kEquivalenceTable = 0;
constexpr std::uint32_t kPatch = 1;
constexpr std::uint64_t kEquivalence = 16;
constexpr std::string_view kMagic("DMA\0", 4);  // 0x00414D44

Parsed<void> read_equivalences(Reader table, bytes::Budget& budget, AmdContainer& out) {
  while (table.remaining() >= kEquivalence) {
    ASSAY_TRY(const auto b, table.fixed<kEquivalence>("equivalence entry"));
    if (bytes::le32_at<0>(b) == 0) break;
    ASSAY_CHECK(budget.items(1, table.offset(), "equivalence entry"));
    out.equivalences.push_back({.signature = bytes::le32_at<0>(b), .id = bytes::le16_at<12>(b)});
  }
  return {};
}

// Sections go on to the end, or to the next container's magic.
Parsed<void> read_section(Reader& r, std::uint64_t start, bytes::Budget& budget,
                          AmdContainer& out) {
  const std::uint64_t at = r.offset();
  ASSAY_TRY(const std::uint32_t type, r.le32("section type"));
  ASSAY_TRY(const std::uint32_t size, r.le32("section size"));
  ASSAY_TRY(auto body, r.sub(size, "section"));
  ASSAY_CHECK(budget.items(1, at, "section"));
  if (type == kEquivalenceTable) return read_equivalences(body, budget, out);
  if (type != kPatch) return bytes::bad_value(at, "section type", "0 or 1");
  ASSAY_TRY(AmdPatch patch, parse_amd_patch(body));
  patch.offset = at + 8 - start;
  out.patches.push_back(patch);
  return {};
}

}  // namespace

std::string AmdPatch::date_text() const { return date_of(date); }

std::string AmdPatch::family() const {
  // From family 10h on: the extended family in the top digit, as the revision repeats it.
  const unsigned extended = revision >> 24U;
  if (extended == 0 || extended > 0x1F) return {};
  return fmt::format("{:x}h", 0xFU + extended);
}

bool looks_like_amd_container(bytes::ByteSpan bytes) noexcept {
  return bytes.size() >= 12 && bytes::starts_with(bytes, kMagic) &&
         bytes::all_of(bytes.subspan(4, 4), std::byte{0});
}

bool looks_like_amd_patch(bytes::ByteSpan bytes) noexcept {
  Reader r(bytes);
  const auto b = r.fixed<kPatchHeader>("patch header");
  if (!b) return false;
  const std::uint16_t loader = bytes::le16_at<8>(*b);
  const bool reserved = bytes::all_of(bytes.subspan(29, 3), std::byte{0xAA}) ||
                        bytes::all_of(bytes.subspan(29, 3), std::byte{0});
  return loader >= 0x8000 && loader <= 0x80FF && !date_of(bytes::le32_at<0>(*b)).empty() &&
         bytes::le32_at<4>(*b) != 0 && reserved && bytes::le16_at<24>(*b) != 0;
}

Parsed<AmdPatch> parse_amd_patch(Reader reader) {
  const std::uint64_t start = reader.offset();
  AmdPatch out;
  out.bytes = reader.rest();
  out.size = reader.remaining();
  ASSAY_TRY(const auto b, reader.fixed<kPatchHeader>("patch header"));
  out.date = bytes::le32_at<0>(b);
  out.revision = bytes::le32_at<4>(b);
  out.loader = bytes::le16_at<8>(b);
  out.processor = bytes::le16_at<24>(b);
  if (out.loader < 0x8000 || out.loader > 0x80FF)
    return bytes::bad_value(start + 8, "mc_patch_data_id", "0x8000 to 0x80FF");
  return out;
}

std::uint64_t amd_patch_size(const AmdPatch& patch) noexcept {
  switch (patch.revision >> 24U) {
    case 0x05:
      return 1824;  // 14h
    case 0x06:
      return 4096;  // 15h
    case 0x07:
      return 3458;  // 16h
    case 0x08:
      return 3200;  // 17h
    case 0x0A:
      return 5568;  // 19h
    case 0x0B:
      return 14368;  // 1Ah
    default:
      return 2048;  // 10h to 12h, and what is not known
  }
}

Parsed<AmdContainer> parse_amd_container(Reader reader, bytes::Budget& budget) {
  const std::uint64_t start = reader.offset();
  AmdContainer out;
  ASSAY_TRY(const auto magic, reader.take(4, "magic"));
  if (!bytes::starts_with(magic, kMagic)) return bytes::bad_value(start, "magic", "0x00414D44");
  while (!reader.empty()) {
    if (bytes::starts_with(reader.rest(), kMagic)) {
      ASSAY_CHECK(reader.skip(4, "magic"));
      continue;
    }
    ASSAY_CHECK(read_section(reader, start, budget, out));
  }
  out.size = reader.offset() - start;
  return out;
}

}  // namespace assay::formats::microcode
