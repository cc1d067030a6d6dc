// Public keys as the TPM, certificates and PEM files state them, ready to verify. Keys are built
// from raw numbers, which costs microseconds where decoding a PEM costs hundreds.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/error.h"
#include "base/types.h"
#include "crypto/digest.h"

struct evp_pkey_st;

namespace assay::crypto {

enum class Curve : std::uint8_t { p256, p384, p521 };
enum class KeyType : std::uint8_t { rsa, ec, ed25519, other };

enum class SignatureScheme : std::uint8_t {
  rsassa,  ///< PKCS #1 v1.5
  rsapss,  ///< salt length as found (TPM 1.2-era parts use the digest's, newer ones the maximum)
  ecdsa,   ///< signature as DER SEQUENCE of r and s, or raw numbers through verify_ecdsa()
};

class PublicKey {
 public:
  /// `modulus` big-endian and odd, of 1024 to 8192 bits.
  [[nodiscard]] static base::Result<PublicKey> rsa(bytes::ByteSpan modulus, std::uint32_t exponent);
  /// Affine coordinates, big-endian, at most the field's size; the point must lie on the curve.
  [[nodiscard]] static base::Result<PublicKey> ec(Curve curve, bytes::ByteSpan x,
                                                  bytes::ByteSpan y);
  /// A DER SubjectPublicKeyInfo (RFC 5280, 4.1.2.7). Accepts id-RSAES-OAEP keys, which some EK
  /// certificates carry: the numbers are the same.
  [[nodiscard]] static base::Result<PublicKey> from_spki(bytes::ByteSpan der);
  /// PEM "PUBLIC KEY" (or the public half of a "CERTIFICATE").
  [[nodiscard]] static base::Result<PublicKey> from_pem(std::string_view pem);

  [[nodiscard]] KeyType type() const noexcept;
  [[nodiscard]] unsigned bits() const noexcept;
  /// Canonical DER SubjectPublicKeyInfo.
  [[nodiscard]] base::Bytes spki() const;
  [[nodiscard]] bool same_as(const PublicKey& other) const noexcept;

  /// True where `signature` over a message with this digest is good.
  [[nodiscard]] bool verify(SignatureScheme scheme, const Digest& digest,
                            bytes::ByteSpan signature) const;
  /// ECDSA with r and s as bare big-endian numbers, as the TPM gives them.
  [[nodiscard]] bool verify_ecdsa(const Digest& digest, bytes::ByteSpan r, bytes::ByteSpan s) const;

  /// For the layer's own wrappers.
  [[nodiscard]] evp_pkey_st* handle() const noexcept;

 private:
  friend class KeyLoader;
  struct Free {
    void operator()(evp_pkey_st* key) const noexcept;
  };
  // An RSA key from its numbers: most are asked for one signature and never become a key object.
  struct Numbers;
  struct FreeNumbers {
    void operator()(Numbers* numbers) const noexcept;
  };
  explicit PublicKey(evp_pkey_st* key) noexcept : key_(key) {}
  explicit PublicKey(Numbers* numbers) noexcept : numbers_(numbers) {}
  std::unique_ptr<evp_pkey_st, Free> key_;
  std::unique_ptr<Numbers, FreeNumbers> numbers_;
};

/// Constant time for equal sizes; for secrets, nonces and MACs.
[[nodiscard]] bool equal_constant_time(bytes::ByteSpan a, bytes::ByteSpan b) noexcept;

}  // namespace assay::crypto
