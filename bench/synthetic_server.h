// One imaginary server's boot evidence: its log, and the quote that its TPM gives for our nonce.
#pragma once

#include <string>
#include <vector>

#include "evidence/bundle.h"
#include "synthetic_log.h"
#include "tpm_key.h"

namespace assay::bench {

struct SyntheticServer {
  std::string id;
  TpmKey key;
  base::Bytes nonce;
  base::Bytes raw_signature;  ///< as OpenSSL takes it; for the floor
  base::Bytes quote;          ///< TPMS_ATTEST over all 24 PCRs of the SHA-256 bank
  base::Bytes signature;      ///< TPMT_SIGNATURE
  base::Bytes ak;             ///< TPMT_PUBLIC
  base::Bytes pcr_values;     ///< {"sha256":{"0":hex,…}}
  SyntheticLog log;

  /// The same as the loader leaves it in memory.
  [[nodiscard]] evidence::Bundle bundle() const;
};

/// Makes servers one after the other; each has its own key, nonce and log.
class ServerFactory {
 public:
  ServerFactory(KeyKind kind, std::uint64_t seed);
  [[nodiscard]] SyntheticServer next();

 private:
  KeyKind kind_;
  Random random_;
  crypto::HashEngine hash_;
  std::vector<base::Bytes> certificates_;
  std::size_t made_ = 0;
};

}  // namespace assay::bench
