// A set of numbers under hashes of what they stand for, which lies elsewhere: four bytes for each
// and no node, for tables that hold millions.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace assay::base {

/// Numbers below 2^32 - 1. Nothing is ever taken out.
class NumberSet {
 public:
  /// The number under `hash` of which `same(number)` is true.
  template <class Same>
  [[nodiscard]] std::optional<std::uint32_t> find(std::uint64_t hash, const Same& same) const {
    if (slots_.empty()) return std::nullopt;
    for (std::size_t i = place(hash); slots_[i] != kEmpty; i = next(i))
      if (same(slots_[i])) return slots_[i];
    return std::nullopt;
  }

  /// `number` must not be in it. `hash_of(n)` gives the hash of any number that is.
  template <class HashOf>
  void insert(std::uint64_t hash, std::uint32_t number, const HashOf& hash_of) {
    if ((size_ + 1) * 4 > slots_.size() * 3) grow(hash_of);
    put(hash, number);
    ++size_;
  }

 private:
  static constexpr std::uint32_t kEmpty = 0xffff'ffff;

  // The low bits of some hashes are poor; a multiplication brings all of them to the top.
  [[nodiscard]] std::size_t place(std::uint64_t hash) const noexcept {
    return static_cast<std::size_t>((hash * 0x9e37'79b9'7f4a'7c15U) >> 32U) & (slots_.size() - 1);
  }
  [[nodiscard]] std::size_t next(std::size_t i) const noexcept {
    return (i + 1) & (slots_.size() - 1);
  }
  void put(std::uint64_t hash, std::uint32_t number) {
    std::size_t i = place(hash);
    while (slots_[i] != kEmpty) i = next(i);
    slots_[i] = number;
  }
  template <class HashOf>
  void grow(const HashOf& hash_of) {
    std::vector<std::uint32_t> old(slots_.empty() ? 16 : slots_.size() * 2, kEmpty);
    old.swap(slots_);
    for (const std::uint32_t n : old)
      if (n != kEmpty) put(hash_of(n), n);
  }

  std::vector<std::uint32_t> slots_;  // a power of two
  std::size_t size_ = 0;
};

}  // namespace assay::base
