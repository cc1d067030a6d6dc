#include "formats/pi/checksum.h"

#include <zlib.h>

#include "bytes/text.h"

namespace assay::formats::pi {

std::uint8_t sum8(bytes::ByteSpan bytes) noexcept {
  unsigned sum = 0;
  for (const std::byte b : bytes) sum += static_cast<unsigned>(b);
  return static_cast<std::uint8_t>(sum);
}

std::uint16_t sum16(bytes::ByteSpan bytes) noexcept {
  unsigned sum = 0;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2)
    sum += static_cast<unsigned>(bytes[i]) | (static_cast<unsigned>(bytes[i + 1]) << 8U);
  return static_cast<std::uint16_t>(sum);
}

std::uint32_t crc32(bytes::ByteSpan bytes) noexcept {
  return static_cast<std::uint32_t>(::crc32_z(0, bytes::as_uchars(bytes), bytes.size()));
}

}  // namespace assay::formats::pi
