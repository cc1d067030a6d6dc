// Attestation keys of imaginary TPMs: made by OpenSSL, stated as TPMT_PUBLIC, signing as
// TPMT_SIGNATURE (TPM 2.0 Part 2, 12.2.4 and 11.3.4).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/types.h"
#include "bytes/reader.h"

struct evp_pkey_st;

namespace assay::bench {

enum class KeyKind : std::uint8_t { rsa2048, p256 };

class TpmKey {
 public:
  [[nodiscard]] static TpmKey make(KeyKind kind);

  [[nodiscard]] KeyKind kind() const noexcept { return kind_; }
  /// A restricted signing key that never leaves its TPM.
  [[nodiscard]] base::Bytes tpmt_public() const;
  /// The signature as OpenSSL has it: PKCS #1 v1.5 over SHA-256, or ECDSA's DER.
  [[nodiscard]] base::Bytes sign(bytes::ByteSpan message) const;
  /// What sign() gave, as TPMT_SIGNATURE.
  [[nodiscard]] base::Bytes tpmt_signature(bytes::ByteSpan signature) const;
  /// A self-signed certificate over this key, DER.
  [[nodiscard]] base::Bytes certificate(const std::string& common_name) const;

  [[nodiscard]] evp_pkey_st* handle() const noexcept { return key_.get(); }

 private:
  struct Free {
    void operator()(evp_pkey_st* key) const noexcept;
  };
  TpmKey(KeyKind kind, evp_pkey_st* key) : kind_(kind), key_(key) {}
  KeyKind kind_;
  std::unique_ptr<evp_pkey_st, Free> key_;
};

}  // namespace assay::bench
