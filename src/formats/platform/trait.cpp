#include "formats/platform/trait.h"

#include <algorithm>

namespace assay::formats::platform {
namespace {

using bytes::Parsed;
using bytes::Reader;
using der::Tag;
using fields::Context;

constexpr std::string_view kIdPrefix = "2.23.133.19.1.";
constexpr std::string_view kCategoryPrefix = "2.23.133.19.2.";

// tcg-tr-ID: how a value is encoded.
enum class Encoding : std::uint8_t {
  other = 0,
  boolean = 1,
  certificate_identifier = 2,
  component_class = 4,
  component_identifier_v11 = 5,
  network_mac = 8,
  oid = 9,
  pen = 10,
  status = 16,
  uri = 17,
  utf8_string = 18,
  ia5_string = 19,
  pem_cert_string = 20,
};

// tcg-tr-cat: what a value is about. The profile's numbers.
enum Category : unsigned {
  kManufacturer = 8,
  kModel = 9,
  kSerial = 10,
  kLocation = 12,
  kRevision = 13,
  kFieldReplaceable = 14,
  kPlatformCertificate = 21,
  kPen = 31,
};
constexpr std::array<std::string_view, 38> kCategories{
    "",
    "platformManufacturer",
    "platformModel",
    "platformVersion",
    "platformSerial",
    "platformManufacturerIdentifier",
    "platformOwnership",
    "componentClass",
    "componentManufacturer",
    "componentModel",
    "componentSerial",
    "componentStatus",
    "componentLocation",
    "componentRevision",
    "componentFieldReplaceable",
    "EKCertificate",
    "IAKCertificate",
    "IDevIDCertificate",
    "DICECertificate",
    "SPDMCertificate",
    "PEMCertificate",
    "PlatformCertificate",
    "DeltaPlatformCertificate",
    "RebasePlatformCertificate",
    "genericCertificate",
    "CommonCriteria",
    "componentIdentifierV11",
    "FIPSLevel",
    "ISO9000",
    "networkMAC",
    "attestationProtocol",
    "PEN",
    "platformFirmwareCapabilities",
    "platformHardwareCapabilities",
    "platformFirmwareSignatureVerification",
    "platformFirmwareUpdateCompliance",
    "RTM",
    "PublicKey",
};

// The last arc behind `prefix`; 0 for anything else.
unsigned arc(std::string_view oid, std::string_view prefix) noexcept {
  if (!oid.starts_with(prefix)) return 0;
  unsigned value = 0;
  for (const char ch : oid.substr(prefix.size())) {
    if (ch < '0' || ch > '9' || value > 999) return 0;
    value = value * 10 + static_cast<unsigned>(ch - '0');
  }
  return value;
}

// The value as one element. The profile wraps it in an OCTET STRING; paccor leaves that away. The
// one type that is itself an OCTET STRING, componentClass, is told apart by its size: wrapped, its
// four bytes become six.
Parsed<der::Tlv> unwrap(const der::Tlv& value, Encoding encoding, Context& c) {
  const bool bare_class = encoding == Encoding::component_class && value.content.remaining() == 4;
  if (!value.is(Tag::octet_string) || bare_class) {
    c.quirks.note(Quirk::unwrapped_trait);
    return value;
  }
  Reader inner = value.content;
  ASSAY_TRY(const der::Tlv tlv, der::read(inner, c.budget, "traitValue"));
  ASSAY_CHECK(inner.finish("traitValue"));
  return tlv;
}

Parsed<Reader> sequence_of(const der::Tlv& tlv) {
  if (!tlv.is(Tag::sequence) || !tlv.constructed)
    return bytes::bad_value(tlv.offset, "traitValue", "a SEQUENCE");
  return tlv.content;
}

void put(std::string& field, const std::string& value) {
  if (field.empty()) field = value;
}

void put_text(const Trait& trait, Component& out) {
  switch (arc(trait.category, kCategoryPrefix)) {
    case kManufacturer:
      return put(out.manufacturer, trait.text);
    case kModel:
      return put(out.model, trait.text);
    case kSerial:
      return put(out.serial, trait.text);
    case kLocation:
      return put(out.location, trait.text);
    case kRevision:
      return put(out.revision, trait.text);
    case kPen:
      return put(out.manufacturer_id, trait.text);
    default:
      return;
  }
}

Parsed<void> decode_component(const der::Tlv& tlv, Encoding encoding, const Trait& trait,
                              Context& c, Component& out) {
  switch (encoding) {
    case Encoding::component_class: {
      if (!tlv.is(Tag::octet_string) || tlv.content.remaining() != 4) {
        c.quirks.note(Quirk::odd_component_class);
        return {};
      }
      Reader bytes = tlv.content;
      ASSAY_TRY(const std::uint32_t value, bytes.be32("componentClass"));
      if (!out.cls) out.cls = ComponentClass{trait.registry, value};
      return {};
    }
    case Encoding::component_identifier_v11: {
      ASSAY_TRY(const Reader content, sequence_of(tlv));
      return parse_component_identifier(content, c, out);
    }
    case Encoding::network_mac: {
      ASSAY_TRY(const Reader content, sequence_of(tlv));
      ASSAY_TRY(Address address, fields::address(content, c));
      out.addresses.push_back(std::move(address));
      return {};
    }
    case Encoding::boolean: {
      ASSAY_TRY(const der::Boolean value, der::boolean(tlv, "traitValue"));
      if (arc(trait.category, kCategoryPrefix) == kFieldReplaceable)
        out.field_replaceable = value.value;
      return {};
    }
    case Encoding::status: {
      ASSAY_TRY(out.status, fields::status(tlv));
      return {};
    }
    default:
      break;
  }
  if (trait.certificate && arc(trait.category, kCategoryPrefix) == kPlatformCertificate)
    out.certificate = trait.certificate;
  put_text(trait, out);
  return {};
}

Parsed<void> decode_value(const der::Tlv& tlv, Encoding encoding, Context& c, Trait& out) {
  switch (encoding) {
    case Encoding::certificate_identifier: {
      ASSAY_TRY(const Reader content, sequence_of(tlv));
      ASSAY_TRY(out.certificate, fields::certificate_reference(content, c, "traitValue"));
      return {};
    }
    case Encoding::uri: {
      ASSAY_TRY(const Reader content, sequence_of(tlv));
      ASSAY_TRY(UriReference uri, fields::uri(content, c, "traitValue"));
      out.text = std::move(uri.uri);
      return {};
    }
    case Encoding::oid:
    case Encoding::pen: {
      if (!tlv.is(Tag::oid)) return bytes::bad_value(tlv.offset, "traitValue", "an OID");
      ASSAY_TRY(out.text, der::oid(tlv, "traitValue"));
      return {};
    }
    case Encoding::utf8_string:
    case Encoding::ia5_string:
    case Encoding::pem_cert_string: {
      ASSAY_CHECK(c.budget.bytes(tlv.content.remaining(), tlv.offset, "traitValue"));
      ASSAY_TRY(out.text, der::text(tlv, "traitValue"));
      return {};
    }
    default:
      return {};
  }
}

Parsed<Trait> parse_trait(Reader r, Context& c, Component* component) {
  Trait out;
  ASSAY_TRY(out.id, fields::oid(r, c, "traitId"));
  ASSAY_TRY(out.category, fields::oid(r, c, "traitCategory"));
  ASSAY_TRY(out.registry, fields::oid(r, c, "traitRegistry"));
  ASSAY_TRY(const auto description, der::next_if_context(r, c.budget, 0, "description"));
  if (description) {
    ASSAY_TRY(out.description, fields::tagged_text(*description, c, "description"));
  }
  ASSAY_TRY(const auto uri, der::next_if_context(r, c.budget, 1, "descriptionURI"));
  if (uri) {
    ASSAY_TRY(out.description_uri, fields::tagged_text(*uri, c, "descriptionURI"));
  }
  ASSAY_TRY(const der::Tlv value, der::read(r, c.budget, "traitValue"));
  ASSAY_CHECK(r.finish("Trait"));

  const unsigned id = arc(out.id, kIdPrefix);
  const auto encoding = id <= static_cast<unsigned>(Encoding::pem_cert_string)
                            ? static_cast<Encoding>(id)
                            : Encoding::other;
  ASSAY_TRY(const der::Tlv tlv, unwrap(value, encoding, c));
  out.value = tlv.whole;
  ASSAY_CHECK(decode_value(tlv, encoding, c, out));
  if (component != nullptr) ASSAY_CHECK(decode_component(tlv, encoding, out, c, *component));
  return out;
}

Parsed<void> parse_addresses(Reader list, Context& c, Component& out) {
  while (!list.empty()) {
    ASSAY_TRY(const der::Tlv tlv, der::expect(list, c.budget, Tag::sequence, "componentAddresses"));
    ASSAY_TRY(Address address, fields::address(tlv.content, c));
    out.addresses.push_back(std::move(address));
  }
  return {};
}

// One of the tagged fields [0] to [7], all OPTIONAL.
Parsed<void> parse_tagged(const der::Tlv& tlv, Context& c, Component& out) {
  switch (tlv.number) {
    case 0: {
      ASSAY_TRY(out.serial, fields::tagged_text(tlv, c, "componentSerial"));
      return {};
    }
    case 1: {
      ASSAY_TRY(out.revision, fields::tagged_text(tlv, c, "componentRevision"));
      return {};
    }
    case 2: {
      ASSAY_TRY(out.manufacturer_id, der::oid(tlv, "componentManufacturerId"));
      return {};
    }
    case 3: {
      ASSAY_TRY(const der::Boolean flag, der::boolean(tlv, "fieldReplaceable"));
      out.field_replaceable = flag.value;
      return {};
    }
    case 4:
      return parse_addresses(tlv.content, c, out);
    case 5: {
      ASSAY_TRY(out.certificate,
                fields::certificate_reference(tlv.content, c, "componentPlatformCert"));
      return {};
    }
    case 6: {
      ASSAY_TRY(out.certificate_uri, fields::uri(tlv.content, c, "componentPlatformCertUri"));
      return {};
    }
    case 7: {
      ASSAY_TRY(out.status, fields::status(tlv));
      return {};
    }
    default:
      return bytes::bad_value(tlv.offset, "ComponentIdentifier", "fields tagged [0] to [7]");
  }
}

}  // namespace

std::string_view category_name(std::string_view category) noexcept {
  const unsigned n = arc(category, kCategoryPrefix);
  return n == 0 || n >= kCategories.size() ? category : kCategories[n];
}

Parsed<void> parse_component_identifier(Reader content, Context& c, Component& out) {
  ASSAY_TRY(const auto cls, der::next_if(content, c.budget, Tag::sequence, "componentClass"));
  if (cls) {
    ASSAY_TRY(out.cls, fields::component_class(cls->content, c));
  } else {
    // Certificates after drafts of the profile have the value without its registry.
    ASSAY_TRY(const auto bare,
              der::next_if(content, c.budget, Tag::octet_string, "componentClass"));
    c.quirks.note(Quirk::odd_component_class, bare.has_value());
  }
  ASSAY_TRY(out.manufacturer, fields::text(content, c, "componentManufacturer"));
  ASSAY_TRY(out.model, fields::text(content, c, "componentModel"));
  for (std::uint32_t next = 0; !content.empty();) {
    ASSAY_TRY(const der::Tlv tlv, der::read(content, c.budget, "ComponentIdentifier"));
    if (tlv.tag_class != der::TagClass::context || tlv.number < next)
      return bytes::bad_value(tlv.offset, "ComponentIdentifier",
                              "its tagged fields, each once and in ascending order");
    next = tlv.number + 1;
    ASSAY_CHECK(parse_tagged(tlv, c, out));
  }
  return {};
}

Parsed<std::vector<Trait>> parse_traits(Reader content, Context& c, Component* component) {
  std::vector<Trait> out;
  while (!content.empty()) {
    ASSAY_TRY(const der::Tlv tlv, der::expect(content, c.budget, Tag::sequence, "Trait"));
    ASSAY_TRY(Trait trait, parse_trait(tlv.content, c, component));
    out.push_back(std::move(trait));
  }
  return out;
}

}  // namespace assay::formats::platform
