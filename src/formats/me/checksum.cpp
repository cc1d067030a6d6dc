#include "formats/me/checksum.h"

#include "bytes/text.h"

namespace assay::formats::me {

std::uint8_t byte_sum(bytes::ByteSpan bytes) noexcept {
  std::uint32_t sum = 0;
  for (const std::byte b : bytes) sum += static_cast<std::uint32_t>(b);
  return static_cast<std::uint8_t>(sum & 0xFFU);
}

std::uint32_t word_xor(bytes::ByteSpan bytes) noexcept {
  std::uint32_t value = 0;
  bytes::Reader r(bytes);
  while (const auto word = r.le32("word")) value ^= *word;
  return value;
}

bool crc32_without(bytes::ByteSpan bytes, std::size_t at) noexcept {
  if (at > bytes.size() || bytes.size() - at < 4) return false;
  std::uint32_t crc = 0xFFFFFFFFU;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    crc ^= i >= at && i - at < 4 ? 0U : static_cast<std::uint32_t>(bytes[i]);
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1U) != 0 ? crc >> 1U ^ 0xEDB88320U : crc >> 1U;
  }
  bytes::Reader stored(bytes.subspan(at, 4));
  return stored.le32("CRC-32") == ~crc;
}

std::string_view short_name(bytes::ByteSpan bytes) noexcept {
  const std::string_view text = bytes::as_chars(bytes);
  constexpr std::string_view kEnds("\0\xFF", 2);
  return text.substr(0, text.find_first_of(kEnds));
}

}  // namespace assay::formats::me
