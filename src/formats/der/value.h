// What the content of a DER element means: BOOLEAN, INTEGER, BIT STRING, OBJECT IDENTIFIER, times
// and character strings (ITU-T X.690, 8.2 to 8.25, and the restrictions of clause 11). The
// functions look at an element's content, not at its tag, except text() and time(), whose encoding
// depends on the tag; so they serve IMPLICIT-tagged fields too. Forms that DER forbids but that
// cannot be misunderstood are accepted and flagged, for a caller to report.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "formats/der/tlv.h"

namespace assay::formats::der {

/// X.690 8.2, 11.1.
struct Boolean {
  bool value = false;
  bool canonical = true;  ///< DER writes TRUE as 0xFF only
};
[[nodiscard]] bytes::Parsed<Boolean> boolean(const Tlv& tlv, std::string_view field) noexcept;

/// X.690 8.3: two's complement, big-endian. ENUMERATED (8.4) is read the same way.
struct Integer {
  bytes::ByteSpan bytes;  ///< as written, at least one byte
  bool minimal = true;    ///< false where a leading byte is superfluous (some TPM serial numbers)

  [[nodiscard]] bool negative() const noexcept {
    return (bytes.front() & std::byte{0x80}) != std::byte{0};
  }
  /// The value, where it lies in 0 … 2^63-1.
  [[nodiscard]] std::optional<std::uint64_t> small() const noexcept;
};
[[nodiscard]] bytes::Parsed<Integer> integer(const Tlv& tlv, std::string_view field) noexcept;

/// X.690 8.6.
struct BitString {
  bytes::ByteSpan bytes;
  std::uint8_t unused = 0;  ///< 0…7 low bits of the last byte that do not belong

  /// Bit `n` as ASN.1 counts named bits: 0 is the most significant of the first byte.
  [[nodiscard]] bool bit(std::size_t n) const noexcept;
};
[[nodiscard]] bytes::Parsed<BitString> bit_string(const Tlv& tlv, std::string_view field) noexcept;

/// X.690 8.19 as "2.23.133.8.1". Arcs of any size (UUID arcs have 128 bits), content of at most 64
/// bytes.
[[nodiscard]] bytes::Parsed<std::string> oid(const Tlv& tlv, std::string_view field);

/// UTCTime and GeneralizedTime (X.680 46, 47; the years as RFC 5280 4.1.2.5 reads them).
struct TimeValue {
  base::Time time;
  bool canonical = true;  ///< false: no seconds, fractions, or an offset in place of Z
};
[[nodiscard]] bytes::Parsed<TimeValue> time(const Tlv& tlv, std::string_view field);
/// For an IMPLICIT-tagged GeneralizedTime (attribute certificates, RFC 5755).
[[nodiscard]] bytes::Parsed<TimeValue> generalized_time(const Tlv& tlv, std::string_view field);

/// Any of the character string types as UTF-8; TeletexString is read as Latin-1, as everybody does.
/// Not checked for control characters or bad UTF-8: pass it through base::printable before it is
/// shown.
[[nodiscard]] bytes::Parsed<std::string> text(const Tlv& tlv, std::string_view field);
[[nodiscard]] bool is_text(const Tlv& tlv) noexcept;

}  // namespace assay::formats::der
