// Canonical Huffman codes of at most 16 bits, as EFI's compression has them, and the bits they are
// read from. For this folder alone.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "bytes/reader.h"

namespace assay::formats::pi {

/// Bits of a stream, most significant first. Reads zeros behind its end; overrun() tells.
class BitReader {
 public:
  explicit BitReader(bytes::ByteSpan bytes) noexcept : bytes_(bytes) {}

  /// The next `n` bits (at most 32) without moving.
  [[nodiscard]] std::uint32_t peek(unsigned n) noexcept {
    if (have_ < n) fill();
    return n == 0 ? 0 : static_cast<std::uint32_t>(bits_ >> (64U - n));
  }
  void skip(unsigned n) noexcept {
    bits_ <<= n;
    have_ -= n;
  }
  [[nodiscard]] std::uint32_t take(unsigned n) noexcept {
    const std::uint32_t value = peek(n);
    skip(n);
    return value;
  }
  /// More bits were taken than there are.
  [[nodiscard]] bool overrun() const noexcept { return padding_ > have_ / 8; }
  /// Bytes of the stream that were looked at.
  [[nodiscard]] std::size_t position() const noexcept { return at_; }

 private:
  void fill() noexcept {
    while (have_ <= 56) {
      std::uint64_t byte = 0;
      if (at_ < bytes_.size())
        byte = static_cast<std::uint64_t>(bytes_[at_++]);
      else
        ++padding_;
      bits_ |= byte << (56U - have_);
      have_ += 8;
    }
  }

  bytes::ByteSpan bytes_;
  std::size_t at_ = 0;
  std::uint64_t bits_ = 0;
  unsigned have_ = 0;
  std::size_t padding_ = 0;  ///< zero bytes made up
};

class Huffman {
 public:
  static constexpr unsigned kMaxBits = 16;

  /// Lengths 0 to 16, 0 for a symbol that does not occur. False where they are no complete code.
  [[nodiscard]] bool build(std::span<const std::uint8_t> lengths);
  /// A code of one symbol, which takes no bits.
  void single(std::uint16_t symbol);

  [[nodiscard]] std::uint16_t decode(BitReader& bits) const noexcept {
    const Entry entry = fast_[bits.peek(kFast)];
    if (entry.length <= kFast) {
      bits.skip(entry.length);
      return entry.symbol;
    }
    return decode_long(bits);
  }

 private:
  static constexpr unsigned kFast = 11;
  struct Entry {
    std::uint16_t symbol = 0;
    std::uint8_t length = 0;  ///< more than kFast: the slow way
  };
  [[nodiscard]] std::uint16_t decode_long(BitReader& bits) const noexcept;

  std::array<Entry, std::size_t{1} << kFast> fast_{};
  /// Per length: the first code (of that many bits), where its symbols begin, how many there are.
  std::array<std::uint32_t, kMaxBits + 1> first_{};
  std::array<std::uint32_t, kMaxBits + 1> start_{};
  std::array<std::uint32_t, kMaxBits + 1> count_{};
  std::vector<std::uint16_t> symbols_;  ///< by length, then by value
};

}  // namespace assay::formats::pi
