#include "formats/platform/certificate.h"

#include <algorithm>
#include <fmt/format.h>

#include "bytes/text.h"
#include "formats/der/survey.h"
#include "formats/platform/configuration.h"
#include "formats/platform/policies.h"

namespace assay::formats::platform {
namespace {

using bytes::bad_value;
using bytes::Budget;
using bytes::Parsed;
using bytes::Reader;
using der::Tag;
using fields::Context;

constexpr std::string_view kCertificatePolicies = "2.5.29.32";
constexpr std::string_view kDirectoryAttributes = "2.5.29.9";
constexpr std::size_t kMaxSerial = 20;

void note(Certificate& cert, x509::Quirk quirk, bool seen = true) {
  auto& all = cert.encoding_quirks;
  if (seen && std::ranges::find(all, quirk) == all.end()) all.push_back(quirk);
}

// RFC 5755, 4.1: ObjectDigestInfo ::= SEQUENCE { digestedObjectType ENUMERATED, otherObjectTypeID
// OBJECT IDENTIFIER OPTIONAL, digestAlgorithm AlgorithmIdentifier, objectDigest BIT STRING }
Parsed<ObjectDigest> object_digest(Reader in, Context& c) {
  ObjectDigest out;
  ASSAY_TRY(const der::Tlv type, der::expect(in, c.budget, Tag::enumerated, "digestedObjectType"));
  ASSAY_TRY(const std::uint64_t of, fields::number(type, "digestedObjectType"));
  if (of > 2)
    return bad_value(type.offset, "digestedObjectType",
                     "publicKey(0), publicKeyCert(1) or otherObjectTypes(2)");
  out.of = static_cast<ObjectDigest::Of>(of);
  ASSAY_CHECK(der::next_if(in, c.budget, Tag::oid, "otherObjectTypeID"));
  ASSAY_TRY(out.hash_oid, fields::algorithm(in, c, "digestAlgorithm"));
  ASSAY_TRY(const der::Tlv bits, der::expect(in, c.budget, Tag::bit_string, "objectDigest"));
  ASSAY_TRY(const der::BitString digest, der::bit_string(bits, "objectDigest"));
  out.digest = digest.bytes;
  ASSAY_CHECK(in.finish("objectDigestInfo"));
  return out;
}

Parsed<Holder> parse_holder(Reader& info, Context& c) {
  ASSAY_TRY(const der::Tlv sequence, der::expect(info, c.budget, Tag::sequence, "holder"));
  Reader in = sequence.content;
  Holder out;
  ASSAY_TRY(const auto base, der::next_if_context(in, c.budget, 0, "baseCertificateID"));
  if (base) {
    ASSAY_TRY(out.base_certificate, fields::issuer_serial(base->content, c, "baseCertificateID"));
  }
  ASSAY_TRY(const auto entity, der::next_if_context(in, c.budget, 1, "entityName"));
  if (entity) {
    ASSAY_TRY(x509::GeneralNames names,
              x509::parse_general_name_list(entity->content, c.budget, "entityName"));
    out.entity = std::move(names.directory);
  }
  ASSAY_TRY(const auto digest, der::next_if_context(in, c.budget, 2, "objectDigestInfo"));
  if (digest) {
    ASSAY_TRY(out.digest, object_digest(digest->content, c));
  }
  ASSAY_CHECK(in.finish("holder"));
  return out;
}

// RFC 5755, 4.2.3: v2Form with one non-empty directory name. Whoever names its issuer otherwise
// cannot be verified by anybody, so it is refused.
Parsed<x509::Name> parse_issuer(Reader& info, Context& c) {
  ASSAY_TRY(const der::Tlv form, der::expect_context(info, c.budget, 0, "issuer"));
  Reader in = form.content;
  ASSAY_TRY(x509::GeneralNames names, x509::parse_general_names(in, c.budget, "issuerName"));
  c.quirks.note(Quirk::several_issuers, names.all.size() > 1);
  if (names.directory.empty() || names.directory.front().empty())
    return bad_value(form.offset, "issuerName", "a directoryName");
  return std::move(names.directory.front());
}

Parsed<void> parse_serial(Reader& info, Context& c, Certificate& cert) {
  ASSAY_TRY(const der::Tlv tlv, der::expect(info, c.budget, Tag::integer, "serialNumber"));
  ASSAY_TRY(const der::Integer n, der::integer(tlv, "serialNumber"));
  cert.serial = n.bytes;
  note(cert, x509::Quirk::odd_serial,
       n.negative() || (n.minimal && n.bytes.size() > kMaxSerial + 1));
  return {};
}

Parsed<void> parse_validity(Reader& info, Context& c, Certificate& cert) {
  ASSAY_TRY(const der::Tlv sequence,
            der::expect(info, c.budget, Tag::sequence, "attrCertValidityPeriod"));
  Reader in = sequence.content;
  for (auto [time, field] :
       {std::pair<base::Time*, std::string_view>{&cert.not_before, "notBeforeTime"},
        {&cert.not_after, "notAfterTime"}}) {
    ASSAY_TRY(const der::Tlv tlv, der::read(in, c.budget, field));
    ASSAY_TRY(const der::TimeValue value, der::time(tlv, field));
    *time = value.time;
    note(cert, x509::Quirk::odd_time, !value.canonical || !tlv.is(Tag::generalized_time));
  }
  return in.finish("attrCertValidityPeriod");
}

Parsed<void> read_extensions(Certificate& cert, Context& c) {
  const x509::Extension* policies = cert.extensions.find(kCertificatePolicies);
  if (policies != nullptr) {
    auto read = parse_policies(Reader(policies->value, policies->offset), c);
    if (read)
      cert.policies = *std::move(read);
    else if (read.error().fault == bytes::Fault::budget)
      return std::unexpected(read.error());
    else
      note(cert, x509::Quirk::malformed_extension);
  }
  read_platform_identity(cert.extensions.directory_names, c, cert.statement);
  return {};
}

// RFC 5755, 4.1: AttributeCertificateInfo.
Parsed<void> parse_info(Reader info, Context& c, Certificate& cert, bytes::ByteSpan& algorithm) {
  ASSAY_TRY(const der::Tlv version, der::expect(info, c.budget, Tag::integer, "version"));
  ASSAY_TRY(const std::uint64_t v, fields::number(version, "version"));
  if (v > 1) return bad_value(version.offset, "version", "v1(0) or v2(1)");
  c.quirks.note(Quirk::version_one, v == 0);
  ASSAY_TRY(cert.holder, parse_holder(info, c));
  ASSAY_TRY(cert.issuer, parse_issuer(info, c));
  ASSAY_TRY(const der::Tlv signature, der::expect(info, c.budget, Tag::sequence, "signature"));
  algorithm = signature.whole;
  ASSAY_CHECK(parse_serial(info, c, cert));
  ASSAY_CHECK(parse_validity(info, c, cert));
  ASSAY_TRY(const der::Tlv attributes, der::expect(info, c.budget, Tag::sequence, "attributes"));
  ASSAY_CHECK(parse_attributes(attributes.content, c, cert.statement));
  ASSAY_CHECK(der::next_if(info, c.budget, Tag::bit_string, "issuerUniqueID"));
  if (!info.empty()) {
    ASSAY_TRY(cert.extensions, x509::parse_extensions(info, c.budget));
  }
  ASSAY_CHECK(info.finish("AttributeCertificateInfo"));
  return read_extensions(cert, c);
}

void note_departures(Certificate& cert, const der::Survey& survey) {
  note(cert, x509::Quirk::long_length, survey.long_lengths);
  note(cert, x509::Quirk::unsorted_set, survey.unsorted_sets);
  note(cert, x509::Quirk::long_integer, survey.long_integers);
  note(cert, x509::Quirk::odd_boolean, survey.odd_booleans);
  note(cert, x509::Quirk::sha1_signature, cert.algorithm.hash == crypto::HashAlg::sha1);
  for (const x509::Extension& e : cert.extensions.all)
    note(cert, x509::Quirk::malformed_extension, e.state == x509::ExtensionState::malformed);
}

// `cert.storage` holds the bytes; `base` is where they stand in the outermost file.
Parsed<void> parse_owned(Certificate& cert, std::uint64_t base, Budget& budget) {
  Reader outer(*cert.storage, base);
  ASSAY_TRY(const der::Survey survey, der::survey(outer, budget));
  Context c{budget, cert.quirks};
  ASSAY_TRY(const der::Tlv whole,
            der::expect(outer, budget, Tag::sequence, "AttributeCertificate"));
  cert.der = whole.whole;
  Reader r = whole.content;
  ASSAY_TRY(const der::Tlv info, der::expect(r, budget, Tag::sequence, "acinfo"));
  cert.tbs = info.whole;
  bytes::ByteSpan inner_algorithm;
  ASSAY_CHECK(parse_info(info.content, c, cert, inner_algorithm));
  ASSAY_TRY(cert.algorithm, x509::parse_signature_algorithm(r, budget, "signatureAlgorithm"));
  note(cert, x509::Quirk::algorithm_mismatch, !bytes::equal(inner_algorithm, cert.algorithm.der));
  ASSAY_TRY(const der::Tlv bits, der::expect(r, budget, Tag::bit_string, "signatureValue"));
  ASSAY_TRY(const der::BitString value, der::bit_string(bits, "signatureValue"));
  if (value.unused != 0) return bad_value(bits.offset, "signatureValue", "a whole number of bytes");
  cert.signature = value.bytes;
  ASSAY_CHECK(r.finish("AttributeCertificate"));
  note_departures(cert, survey);
  return {};
}

}  // namespace

std::string Holder::text() const {
  if (base_certificate) {
    const std::string issuer = base_certificate->issuer_text();
    return fmt::format("{}, serial {}", issuer.empty() ? "an issuer without a name" : issuer,
                       base_certificate->serial_text());
  }
  if (!entity.empty()) return entity.front().text();
  if (digest) return "the digest " + bytes::to_hex(digest->digest);
  return "nobody";
}

std::string Certificate::serial_text() const {
  return IssuerSerial{.issuer = {}, .serial = serial}.serial_text();
}

const std::vector<Component>& Certificate::components() const noexcept {
  static const std::vector<Component> kNone;
  return statement.configuration ? statement.configuration->components : kNone;
}

Parsed<Certificate> parse_attribute_certificate(Reader reader, Budget& budget) {
  constexpr std::string_view kField = "AttributeCertificate";
  Certificate cert;
  cert.offset = reader.offset();
  Reader ahead = reader;
  ASSAY_TRY(const der::Tlv whole, der::expect(ahead, budget, Tag::sequence, kField));
  if (whole.whole.size() > kMaxCertificate)
    return bad_value(whole.offset, kField, "at most 262144 bytes");
  if (!ahead.empty()) {
    if (!bytes::all_of(ahead.rest(), ahead.rest().front()))
      return std::unexpected(ahead.finish(kField).error());
    note(cert, x509::Quirk::trailing_padding);
  }
  ASSAY_CHECK(budget.bytes(whole.whole.size(), whole.offset, kField));
  cert.storage = std::make_shared<const base::Bytes>(bytes::copy(whole.whole));
  ASSAY_CHECK(parse_owned(cert, whole.offset, budget));
  cert.sha256 = x509::sha256(cert.der);
  return cert;
}

bool is_platform_certificate(const x509::Certificate& certificate) {
  const x509::Extensions& e = certificate.extensions;
  if (e.basic_constraints && e.basic_constraints->ca) return false;  // it may issue them, at most
  if (std::ranges::any_of(e.extended_key_usage, is_platform_purpose)) return true;
  // The encoded kConfigurationPrefix, behind the OID's tag and length.
  constexpr std::string_view kEncoded = "\x06\x07\x67\x81\x05\x05\x01\x07";
  const x509::Extension* attributes = e.find(kDirectoryAttributes);
  return attributes != nullptr &&
         bytes::as_chars(attributes->value).find(kEncoded) != std::string_view::npos;
}

Parsed<Certificate> read_key_certificate(x509::Certificate certificate, Budget& budget) {
  Certificate cert;
  cert.storage = certificate.storage;
  cert.form = Form::key;
  cert.der = certificate.der;
  cert.tbs = certificate.tbs;
  cert.serial = certificate.serial;
  cert.signature = certificate.signature;
  cert.issuer = certificate.issuer;
  cert.subject = certificate.subject;
  cert.not_before = certificate.not_before;
  cert.not_after = certificate.not_after;
  cert.algorithm = certificate.algorithm;
  cert.extensions = certificate.extensions;
  cert.encoding_quirks = certificate.quirks;
  cert.offset = certificate.offset;
  cert.sha256 = certificate.sha256;
  Context c{budget, cert.quirks};
  if (const auto* extension = cert.extensions.find(kDirectoryAttributes); extension != nullptr) {
    Reader r(extension->value, extension->offset);
    ASSAY_TRY(const der::Tlv sequence,
              der::expect(r, budget, Tag::sequence, "subjectDirectoryAttributes"));
    ASSAY_CHECK(r.finish("subjectDirectoryAttributes"));
    ASSAY_CHECK(parse_attributes(sequence.content, c, cert.statement));
  }
  ASSAY_CHECK(read_extensions(cert, c));
  cert.key_certificate = std::move(certificate);
  return cert;
}

}  // namespace assay::formats::platform
