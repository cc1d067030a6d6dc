// How a certificate is signed: an AlgorithmIdentifier turned into what crypto::PublicKey can check
// (RFC 4055 for RSA, RFC 5758 for ECDSA). MD5, DSA, EdDSA and post-quantum algorithms are named in
// the refusal; Assay does not check them.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "crypto/public_key.h"
#include "formats/der/tlv.h"

namespace assay::formats::x509 {

struct SignatureAlgorithm {
  bytes::ByteSpan der;  ///< the AlgorithmIdentifier as written
  std::string oid;
  /// Nothing where Assay cannot check this algorithm.
  std::optional<crypto::SignatureScheme> scheme;
  crypto::HashAlg hash = crypto::HashAlg::none;

  /// "sha256WithRSAEncryption", or the dotted OID.
  [[nodiscard]] std::string text() const;
};

/// The next element of `reader`, an AlgorithmIdentifier. For RSASSA-PSS the mask must be MGF1 with
/// the same hash; the salt length is not held against its declared value, as crypto::PublicKey
/// documents.
[[nodiscard]] bytes::Parsed<SignatureAlgorithm> parse_signature_algorithm(bytes::Reader& reader,
                                                                          bytes::Budget& budget,
                                                                          std::string_view field);

/// Checks `signature` over `message` under `key`; the error says why not.
[[nodiscard]] base::Result<void> verify(const SignatureAlgorithm& algorithm,
                                        const crypto::PublicKey& key, bytes::ByteSpan message,
                                        bytes::ByteSpan signature);

/// SHA-256 of `data`.
[[nodiscard]] crypto::Digest sha256(bytes::ByteSpan data);

}  // namespace assay::formats::x509
