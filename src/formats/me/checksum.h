// The checks that a management engine's tables carry, and the short names in them.
#pragma once

#include <cstdint>
#include <string_view>

#include "bytes/reader.h"

namespace assay::formats::me {

/// All bytes added, modulo 256.
[[nodiscard]] std::uint8_t byte_sum(bytes::ByteSpan bytes) noexcept;
/// All little-endian words of 32 bits XORed; a rest of less than four bytes is left out.
[[nodiscard]] std::uint32_t word_xor(bytes::ByteSpan bytes) noexcept;
/// True where the four little-endian bytes at `at` are the CRC-32 (IEEE 802.3) of `bytes` with
/// these four taken as zero.
[[nodiscard]] bool crc32_without(bytes::ByteSpan bytes, std::size_t at) noexcept;
/// Up to the first NUL or 0xFF.
[[nodiscard]] std::string_view short_name(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::me
