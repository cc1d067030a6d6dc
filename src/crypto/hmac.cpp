#include "crypto/hmac.h"

#include <algorithm>

#include "crypto/digest.h"

namespace assay::crypto {

// By hand over the digest: OpenSSL's own needs its providers' tables for a construction of two
// hashes.
std::array<std::byte, 32> hmac_sha256(bytes::ByteSpan key, bytes::ByteSpan message) {
  constexpr std::size_t kBlock = 64;
  constexpr std::byte kInner{0x36};
  constexpr std::byte kOuter{0x5c};
  HashEngine hash;
  std::array<std::byte, kBlock> block{};
  if (key.size() > kBlock) {
    const auto shorter = hash.hash(HashAlg::sha256, key);
    std::ranges::copy(shorter.span(), block.begin());
  } else {
    std::ranges::copy(key, block.begin());
  }
  auto inner = block;
  auto outer = block;
  for (auto& b : inner) b ^= kInner;
  for (auto& b : outer) b ^= kOuter;
  const auto digest = hash.hash(HashAlg::sha256, inner, message);
  const auto whole = hash.hash(HashAlg::sha256, outer, digest.span());
  std::array<std::byte, 32> out{};
  std::ranges::copy(whole.span(), out.begin());
  return out;
}

}  // namespace assay::crypto
