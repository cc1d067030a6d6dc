// Ed25519 (RFC 8032), the only signature Assay itself makes: manifests, enrolment records, notes.
#pragma once

#include <array>
#include <cstddef>

#include "base/error.h"
#include "bytes/reader.h"

namespace assay::crypto {

inline constexpr std::size_t kEd25519Key = 32;
inline constexpr std::size_t kEd25519Signature = 64;

using Ed25519Public = std::array<std::byte, kEd25519Key>;
using Ed25519Seed = std::array<std::byte, kEd25519Key>;
using Ed25519Signature = std::array<std::byte, kEd25519Signature>;

[[nodiscard]] bool verify_ed25519(const Ed25519Public& key, bytes::ByteSpan message,
                                  bytes::ByteSpan signature);
[[nodiscard]] base::Result<Ed25519Signature> sign_ed25519(const Ed25519Seed& seed,
                                                          bytes::ByteSpan message);
[[nodiscard]] base::Result<Ed25519Public> ed25519_public(const Ed25519Seed& seed);
/// From the operating system's generator.
[[nodiscard]] base::Result<Ed25519Seed> new_ed25519_seed();

}  // namespace assay::crypto
