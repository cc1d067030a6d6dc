// Where a platform certificate leaves the TCG's profile in a way that Assay accepts, because what
// it states cannot be misread by it. Departures from DER itself are x509::Quirk's, as for any other
// certificate.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace assay::formats::platform {

enum class Quirk : std::uint8_t {
  version_one,          ///< AttCertVersion is not v2(1) (RFC 5755, 4.2.1)
  several_issuers,      ///< issuerName holds more than one name (RFC 5755, 4.2.3)
  no_credential_type,   ///< no TCGCredentialType: read as a base certificate, as before profile 1.1
  odd_credential_type,  ///< a TCGCredentialType that no profile lists: read as a base certificate
  malformed_attribute,  ///< a known attribute that says nothing about components does not decode
  repeated_attribute,   ///< the same attribute twice, or two values in one: the first counts
  odd_text,             ///< a text in another string type than the profile's
  long_text,            ///< a text beyond STRMAX, 256 characters
  explicit_tag,         ///< an IMPLICIT field that was tagged explicitly
  odd_component_class,  ///< a class without registry, or not of 4 bytes: read as unknown
  odd_platform_class,   ///< platformClass is no OCTET STRING of 4 bytes
  unwrapped_trait,      ///< traitValue stands without its OCTET STRING (paccor)
  status_in_base,       ///< a base certificate says "added", "modified" or "removed"
  status_missing,       ///< a delta certificate does not say what changed: read as added
};

/// One sentence without subject or full stop.
[[nodiscard]] std::string_view describe(Quirk quirk) noexcept;

/// Each at most once, in the order met.
class Quirks {
 public:
  void note(Quirk quirk, bool seen = true) {
    if (seen && !has(quirk)) all_.push_back(quirk);
  }
  [[nodiscard]] bool has(Quirk quirk) const noexcept;
  [[nodiscard]] const std::vector<Quirk>& all() const noexcept { return all_; }

 private:
  std::vector<Quirk> all_;
};

}  // namespace assay::formats::platform
