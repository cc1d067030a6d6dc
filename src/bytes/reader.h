// The one cursor over hostile bytes. A Reader is a non-owning span plus its absolute offset in the
// outermost file, so that an error names a byte an operator can find in a hex dump. A failed read
// moves nothing. Endianness is in the name. Length-prefixed parts become child Readers, blind
// beyond their slice; offsets inside a file are compared by subtraction, never added first.
//
// `field` must be a string literal: errors keep only the view.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "bytes/parse_error.h"

namespace assay::bytes {

using ByteSpan = std::span<const std::byte>;

namespace detail {
template <class T>
[[nodiscard]] constexpr T load_le(const std::byte* p) noexcept {
  T value = 0;
  for (std::size_t i = sizeof(T); i-- > 0;)
    value =
        static_cast<T>(static_cast<T>(value << (sizeof(T) > 1 ? 8U : 0U)) | static_cast<T>(p[i]));
  return value;
}
template <class T>
[[nodiscard]] constexpr T load_be(const std::byte* p) noexcept {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i)
    value =
        static_cast<T>(static_cast<T>(value << (sizeof(T) > 1 ? 8U : 0U)) | static_cast<T>(p[i]));
  return value;
}
}  // namespace detail

class Reader {
 public:
  explicit constexpr Reader(ByteSpan bytes, std::uint64_t base = 0) noexcept
      : bytes_(bytes), base_(base) {}

  [[nodiscard]] Parsed<std::uint8_t> u8(std::string_view field) noexcept {
    return load<std::uint8_t>(field, detail::load_le<std::uint8_t>);
  }
  [[nodiscard]] Parsed<std::uint16_t> le16(std::string_view field) noexcept {
    return load<std::uint16_t>(field, detail::load_le<std::uint16_t>);
  }
  [[nodiscard]] Parsed<std::uint32_t> le32(std::string_view field) noexcept {
    return load<std::uint32_t>(field, detail::load_le<std::uint32_t>);
  }
  [[nodiscard]] Parsed<std::uint64_t> le64(std::string_view field) noexcept {
    return load<std::uint64_t>(field, detail::load_le<std::uint64_t>);
  }
  [[nodiscard]] Parsed<std::uint16_t> be16(std::string_view field) noexcept {
    return load<std::uint16_t>(field, detail::load_be<std::uint16_t>);
  }
  [[nodiscard]] Parsed<std::uint32_t> be32(std::string_view field) noexcept {
    return load<std::uint32_t>(field, detail::load_be<std::uint32_t>);
  }
  [[nodiscard]] Parsed<std::uint64_t> be64(std::string_view field) noexcept {
    return load<std::uint64_t>(field, detail::load_be<std::uint64_t>);
  }

  /// A fixed header in one check; pick its fields with le32_at<N>() and friends, which cannot fail.
  template <std::size_t N>
  [[nodiscard]] Parsed<std::span<const std::byte, N>> fixed(std::string_view field) noexcept {
    if (remaining() < N) return std::unexpected(short_of(N, field));
    const auto part = bytes_.subspan(at_).template first<N>();
    at_ += N;
    return part;
  }

  /// The next `n` bytes.
  [[nodiscard]] Parsed<ByteSpan> take(std::uint64_t n, std::string_view field) noexcept {
    if (remaining() < n) return std::unexpected(short_of(n, field));
    const auto part = bytes_.subspan(at_, static_cast<std::size_t>(n));
    at_ += static_cast<std::size_t>(n);
    return part;
  }

  [[nodiscard]] Parsed<void> skip(std::uint64_t n, std::string_view field) noexcept {
    if (remaining() < n) return std::unexpected(short_of(n, field));
    at_ += static_cast<std::size_t>(n);
    return {};
  }

  /// The next `n` bytes as a Reader of their own.
  [[nodiscard]] Parsed<Reader> sub(std::uint64_t n, std::string_view field) noexcept {
    const std::uint64_t from = offset();
    const auto part = take(n, field);
    if (!part) return std::unexpected(part.error());
    return Reader(*part, from);
  }

  /// `n` bytes at `off` from this Reader's own start, without moving.
  [[nodiscard]] Parsed<Reader> at(std::uint64_t off, std::uint64_t n,
                                  std::string_view field) const noexcept {
    const std::uint64_t size = bytes_.size();
    if (off > size || n > size - off)
      return std::unexpected(ParseError{Fault::truncated,
                                        base_ + (off < size ? off : size),
                                        field,
                                        {},
                                        n,
                                        off > size ? 0 : size - off});
    return Reader(bytes_.subspan(static_cast<std::size_t>(off), static_cast<std::size_t>(n)),
                  base_ + off);
  }

  /// An error unless every byte was consumed.
  [[nodiscard]] Parsed<void> finish(std::string_view what) const noexcept {
    if (remaining() == 0) return {};
    return std::unexpected(ParseError{Fault::trailing, offset(), what, {}, 0, remaining()});
  }

  [[nodiscard]] std::uint64_t offset() const noexcept { return base_ + at_; }
  [[nodiscard]] std::uint64_t remaining() const noexcept { return bytes_.size() - at_; }
  [[nodiscard]] bool empty() const noexcept { return remaining() == 0; }
  /// What is left, unread.
  [[nodiscard]] ByteSpan rest() const noexcept { return bytes_.subspan(at_); }
  /// All of this Reader's bytes, read or not.
  [[nodiscard]] ByteSpan whole() const noexcept { return bytes_; }

 private:
  template <class T, class Load>
  [[nodiscard]] Parsed<T> load(std::string_view field, Load from) noexcept {
    if (remaining() < sizeof(T)) return std::unexpected(short_of(sizeof(T), field));
    const T value = from(bytes_.data() + at_);
    at_ += sizeof(T);
    return value;
  }
  [[nodiscard]] ParseError short_of(std::uint64_t n, std::string_view field) const noexcept {
    return {Fault::truncated, offset(), field, {}, n, remaining()};
  }

  ByteSpan bytes_;
  std::uint64_t base_;
  std::size_t at_ = 0;
};

/// Fields of a fixed<N>() header: the offset is checked at compile time.
template <std::size_t At, std::size_t N>
  requires(N != std::dynamic_extent && N >= 1 && At <= N - 1)
[[nodiscard]] constexpr std::uint8_t u8_at(std::span<const std::byte, N> s) noexcept {
  return static_cast<std::uint8_t>(s[At]);
}
template <std::size_t At, std::size_t N>
  requires(N != std::dynamic_extent && N >= 2 && At <= N - 2)
[[nodiscard]] constexpr std::uint16_t le16_at(std::span<const std::byte, N> s) noexcept {
  return detail::load_le<std::uint16_t>(s.data() + At);
}
template <std::size_t At, std::size_t N>
  requires(N != std::dynamic_extent && N >= 4 && At <= N - 4)
[[nodiscard]] constexpr std::uint32_t le32_at(std::span<const std::byte, N> s) noexcept {
  return detail::load_le<std::uint32_t>(s.data() + At);
}
template <std::size_t At, std::size_t N>
  requires(N != std::dynamic_extent && N >= 8 && At <= N - 8)
[[nodiscard]] constexpr std::uint64_t le64_at(std::span<const std::byte, N> s) noexcept {
  return detail::load_le<std::uint64_t>(s.data() + At);
}

}  // namespace assay::bytes
