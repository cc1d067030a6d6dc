// SHA-256 without the EVP layer. An event log is hundreds of hashes of a few dozen bytes, and for
// those EVP's own bookkeeping costs a third of the whole (docs/performance.md); OpenSSL's older
// interface runs the same compression code. For HashEngine alone, which everything else uses.
#pragma once

#include <openssl/sha.h>
#include <span>

#include "bytes/reader.h"

namespace assay::crypto {

class Sha256 {
 public:
  void begin() noexcept;
  void update(bytes::ByteSpan data) noexcept;
  /// The digest; begin() comes next.
  void end(std::span<std::byte, 32> out) noexcept;

 private:
  SHA256_CTX state_{};
};

}  // namespace assay::crypto
