// Reproducible bytes and choices: the same seed gives the same synthetic fleet on every machine.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "base/types.h"

namespace assay::bench {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  [[nodiscard]] std::uint64_t below(std::uint64_t n) { return engine_() % n; }
  [[nodiscard]] base::Bytes bytes(std::size_t n) {
    base::Bytes out(n);
    for (auto& b : out) b = static_cast<std::byte>(engine_() & 0xFFU);
    return out;
  }
  /// `n` lower-case hex digits.
  [[nodiscard]] std::string hex(std::size_t n) {
    std::string out(n, '0');
    for (char& c : out) c = "0123456789abcdef"[below(16)];
    return out;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace assay::bench
