#include "formats/psp/binary.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/error.h"
#include "bytes/text.h"

namespace assay::formats::psp {
namespace {
constexpr std::uint64_t kHeader = 0x100;
bool is_magic(std::string_view text) noexcept {
  return text.starts_with('$') &&
         std::ranges::all_of(text.substr(1), [](char c) { return c > ' ' && c < 0x7F; });
}
}  // namespace

std::string BinaryHeader::version_text() const {
  return fmt::format("{:X}.{:X}.{:X}.{:X}", version >> 24U, version >> 16U & 0xFFU,
                     version >> 8U & 0xFFU, version & 0xFFU);
}

bytes::Parsed<BinaryHeader> parse_binary_header(bytes::Reader reader) {
  const std::uint64_t start = reader.offset();
  ASSAY_TRY(const auto b, reader.fixed<kHeader>("PSP binary header"));
  const bytes::ByteSpan all(b);
  BinaryHeader out;
  out.magic = bytes::as_chars(all.subspan(0x10, 4));
  if (!is_magic(out.magic))
    return bytes::bad_value(start + 0x10, "magic", "$ and three characters");
  out.size_signed = bytes::le32_at<0x14>(b);
  out.encrypted = bytes::le32_at<0x18>(b) == 1;
  out.is_signed = bytes::le32_at<0x30>(b) == 1;
  out.key_fingerprint = all.subspan(0x38, 16);
  out.compressed = bytes::le32_at<0x48>(b) == 1;
  out.size_uncompressed = bytes::le32_at<0x50>(b);
  out.version = bytes::le32_at<0x60>(b);
  out.size_packed = bytes::le32_at<0x6C>(b);
  return out;
}

}  // namespace assay::formats::psp
