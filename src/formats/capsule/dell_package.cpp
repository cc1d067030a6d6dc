#include "base/error.h"
#include "bytes/text.h"
#include "formats/capsule/dell_pfs.h"

namespace assay::formats::capsule {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::string_view kMark("\xEE\xAA\x76\x1B\xEC\xBB\x20\xF1\xE6\x51", 10);
constexpr std::size_t kMarkAt = 5;  // behind the stream's size and the section's type
constexpr std::uint64_t kHeader = 16;

// All 16 bytes of a header XOR to zero: the last is the checksum.
bool header_good(bytes::ByteSpan header) noexcept {
  std::uint32_t value = 0;
  for (const std::byte b : header) value ^= static_cast<std::uint32_t>(b);
  return value == 0;
}

std::optional<PfsSection> section_at(const Reader& whole, std::uint64_t offset) {
  auto r = whole.at(offset, kHeader, "section header");
  if (!r || !header_good(r->whole())) return std::nullopt;
  const auto size = r->le32("section size");
  const auto type = r->u8("section type");
  if (!size || !type || !whole.at(offset + kHeader, *size, "section")) return std::nullopt;
  return PfsSection{
      .offset = offset, .type = *type, .stream_offset = offset + kHeader, .stream_size = *size};
}

}  // namespace

Parsed<std::vector<PfsSection>> find_pfs_sections(Reader reader, bytes::Budget& budget) {
  ASSAY_TRY(const Reader whole, reader.sub(reader.remaining(), "package"));
  const std::string_view text = bytes::as_chars(whole.whole());
  std::vector<PfsSection> out;
  for (std::size_t at = 0; (at = text.find(kMark, at)) != std::string_view::npos; ++at) {
    if (at < kMarkAt) continue;
    const auto section = section_at(whole, at - kMarkAt);
    if (!section) continue;
    ASSAY_CHECK(budget.items(1, whole.offset() + at, "section"));
    out.push_back(*section);
    at = static_cast<std::size_t>(section->stream_offset + section->stream_size);
    if (at >= text.size()) break;
    --at;
  }
  if (out.empty()) return bytes::bad_value(whole.offset(), "section mark", "a compressed section");
  return out;
}

bool looks_like_pfs_package(bytes::ByteSpan bytes) noexcept {
  // A Windows program, or the section alone.
  if (!bytes::starts_with(bytes, "MZ") &&
      !(bytes.size() > kHeader && bytes::starts_with(bytes.subspan(kMarkAt), kMark)))
    return false;
  return bytes::as_chars(bytes).find(kMark) != std::string_view::npos;
}

}  // namespace assay::formats::capsule
