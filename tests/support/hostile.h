// What every parser of a hostile format must survive: each truncated prefix of a good sample, a
// thousand mutations of it, and budgets that end in the middle.
#pragma once

#include "bytes/budget.h"
#include "support/mutate.h"

namespace assay::testing {

/// `parse` takes the bytes and a Budget; it may refuse, but not crash, hang or read past its end.
template <class Parse>
void survives(bytes::ByteSpan sample, Parse parse) {
  constexpr bytes::Limits kSmall{.items = 10'000, .bytes = 4U << 20U, .depth = 16};
  const auto with_limits = [&](bytes::ByteSpan bytes, bytes::Limits limits) {
    bytes::Budget budget(limits);
    parse(bytes, budget);
  };
  every_prefix(sample, [&](bytes::ByteSpan b) { with_limits(b, kSmall); });
  mutations(sample, 1000, 20261125, [&](bytes::ByteSpan b) { with_limits(b, kSmall); });
  for (std::uint64_t n = 0; n < 64; ++n) {
    with_limits(sample, {.items = n, .bytes = kSmall.bytes, .depth = 16});
    with_limits(sample, {.items = kSmall.items, .bytes = n * n * 16, .depth = 16});
    with_limits(
        sample,
        {.items = kSmall.items, .bytes = kSmall.bytes, .depth = static_cast<std::uint32_t>(n % 4)});
  }
}

}  // namespace assay::testing
