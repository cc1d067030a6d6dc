// Bytes as text: hex, base64 (strict, RFC 4648 section 4, canonical padding) and views. Decoders
// refuse anything that another encoder would not have written, so that no two texts mean the same
// bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/types.h"
#include "bytes/reader.h"

namespace assay::bytes {

[[nodiscard]] std::string to_hex(ByteSpan bytes);
/// Upper or lower case, even length, nothing else.
[[nodiscard]] std::optional<base::Bytes> from_hex(std::string_view text);

[[nodiscard]] std::string to_base64(ByteSpan bytes);
/// Strict: no white space, padding required, unused bits zero.
[[nodiscard]] std::optional<base::Bytes> from_base64(std::string_view text);

/// The same bytes seen as characters; no copy, same lifetime.
[[nodiscard]] std::string_view as_chars(ByteSpan bytes) noexcept;
[[nodiscard]] ByteSpan as_bytes(std::string_view text) noexcept;
/// For C interfaces that want unsigned char.
[[nodiscard]] const unsigned char* as_uchars(ByteSpan bytes) noexcept;
[[nodiscard]] unsigned char* as_uchars(std::span<std::byte> bytes) noexcept;
/// The other way, for what a C interface returns.
[[nodiscard]] ByteSpan from_uchars(const unsigned char* data, std::size_t size) noexcept;
[[nodiscard]] inline std::string to_string(ByteSpan bytes) { return std::string(as_chars(bytes)); }
[[nodiscard]] base::Bytes copy(ByteSpan bytes);

/// UTF-16LE up to the first NUL or the end; an odd last byte is dropped.
[[nodiscard]] std::u16string utf16le(ByteSpan bytes);

/// Equality for public data (use crypto::equal_constant_time for secrets).
[[nodiscard]] bool equal(ByteSpan a, ByteSpan b) noexcept;
[[nodiscard]] bool starts_with(ByteSpan bytes, std::string_view magic) noexcept;
[[nodiscard]] bool all_of(ByteSpan bytes, std::byte value) noexcept;

}  // namespace assay::bytes
