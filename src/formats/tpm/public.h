// TPMT_PUBLIC (TPM 2.0 Part 2, 12.2.4): a TPM key's public area. Its attributes say what its
// signatures are worth: only a restricted signing key that never leaves its TPM refuses to sign a
// forged quote. They are a claim too, until a certificate or an enrolment record vouches for the
// key's Name.
#pragma once

#include <string>
#include <vector>

#include "bytes/reader.h"
#include "crypto/key_loader.h"
#include "crypto/public_key.h"

namespace assay::formats::tpm {

struct Public {
  std::uint16_t type = 0;  ///< kAlgRsa or kAlgEcc
  crypto::HashAlg name_alg = crypto::HashAlg::none;
  std::uint32_t attributes = 0;  ///< TPMA_OBJECT
  bytes::ByteSpan auth_policy;
  std::uint16_t scheme =
      0;  ///< TPM_ALG_ID of the signing scheme, kAlgNull where the caller chooses
  std::uint16_t scheme_hash = 0;
  std::uint16_t rsa_bits = 0;
  std::uint32_t rsa_exponent = 0;
  std::uint16_t curve = 0;
  bytes::ByteSpan modulus;  ///< RSA
  bytes::ByteSpan x;        ///< ECC
  bytes::ByteSpan y;
  bytes::ByteSpan area;  ///< the TPMT_PUBLIC itself, as its Name covers it

  [[nodiscard]] bool has(std::uint32_t attribute) const noexcept {
    return (attributes & attribute) != 0;
  }
};

/// Accepts TPMT_PUBLIC or TPM2B_PUBLIC.
[[nodiscard]] bytes::Parsed<Public> parse_public(bytes::Reader r);

/// nameAlg ‖ H(area) (Part 1, 16): how a TPM names an object. Empty where nameAlg is unknown.
[[nodiscard]] base::Bytes name_of(const Public& key, crypto::HashEngine& hash);

[[nodiscard]] base::Result<crypto::PublicKey> to_key(const Public& key);
/// The same where many keys are loaded.
[[nodiscard]] base::Result<crypto::PublicKey> to_key(const Public& key,
                                                     const crypto::KeyLoader& loader);

/// The attributes that an attestation key must have and this one lacks, in the specification's
/// words.
[[nodiscard]] std::vector<std::string_view> missing_ak_attributes(const Public& key);

[[nodiscard]] bool looks_like_public(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::tpm
