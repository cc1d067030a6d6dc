// The two sums that PI headers use: all bytes (or 16-bit words) of a header add up to 0.
#pragma once

#include <cstdint>

#include "bytes/reader.h"

namespace assay::formats::pi {

/// Sum of the bytes, modulo 256.
[[nodiscard]] std::uint8_t sum8(bytes::ByteSpan bytes) noexcept;
/// Sum of the little-endian words, modulo 65,536; an odd last byte is left out.
[[nodiscard]] std::uint16_t sum16(bytes::ByteSpan bytes) noexcept;
/// CRC-32 as zlib has it: CRC32 sections, Apple's volumes.
[[nodiscard]] std::uint32_t crc32(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::pi
