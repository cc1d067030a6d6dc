// An update to an authenticated variable as it is delivered in a file (dbxupdate.bin):
// EFI_VARIABLE_AUTHENTICATION_2 (UEFI 2.10, 8.2.2), which says when it was made and who signed it,
// and then the variable's new data, mostly signature lists. Views into the caller's bytes.
#pragma once

#include <string>

#include "bytes/reader.h"
#include "formats/uefi/guid.h"

namespace assay::formats::uefi {

inline constexpr Guid kCertTypePkcs7 = guid("4aafd29d-68df-49ee-8aa9-347d375665a7");

struct AuthenticatedUpdate {
  std::uint64_t offset = 0;
  std::span<const std::byte, 16> time;  ///< EFI_TIME as it is signed
  std::string time_text;                ///< RFC 3339
  bytes::ByteSpan signature;            ///< SignedData, detached; its ContentInfo may be left out
  std::uint64_t signature_offset = 0;
  bytes::ByteSpan payload;
  std::uint64_t payload_offset = 0;
};

/// Takes all of `reader`. Fields in errors: TimeStamp, dwLength, wCertificateType, CertType.
[[nodiscard]] bytes::Parsed<AuthenticatedUpdate> parse_authenticated_update(bytes::Reader reader);

/// A plausible time, and a certificate of the right type and size.
[[nodiscard]] bool looks_like_authenticated_update(bytes::ByteSpan bytes);

/// A signature list of a known type at the very start.
[[nodiscard]] bool looks_like_signature_list(bytes::ByteSpan bytes) noexcept;

}  // namespace assay::formats::uefi
