// One RSA signature checked with its key's bare numbers. A fleet's keys are each used once, and
// making the crypto library's key object costs a third of what the signature itself does. The
// arithmetic is the library's; only the padding is compared here, by building the one form that is
// right.
#pragma once

#include <cstdint>

#include "bytes/reader.h"
#include "crypto/digest.h"

namespace assay::crypto {

/// Whether verify_rsassa() knows how signatures name this algorithm: SHA-1, SHA-256, SHA-384,
/// SHA-512.
[[nodiscard]] bool has_rsassa_name(HashAlg alg) noexcept;

/// RSASSA-PKCS1-v1_5 (RFC 8017, 8.2.2). `modulus` big-endian, odd, without leading zeros, at least
/// 1024 bits; `exponent` odd, at least 3. The signature must be exactly as long as the modulus.
[[nodiscard]] bool verify_rsassa(bytes::ByteSpan modulus, std::uint32_t exponent,
                                 const Digest& digest, bytes::ByteSpan signature);

}  // namespace assay::crypto
