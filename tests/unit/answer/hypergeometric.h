// Small numbers counted exactly, to hold the figures of sampling against.
#pragma once

#include <cstdint>

#include "answer/sample_size.h"

namespace assay::answer::testing {

/// C(n, k), a whole number: below 2^53 for n up to 50.
inline double choose(std::uint64_t n, std::uint64_t k) {
  if (k > n) return 0;
  std::uint64_t out = 1;
  for (std::uint64_t i = 0; i < k; ++i) out = out * (n - i) / (i + 1);
  return static_cast<double>(out);
}

/// The probability that exactly `seen` of `affected` are drawn.
inline double exactly(const Stratum& s, std::uint64_t affected, std::uint64_t seen) {
  if (seen > s.drawn) return 0;
  return choose(affected, seen) * choose(s.servers - affected, s.drawn - seen) /
         choose(s.servers, s.drawn);
}

}  // namespace assay::answer::testing
