// Distinguished names (RFC 5280, 4.1.2.4): who a certificate is about and who issued it. TPM
// vendors write them in every way the standard allows and some it does not, so a Name keeps the DER
// as written, a text for people, and a key under which two spellings of the same name meet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/der/tlv.h"

namespace assay::formats::x509 {

struct NameAttribute {
  std::string oid;    ///< dotted
  std::string value;  ///< UTF-8, not yet printable; "#" and hex DER where it is no character string
  std::uint32_t rdn = 0;  ///< attributes with the same number stand in one SET
};

struct Name {
  bytes::ByteSpan der;  ///< the SEQUENCE, with its header; lives as long as the certificate's bytes
  std::vector<NameAttribute> attributes;  ///< in the order written

  [[nodiscard]] bool empty() const noexcept { return attributes.empty(); }
  /// The first attribute of that type.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view oid) const noexcept;

  /// RFC 4514's order and escapes ("CN=x,O=y,C=z": the last RDN first), safe to show. Well-known
  /// types by their short names, others dotted; values that are no text as '#' and hex.
  [[nodiscard]] std::string text() const;

  /// Equal for names that RFC 5280, 7.1 calls equal: case and repeated spaces of ASCII text do not
  /// count, nor does the string type or the order inside one RDN. It may also be equal for names
  /// that differ: good enough to find an issuer, whose signature decides.
  [[nodiscard]] std::string match_key() const;
};

/// The next element of `reader`, a Name.
[[nodiscard]] bytes::Parsed<Name> parse_name(bytes::Reader& reader, bytes::Budget& budget,
                                             std::string_view field);

}  // namespace assay::formats::x509
