// Why a parser stopped, small enough to return from every read: the absolute offset in the
// outermost file, the field's name in its specification's spelling, and what was expected there.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/error.h"

namespace assay::bytes {

enum class Fault : std::uint8_t {
  truncated,  ///< `wanted` bytes, only `available` left
  bad_value,  ///< a value the specification does not allow; `expected` says which it does
  trailing,   ///< `available` bytes left over where the structure must end
  budget,     ///< would cost more than the Budget allows: `wanted` over a limit of `available`
};

struct ParseError {
  Fault fault = Fault::bad_value;
  std::uint64_t offset = 0;
  std::string_view field;       ///< a string literal
  std::string_view expected{};  ///< a string literal; empty where the fault says it all
  std::uint64_t wanted = 0;
  std::uint64_t available = 0;

  /// One sentence without file and offset: "eventSize: 3221225472 bytes expected, 4 are left".
  [[nodiscard]] std::string describe() const;
};

template <class T>
using Parsed = std::expected<T, ParseError>;

[[nodiscard]] inline std::unexpected<ParseError> bad_value(std::uint64_t offset,
                                                           std::string_view field,
                                                           std::string_view expected) noexcept {
  return std::unexpected(ParseError{Fault::bad_value, offset, field, expected});
}

/// For the layers that speak of files: the same words, offset kept.
[[nodiscard]] base::Error to_error(const ParseError& error);

}  // namespace assay::bytes
