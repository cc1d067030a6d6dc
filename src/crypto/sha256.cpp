#define OPENSSL_SUPPRESS_DEPRECATED  // of 3.0, in favour of EVP; sha256.h says why not here
#include "crypto/sha256.h"

#include "bytes/text.h"

namespace assay::crypto {

void Sha256::begin() noexcept { SHA256_Init(&state_); }

void Sha256::update(bytes::ByteSpan data) noexcept {
  SHA256_Update(&state_, data.data(), data.size());
}

void Sha256::end(std::span<std::byte, 32> out) noexcept {
  SHA256_Final(bytes::as_uchars(std::span<std::byte>(out)), &state_);
}

}  // namespace assay::crypto
