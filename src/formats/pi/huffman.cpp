#include "formats/pi/huffman.h"

#include <algorithm>

namespace assay::formats::pi {

bool Huffman::build(std::span<const std::uint8_t> lengths) {
  count_.fill(0);
  for (const std::uint8_t length : lengths) {
    if (length > kMaxBits) return false;
    if (length != 0) ++count_[length];
  }
  std::uint32_t code = 0;
  std::uint32_t start = 0;
  for (unsigned bits = 1; bits <= kMaxBits; ++bits) {
    code <<= 1U;
    first_[bits] = code;
    start_[bits] = start;
    code += count_[bits];
    start += count_[bits];
    if (code > (1U << bits)) return false;
  }
  if (code != 1U << kMaxBits) return false;
  symbols_.assign(start, 0);
  fast_.fill({0, kMaxBits});
  auto next = start_;
  for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
    const unsigned length = lengths[symbol];
    if (length == 0) continue;
    const std::uint32_t at = next[length]++;
    symbols_[at] = static_cast<std::uint16_t>(symbol);
    if (length > kFast) continue;
    const std::uint32_t from = (first_[length] + (at - start_[length])) << (kFast - length);
    const Entry entry{static_cast<std::uint16_t>(symbol), static_cast<std::uint8_t>(length)};
    std::fill_n(fast_.begin() + from, std::size_t{1} << (kFast - length), entry);
  }
  return true;
}

void Huffman::single(std::uint16_t symbol) { fast_.fill({symbol, 0}); }

std::uint16_t Huffman::decode_long(BitReader& bits) const noexcept {
  const std::uint32_t window = bits.peek(kMaxBits);
  for (unsigned length = kFast + 1; length <= kMaxBits; ++length) {
    const std::uint32_t index = (window >> (kMaxBits - length)) - first_[length];
    if (index >= count_[length]) continue;
    bits.skip(length);
    return symbols_[start_[length] + index];
  }
  return 0;  // cannot be: the code is complete
}

}  // namespace assay::formats::pi
