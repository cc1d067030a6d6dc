// Integer arithmetic that says when it does not fit. Sizes and offsets of hostile files are added
// and narrowed only through these.
#pragma once

#include <concepts>
#include <limits>
#include <optional>

namespace assay::base {

template <std::unsigned_integral T>
[[nodiscard]] constexpr std::optional<T> add(T a, T b) noexcept {
  if (b > std::numeric_limits<T>::max() - a) return std::nullopt;
  return static_cast<T>(a + b);
}

template <std::unsigned_integral T>
[[nodiscard]] constexpr std::optional<T> mul(T a, T b) noexcept {
  if (a != 0 && b > std::numeric_limits<T>::max() / a) return std::nullopt;
  return static_cast<T>(a * b);
}

template <std::unsigned_integral To, std::unsigned_integral From>
[[nodiscard]] constexpr std::optional<To> narrow(From value) noexcept {
  if (value > std::numeric_limits<To>::max()) return std::nullopt;
  return static_cast<To>(value);
}

}  // namespace assay::base
