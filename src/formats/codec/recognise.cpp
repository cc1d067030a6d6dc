#include <bit>

#include "bytes/text.h"
#include "formats/codec/codec.h"

namespace assay::formats::codec {
namespace {

bool gzip_header(bytes::ByteSpan b) noexcept {
  // Deflate is the only method there is; the upper flags are reserved (RFC 1952, 2.3.1).
  return b.size() >= 18 && bytes::starts_with(b, "\x1F\x8B\x08") &&
         (static_cast<unsigned>(b[3]) & 0xE0U) == 0 &&
         (b[8] == std::byte{0} || b[8] == std::byte{2} || b[8] == std::byte{4}) &&
         (static_cast<unsigned>(b[9]) <= 13 || b[9] == std::byte{0xFF});
}

// No magic: properties as encoders write them, a dictionary of a round size, and an uncompressed
// size that is unknown or below 1 GiB; the range coder starts with a zero.
bool lzma_header(bytes::ByteSpan bytes) noexcept {
  bytes::Reader r(bytes);
  const auto head = r.fixed<14>("LZMA header");
  if (!head) return false;
  const auto properties = static_cast<unsigned>((*head)[0]);
  const std::uint32_t dictionary = bytes::le32_at<1>(*head);
  const std::uint64_t size = bytes::le64_at<5>(*head);
  return (properties == 0x5D || properties == 0x6D || properties == 0x6E) &&
         std::has_single_bit(dictionary) && dictionary >= 0x1000 && dictionary <= 0x8000000 &&
         (size == ~std::uint64_t{0} || (size >= 64 && size < (std::uint64_t{1} << 30U))) &&
         (*head)[13] == std::byte{0};
}

}  // namespace

std::optional<Codec> recognise(bytes::ByteSpan bytes) noexcept {
  using bytes::starts_with;
  using namespace std::string_view_literals;
  if (gzip_header(bytes)) return Codec::gzip;
  if (starts_with(bytes, "\xFD\x37\x7A\x58\x5A\x00"sv)) return Codec::xz;
  if (starts_with(bytes, "\x28\xB5\x2F\xFD"sv)) return Codec::zstd;
  if (starts_with(bytes, "\x04\x22\x4D\x18"sv) || starts_with(bytes, "\x02\x21\x4C\x18"sv))
    return Codec::lz4;
  if (starts_with(bytes, "BZh"sv) && bytes.size() > 10 && starts_with(bytes.subspan(4), "1AY&SY"))
    return Codec::bzip2;
  if (starts_with(bytes, "\x89LZO\x00\x0D\x0A\x1A\x0A"sv)) return Codec::lzop;
  if (lzma_header(bytes)) return Codec::lzma;
  return std::nullopt;
}

}  // namespace assay::formats::codec
