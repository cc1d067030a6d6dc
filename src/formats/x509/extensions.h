// What a certificate says beyond name and key (RFC 5280, 4.2; TCG EK Credential Profile 2.5, 3):
// may it sign others, what is its key for, and, in an EK certificate, which TPM this is. Extensions
// that Assay does not know are kept as bytes; one that it knows but cannot decode is marked, never
// guessed at.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/x509/name.h"

namespace assay::formats::x509 {

inline constexpr std::string_view kEkCertificate = "2.23.133.8.1";  ///< tcg-kp-EKCertificate
inline constexpr std::string_view kPlatformCertificate =
    "2.23.133.8.2";  ///< tcg-kp-PlatformAttributeCertificate
inline constexpr std::string_view kAikCertificate = "2.23.133.8.3";  ///< tcg-kp-AIKCertificate

enum class ExtensionState : std::uint8_t { unknown, understood, malformed };

struct Extension {
  std::string oid;
  bool critical = false;
  ExtensionState state = ExtensionState::unknown;
  std::uint64_t offset =
      0;                  ///< of extnValue's content, in the outermost file (or decoded PEM block)
  bytes::ByteSpan value;  ///< extnValue's content
};

/// 4.2.1.9. A pathLenConstraint that does not fit 32 bits reads as none.
struct BasicConstraints {
  bool ca = false;
  std::optional<std::uint32_t> path_length;
};

/// 4.2.1.3, as a mask of 1 << bit number.
enum KeyUsage : std::uint16_t {
  kDigitalSignature = 1U << 0U,
  kNonRepudiation = 1U << 1U,
  kKeyEncipherment = 1U << 2U,
  kDataEncipherment = 1U << 3U,
  kKeyAgreement = 1U << 4U,
  kKeyCertSign = 1U << 5U,
  kCrlSign = 1U << 6U,
};

/// 4.2.1.6. `text` is filled for rfc822Name, dNSName and uniformResourceIdentifier.
struct GeneralName {
  std::uint32_t kind = 0;   ///< the CHOICE's tag: 0 otherName … 8 registeredID
  bytes::ByteSpan content;  ///< inside the tag
  std::string text;
};

/// From subjectAltName's directoryName (TCG EK Credential Profile, 3.1.2); as written, e.g.
/// "id:4E544300", "NPCT75x", "id:00070002".
struct TpmIdentity {
  std::string manufacturer;
  std::string model;
  std::string version;

  /// The four letters behind "id:4E544300": "NTC". Empty where the value has another form.
  [[nodiscard]] std::string vendor() const;
};

/// tPMSpecification (TCG EK Credential Profile, 3.1.3): "2.0", level, revision times 100.
struct TpmSpecification {
  std::string family;
  std::uint64_t level = 0;
  std::uint64_t revision = 0;
};

struct Extensions {
  std::vector<Extension> all;  ///< in the order written
  std::optional<BasicConstraints> basic_constraints;
  std::optional<std::uint16_t> key_usage;
  std::vector<std::string> extended_key_usage;
  std::vector<GeneralName> subject_alt_names;
  std::vector<Name> directory_names;  ///< of subjectAltName
  std::optional<TpmIdentity> tpm;
  std::optional<TpmSpecification> tpm_specification;
  bytes::ByteSpan subject_key_id;       ///< empty where absent
  bytes::ByteSpan authority_key_id;     ///< keyIdentifier alone
  std::vector<std::string> ca_issuers;  ///< URIs, not yet printable and never fetched by Assay

  [[nodiscard]] const Extension* find(std::string_view oid) const noexcept;
  [[nodiscard]] bool has_eku(std::string_view oid) const noexcept;
  /// The first extension that forbids relying on the certificate: critical but not understood
  /// (RFC 5280, 4.2), or a basicConstraints or keyUsage that does not decode.
  [[nodiscard]] const Extension* unusable() const noexcept;
};

/// `reader` stands at the Extensions SEQUENCE. An error only where the list itself is malformed.
[[nodiscard]] bytes::Parsed<Extensions> parse_extensions(bytes::Reader& reader,
                                                         bytes::Budget& budget);

}  // namespace assay::formats::x509
