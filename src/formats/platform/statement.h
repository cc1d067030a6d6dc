// What a platform certificate states, whichever form it has: the attributes of an attribute
// certificate, or the subjectDirectoryAttributes of a public key certificate (TCG Platform
// Certificate Profile 1.1, 3.1.6 and 3.2.10), and the platform's identity out of the subject
// alternative name.
#pragma once

#include "formats/platform/assertions.h"
#include "formats/platform/trait.h"

namespace assay::formats::platform {

/// TCGCredentialType, without the form: a base certificate lists all, a delta what changed since
/// one, a rebase lists all again after some.
enum class Kind : std::uint8_t { base, delta, rebase };
[[nodiscard]] std::string_view name(Kind kind) noexcept;

/// Out of subjectAltName's directoryName (or 2.x's platformIdentifier traits); as written, not yet
/// printable, empty where absent.
struct PlatformIdentity {
  std::string manufacturer;
  std::string model;
  std::string version;
  std::string serial;
  std::string manufacturer_id;  ///< dotted OID of a private enterprise number
};

struct Statement {
  Kind kind = Kind::base;
  std::string credential_type;  ///< dotted OID; empty where not stated
  PlatformIdentity platform;
  std::optional<SpecificationVersion> profile;  ///< TCGCredentialSpecification
  std::optional<PlatformSpecification> specification;
  std::optional<SecurityAssertions> assertions;
  std::optional<Configuration> configuration;
  std::optional<UriReference> configuration_uri;
  std::vector<Trait> assertion_traits;  ///< tBBSecurityAssertions of 2.x
  std::vector<Trait> uri_traits;        ///< platformConfigUri of 2.x
  std::vector<Trait> anchors;           ///< cryptographicAnchors: the platform's keys, its EK's too
  std::vector<Trait> previous;          ///< previousPlatformCertificates
  std::vector<std::string> others;      ///< dotted OIDs of attributes that Assay does not know
};

/// `content`: SEQUENCE OF Attribute without its own tag (RFC 5755, 4.2.7). An attribute that
/// decides what the platform is made of and does not decode is an error; any other is a quirk.
[[nodiscard]] bytes::Parsed<void> parse_attributes(bytes::Reader content, fields::Context& c,
                                                   Statement& out);

/// The platform's attributes among the directory names of a subjectAltName.
void read_platform_identity(const std::vector<x509::Name>& names, fields::Context& c,
                            Statement& out);

/// True for the extended key usages and credential types of platform certificates of any kind.
[[nodiscard]] bool is_platform_purpose(std::string_view oid) noexcept;

}  // namespace assay::formats::platform
