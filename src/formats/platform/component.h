// What a platform certificate says the server is made of: components, properties, and where more is
// told (TCG Platform Certificate Profile 1.1, 3.1.6, and the trait-based form of 2.x). Neutral of
// the attribute's version: v1, v2 and traits all end here.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/digest.h"
#include "formats/x509/general_name.h"

namespace assay::formats::platform {

/// AttributeStatus: what a delta certificate says happened.
enum class Status : std::uint8_t { added = 0, modified = 1, removed = 2 };
[[nodiscard]] std::string_view name(Status status) noexcept;

/// ComponentClass; class_registry.h has the words.
struct ComponentClass {
  std::string registry;  ///< dotted OID, "2.23.133.18.3.1"
  std::uint32_t value = 0;
  bool operator==(const ComponentClass&) const = default;
};

struct Address {
  std::string type;   ///< dotted OID of kEthernetMac, …
  std::string value;  ///< as written, not yet printable
  bool operator==(const Address&) const = default;
};
inline constexpr std::string_view kEthernetMac = "2.23.133.17.1";
inline constexpr std::string_view kWlanMac = "2.23.133.17.2";
inline constexpr std::string_view kBluetoothMac = "2.23.133.17.3";

/// An issuer and a serial number (RFC 5755, IssuerSerial). Views into the certificate's bytes.
struct IssuerSerial {
  x509::GeneralNames issuer;
  bytes::ByteSpan serial;  ///< as written

  /// The first directory name as text, safe to show; empty where there is none.
  [[nodiscard]] std::string issuer_text() const;
  /// Lower-case hex without superfluous zeros.
  [[nodiscard]] std::string serial_text() const;
  /// One of the directory names is that name, and the serial number is that number.
  [[nodiscard]] bool names(const x509::Name& issuer_name, bytes::ByteSpan serial_number) const;
};

/// CertificateIdentifier: another certificate by a digest over its signature, by issuer and serial,
/// or both.
struct CertificateReference {
  std::string hash_oid;    ///< empty where no digest is given
  bytes::ByteSpan digest;  ///< over the signatureValue's bits
  std::optional<IssuerSerial> generic;

  /// True where everything that is stated, and can be computed, agrees; false where nothing is.
  [[nodiscard]] bool names(const x509::Name& issuer, bytes::ByteSpan serial,
                           bytes::ByteSpan signature) const;
};

struct UriReference {
  std::string uri;       ///< not yet printable, and never fetched by Assay
  std::string hash_oid;  ///< empty where absent
  bytes::ByteSpan digest;
};

/// One statement of profile 2.x. `value` is the traitValue's DER.
struct Trait {
  std::string id;        ///< dotted; how the value is encoded
  std::string category;  ///< dotted; what it is about
  std::string registry;  ///< dotted
  std::string description;
  std::string description_uri;
  std::string text;  ///< of string, OID and URI traits; not yet printable
  bytes::ByteSpan value;
  std::optional<CertificateReference> certificate;  ///< of certificateIdentifier traits
};

struct Component {
  std::optional<ComponentClass> cls;  ///< v1 states none
  std::string manufacturer;           ///< this and the next texts: as written, not yet printable
  std::string model;
  std::string serial;
  std::string revision;
  std::string manufacturer_id;  ///< dotted OID of a private enterprise number
  std::string location;         ///< traits only
  std::optional<bool> field_replaceable;
  std::vector<Address> addresses;
  std::optional<CertificateReference> certificate;  ///< the component's own platform certificate
  std::optional<UriReference> certificate_uri;
  std::optional<Status> status;
  std::vector<Trait> traits;  ///< as written; those with a field of their own above too
  std::uint64_t offset = 0;   ///< in the DER
};

struct Property {
  std::string name;
  std::string value;
  std::optional<Status> status;
};

/// PlatformConfiguration, of whichever version.
struct Configuration {
  unsigned version = 0;  ///< 1, 2 or 3: the last arc of the attribute's OID
  std::vector<Component> components;
  std::vector<Property> properties;
  std::optional<UriReference> components_uri;
  std::optional<UriReference> properties_uri;
};

/// The digest that `oid` names, where Assay computes it: SHA-1 and SHA-2.
[[nodiscard]] std::optional<crypto::HashAlg> hash_from_oid(std::string_view oid) noexcept;
/// Equal as numbers: superfluous leading zeros do not count.
[[nodiscard]] bool same_serial(bytes::ByteSpan a, bytes::ByteSpan b) noexcept;

}  // namespace assay::formats::platform
