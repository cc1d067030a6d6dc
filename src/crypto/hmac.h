// HMAC-SHA-256 (RFC 2104): values that only the holder of a secret can make, and that tell nothing
// about it. Statements derive the salts of what they withhold from it.
#pragma once

#include <array>
#include <cstddef>

#include "bytes/reader.h"

namespace assay::crypto {

[[nodiscard]] std::array<std::byte, 32> hmac_sha256(bytes::ByteSpan key, bytes::ByteSpan message);

}  // namespace assay::crypto
