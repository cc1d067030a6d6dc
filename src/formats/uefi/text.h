// Text fields of UEFI structures, made printable. Bounded: only as much of a field is converted as
// the caller will show.
#pragma once

#include <cstddef>
#include <string>

#include "bytes/reader.h"

namespace assay::formats::uefi {

/// UTF-16LE as printable UTF-8 (base::printable), about `max_bytes` at most. NULs at the end are
/// padding and dropped; one in the middle shows, so that "db\0x" never reads as "db".
[[nodiscard]] std::string utf16_text(bytes::ByteSpan utf16, std::size_t max_bytes = 512);

/// The same for 8-bit text.
[[nodiscard]] std::string utf8_text(bytes::ByteSpan text, std::size_t max_bytes = 512);

/// Reads 16-bit units up to and with the NUL, and returns their bytes without it.
[[nodiscard]] bytes::Parsed<bytes::ByteSpan> read_utf16z(bytes::Reader& reader,
                                                         std::string_view field) noexcept;
/// The same for bytes.
[[nodiscard]] bytes::Parsed<bytes::ByteSpan> read_utf8z(bytes::Reader& reader,
                                                        std::string_view field) noexcept;

/// True where every unit is a printable ASCII character, tab or line end, NULs at the end apart,
/// and there are at least two.
[[nodiscard]] bool looks_like_utf16(bytes::ByteSpan data) noexcept;

}  // namespace assay::formats::uefi
