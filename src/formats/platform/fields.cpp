#include "formats/platform/fields.h"

#include "bytes/text.h"

namespace assay::formats::platform::fields {
namespace {

using bytes::bad_value;
using bytes::Parsed;
using bytes::Reader;
using der::Tag;

Parsed<std::string> checked(Parsed<std::string> text, std::uint64_t offset, Context& c,
                            std::string_view field) {
  if (!text) return text;
  ASSAY_CHECK(c.budget.bytes(text->size(), offset, field));
  c.quirks.note(Quirk::long_text, text->size() > kStrMax);
  return text;
}

}  // namespace

Parsed<std::string> text(Reader& r, Context& c, std::string_view field, Tag usual) {
  ASSAY_TRY(const der::Tlv tlv, der::read(r, c.budget, field));
  auto value = der::text(tlv, field);
  c.quirks.note(Quirk::odd_text, value && !tlv.is(usual));
  return checked(std::move(value), tlv.offset, c, field);
}

Parsed<std::string> tagged_text(const der::Tlv& tlv, Context& c, std::string_view field) {
  if (!tlv.constructed) return checked(bytes::to_string(tlv.content.whole()), tlv.offset, c, field);
  Reader inner = tlv.content;
  ASSAY_TRY(std::string value, text(inner, c, field));
  ASSAY_CHECK(inner.finish(field));
  c.quirks.note(Quirk::explicit_tag);
  return value;
}

Parsed<std::string> oid(Reader& r, Context& c, std::string_view field) {
  ASSAY_TRY(const der::Tlv tlv, der::expect(r, c.budget, Tag::oid, field));
  return der::oid(tlv, field);
}

Parsed<std::uint64_t> number(const der::Tlv& tlv, std::string_view field) {
  ASSAY_TRY(const der::Integer value, der::integer(tlv, field));
  const auto small = value.small();
  if (!small) return bad_value(tlv.offset, field, "a number from 0 to 2^63-1");
  return *small;
}

Parsed<Status> status(const der::Tlv& tlv) {
  ASSAY_TRY(const std::uint64_t value, number(tlv, "status"));
  if (value > 2) return bad_value(tlv.offset, "status", "added(0), modified(1) or removed(2)");
  return static_cast<Status>(value);
}

Parsed<std::string> algorithm(Reader& r, Context& c, std::string_view field) {
  ASSAY_TRY(const der::Tlv sequence, der::expect(r, c.budget, Tag::sequence, field));
  Reader in = sequence.content;
  return oid(in, c, field);
}

// URIReference ::= SEQUENCE { uniformResourceIdentifier IA5String, hashAlgorithm
// AlgorithmIdentifier OPTIONAL, hashValue BIT STRING OPTIONAL }
Parsed<UriReference> uri(Reader content, Context& c, std::string_view field) {
  UriReference out;
  ASSAY_TRY(out.uri, text(content, c, field, Tag::ia5_string));
  if (content.empty()) return out;
  ASSAY_TRY(out.hash_oid, algorithm(content, c, "hashAlgorithm"));
  ASSAY_TRY(const auto bits, der::next_if(content, c.budget, Tag::bit_string, "hashValue"));
  if (bits) {
    ASSAY_TRY(const der::BitString value, der::bit_string(*bits, "hashValue"));
    out.digest = value.bytes;
  }
  ASSAY_CHECK(content.finish(field));
  return out;
}

// RFC 5755, 4.1: IssuerSerial ::= SEQUENCE { issuer GeneralNames, serial CertificateSerialNumber,
// issuerUID UniqueIdentifier OPTIONAL }
Parsed<IssuerSerial> issuer_serial(Reader content, Context& c, std::string_view field) {
  IssuerSerial out;
  ASSAY_TRY(out.issuer, x509::parse_general_names(content, c.budget, field));
  ASSAY_TRY(const der::Tlv serial, der::expect(content, c.budget, Tag::integer, "serial"));
  ASSAY_TRY(const der::Integer value, der::integer(serial, "serial"));
  out.serial = value.bytes;
  ASSAY_CHECK(der::next_if(content, c.budget, Tag::bit_string, "issuerUID"));
  ASSAY_CHECK(content.finish(field));
  return out;
}

// CertificateIdentifier ::= SEQUENCE { attributeCertIdentifier [0] IMPLICIT SEQUENCE {
// hashAlgorithm AlgorithmIdentifier, hashOverSignatureValue OCTET STRING } OPTIONAL,
// genericCertIdentifier [1] IMPLICIT IssuerSerial OPTIONAL }
Parsed<CertificateReference> certificate_reference(Reader content, Context& c,
                                                   std::string_view field) {
  CertificateReference out;
  ASSAY_TRY(const auto hashed,
            der::next_if_context(content, c.budget, 0, "attributeCertIdentifier"));
  if (hashed) {
    Reader in = hashed->content;
    ASSAY_TRY(out.hash_oid, algorithm(in, c, "hashAlgorithm"));
    ASSAY_TRY(const der::Tlv digest,
              der::expect(in, c.budget, Tag::octet_string, "hashOverSignatureValue"));
    out.digest = digest.content.whole();
    ASSAY_CHECK(in.finish("attributeCertIdentifier"));
  }
  ASSAY_TRY(const auto generic,
            der::next_if_context(content, c.budget, 1, "genericCertIdentifier"));
  if (generic) {
    ASSAY_TRY(out.generic, issuer_serial(generic->content, c, "genericCertIdentifier"));
  }
  ASSAY_CHECK(content.finish(field));
  return out;
}

// ComponentAddress ::= SEQUENCE { addressType OBJECT IDENTIFIER, addressValue UTF8String }
Parsed<Address> address(Reader content, Context& c) {
  Address out;
  ASSAY_TRY(out.type, oid(content, c, "addressType"));
  ASSAY_TRY(out.value, text(content, c, "addressValue"));
  ASSAY_CHECK(content.finish("ComponentAddress"));
  return out;
}

// ComponentClass ::= SEQUENCE { componentClassRegistry OBJECT IDENTIFIER, componentClassValue OCTET
// STRING (SIZE(4)) }
Parsed<std::optional<ComponentClass>> component_class(Reader content, Context& c) {
  ComponentClass out;
  ASSAY_TRY(out.registry, oid(content, c, "componentClassRegistry"));
  ASSAY_TRY(const der::Tlv value,
            der::expect(content, c.budget, Tag::octet_string, "componentClassValue"));
  ASSAY_CHECK(content.finish("componentClass"));
  Reader bytes = value.content;
  if (bytes.remaining() != 4) {
    c.quirks.note(Quirk::odd_component_class);
    return std::optional<ComponentClass>{};
  }
  ASSAY_TRY(out.value, bytes.be32("componentClassValue"));
  return out;
}

}  // namespace assay::formats::platform::fields
