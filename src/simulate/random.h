// Reproducible chance. Nothing here depends on the platform's library, on the order of calls of
// other servers or on how many threads run: every server draws from a stream of its own, named by
// seed, purpose and index, so that any server can be made alone and is always the same.
#pragma once

#include <bit>
#include <cstdint>

namespace assay::simulate {

/// A bijection of 64-bit numbers that leaves no pattern (the finaliser of SplitMix64).
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t x) noexcept {
  x ^= x >> 30U;
  x *= 0xBF58476D1CE4E5B9ULL;
  x ^= x >> 27U;
  x *= 0x94D049BB133111EBULL;
  return x ^ (x >> 31U);
}

/// One number that names a stream.
[[nodiscard]] constexpr std::uint64_t stream(std::uint64_t seed, std::uint64_t purpose,
                                             std::uint64_t index = 0) noexcept {
  return mix(mix(mix(seed + 0x9E3779B97F4A7C15ULL) ^ purpose) + index * 0xD1342543DE82EF95ULL);
}

/// SplitMix64.
class Random {
 public:
  explicit constexpr Random(std::uint64_t stream) noexcept : state_(stream) {}

  constexpr std::uint64_t next() noexcept {
    state_ += 0x9E3779B97F4A7C15ULL;
    return mix(state_);
  }
  /// 0 to n - 1; 0 where n is 0. The bias of the modulus is below n / 2^64.
  constexpr std::uint64_t below(std::uint64_t n) noexcept { return n == 0 ? 0 : next() % n; }
  /// `low` to `high`, both included.
  constexpr std::uint64_t between(std::uint64_t low, std::uint64_t high) noexcept {
    return low + below(high - low + 1);
  }
  /// True that often in a million.
  constexpr bool chance(std::uint64_t per_million) noexcept {
    return below(1'000'000) < per_million;
  }
  /// One of a range's elements; the range is not empty, and outlives what is returned.
  template <class Range>
  [[nodiscard]] constexpr const auto& pick(const Range& from) noexcept {
    return from[below(from.size())];
  }

 private:
  std::uint64_t state_;
};

/// A permutation of 0 … n - 1 that costs no memory: four Feistel rounds on the next power of four,
/// walked until the value is inside. Gives exact shares of a lot, however small the lot is.
class Shuffle {
 public:
  constexpr Shuffle(std::uint64_t stream, std::uint64_t n) noexcept
      : stream_(stream), n_(n), half_((static_cast<unsigned>(std::bit_width(n | 1U)) + 1) / 2) {}

  /// Where `i`, which is below n, goes.
  [[nodiscard]] constexpr std::uint64_t at(std::uint64_t i) const noexcept {
    do i = once(i);
    while (i >= n_);
    return i;
  }

 private:
  [[nodiscard]] constexpr std::uint64_t once(std::uint64_t i) const noexcept {
    const std::uint64_t mask = (1ULL << half_) - 1;
    std::uint64_t left = i >> half_;
    std::uint64_t right = i & mask;
    for (std::uint64_t round = 0; round < 4; ++round) {
      const std::uint64_t next = left ^ (mix(stream_ ^ (right + (round << 56U))) & mask);
      left = right;
      right = next;
    }
    return (left << half_) | right;
  }

  std::uint64_t stream_;
  std::uint64_t n_;
  unsigned half_;
};

}  // namespace assay::simulate
