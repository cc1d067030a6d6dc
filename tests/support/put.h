// Writes numbers and text into a buffer at given offsets, as a test builds a binary structure: the
// offsets are those of the specification, so that the test reads like it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "base/types.h"

namespace assay::testing {

/// Little-endian, `size` bytes; the buffer must reach that far.
inline void put_le(base::Bytes& b, std::size_t at, std::uint64_t value, unsigned size) {
  for (unsigned i = 0; i < size; ++i) b.at(at + i) = static_cast<std::byte>(value >> (8U * i));
}
inline void put16(base::Bytes& b, std::size_t at, std::uint16_t value) { put_le(b, at, value, 2); }
inline void put32(base::Bytes& b, std::size_t at, std::uint32_t value) { put_le(b, at, value, 4); }
inline void put64(base::Bytes& b, std::size_t at, std::uint64_t value) { put_le(b, at, value, 8); }
inline void put8(base::Bytes& b, std::size_t at, std::uint8_t value) { put_le(b, at, value, 1); }
inline void put_text(base::Bytes& b, std::size_t at, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) b.at(at + i) = static_cast<std::byte>(text[i]);
}
inline void fill(base::Bytes& b, std::size_t at, std::size_t size, std::uint8_t value) {
  for (std::size_t i = 0; i < size; ++i) b.at(at + i) = static_cast<std::byte>(value);
}
/// Sets the byte at `at` so that all bytes of [from, from + size) add up to zero.
inline void balance8(base::Bytes& b, std::size_t from, std::size_t size, std::size_t at) {
  b.at(at) = std::byte{0};
  unsigned sum = 0;
  for (std::size_t i = from; i < from + size; ++i) sum += static_cast<unsigned>(b.at(i));
  b.at(at) = static_cast<std::byte>(0U - sum);
}
/// Sets the word at `at` so that all words of 32 bits of [from, from + size) add up to zero.
inline void balance32(base::Bytes& b, std::size_t from, std::size_t size, std::size_t at) {
  put32(b, at, 0);
  std::uint32_t sum = 0;
  for (std::size_t i = from; i < from + size; i += 4)
    for (unsigned k = 0; k < 4; ++k) sum += static_cast<std::uint32_t>(b.at(i + k)) << (8U * k);
  put32(b, at, 0U - sum);
}
/// CRC-32 of IEEE 802.3 by long division, so that a test does not trust a parser's own.
inline std::uint32_t crc32(const base::Bytes& b, std::size_t from, std::size_t size) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (std::size_t i = from; i < from + size; ++i)
    for (unsigned bit = 0; bit < 8; ++bit) {
      const std::uint32_t in = static_cast<std::uint32_t>(b.at(i)) >> bit & 1U;
      const bool out = ((crc ^ in) & 1U) != 0;
      crc >>= 1U;
      if (out) crc ^= 0xEDB88320U;
    }
  return ~crc;
}

}  // namespace assay::testing
