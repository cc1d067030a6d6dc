// How deep the keys of a TOML text nest, found before the library builds anything: "a.a.a.a = 1"
// costs it one table within another per dot, and a table of 100,000 levels overflows the stack when
// it goes. The library itself limits only brackets and braces.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace assay::formats::toml {

/// More parts than any key of ours has; with the library's 256 levels of values, a safe depth.
inline constexpr std::size_t kMostKeyParts = 16;

/// The offset of the first key of more than kMostKeyParts dotted parts. Quoted text and comments
/// are skipped; text that is no TOML gives any answer, since the library refuses it afterwards.
[[nodiscard]] std::optional<std::size_t> key_too_deep(std::string_view text) noexcept;

}  // namespace assay::formats::toml
