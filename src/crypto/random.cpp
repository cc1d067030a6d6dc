#include "crypto/random.h"

#include <algorithm>
#include <openssl/err.h>
#include <openssl/rand.h>

#include "bytes/text.h"

namespace assay::crypto {

base::Result<void> fill_random(std::span<std::byte> out) {
  constexpr std::size_t kPart = 1U << 20U;  // OpenSSL counts in int
  while (!out.empty()) {
    const auto part = out.first(std::min(out.size(), kPart));
    if (RAND_bytes(bytes::as_uchars(part), static_cast<int>(part.size())) != 1) {
      ERR_clear_error();
      return base::fail(base::ErrorKind::refused, "the operating system's random generator failed");
    }
    out = out.subspan(part.size());
  }
  return {};
}

}  // namespace assay::crypto
