// TPMT_SIGNATURE (TPM 2.0 Part 2, 11.3.4): RSASSA, RSAPSS and ECDSA. Views into the caller's bytes.
#pragma once

#include "bytes/reader.h"
#include "crypto/public_key.h"

namespace assay::formats::tpm {

struct Signature {
  crypto::SignatureScheme scheme = crypto::SignatureScheme::rsassa;
  crypto::HashAlg hash = crypto::HashAlg::none;
  bytes::ByteSpan rsa;  ///< RSASSA, RSAPSS
  bytes::ByteSpan r;    ///< ECDSA
  bytes::ByteSpan s;
};

[[nodiscard]] bytes::Parsed<Signature> parse_signature(bytes::Reader r);

/// "RSASSA-sha256"
[[nodiscard]] std::string to_string(crypto::SignatureScheme scheme, crypto::HashAlg hash);

/// Verifies over a message that hashes to `digest`.
[[nodiscard]] bool verify(const crypto::PublicKey& key, const Signature& signature,
                          const crypto::Digest& digest);

}  // namespace assay::formats::tpm
