#include "formats/x509/certificate.h"

#include <algorithm>

#include "bytes/text.h"
#include "formats/der/survey.h"
#include "formats/der/value.h"
#include "formats/x509/nv_header.h"

namespace assay::formats::x509 {
namespace {

using bytes::bad_value;
using bytes::Budget;
using bytes::Parsed;
using bytes::Reader;
using der::Tag;

constexpr std::string_view kRsaesOaep = "1.2.840.113549.1.1.7";
constexpr std::string_view kEcPublicKey = "1.2.840.10045.2.1";
constexpr std::size_t kMaxSerial = 20;

void note(Certificate& cert, Quirk quirk, bool seen = true) {
  if (seen && !cert.has(quirk)) cert.quirks.push_back(quirk);
}

Parsed<void> parse_version(Reader& tbs, Budget& budget, Certificate& cert) {
  ASSAY_TRY(const auto field, der::next_if_context(tbs, budget, 0, "version"));
  if (!field) return {};
  Reader r = field->content;
  ASSAY_TRY(const der::Tlv tlv, der::expect(r, budget, Tag::integer, "version"));
  ASSAY_CHECK(r.finish("version"));
  ASSAY_TRY(const der::Integer n, der::integer(tlv, "version"));
  const auto value = n.small();
  if (!value || *value > 2) return bad_value(tlv.offset, "version", "v1(0), v2(1) or v3(2)");
  cert.version = static_cast<unsigned>(*value) + 1;
  return {};
}

Parsed<void> parse_serial(Reader& tbs, Budget& budget, Certificate& cert) {
  ASSAY_TRY(const der::Tlv tlv, der::expect(tbs, budget, Tag::integer, "serialNumber"));
  ASSAY_TRY(const der::Integer n, der::integer(tlv, "serialNumber"));
  cert.serial = n.bytes;
  note(cert, Quirk::odd_serial, n.negative() || (n.minimal && n.bytes.size() > kMaxSerial + 1));
  return {};
}

Parsed<void> parse_validity(Reader& tbs, Budget& budget, Certificate& cert) {
  ASSAY_TRY(const der::Tlv sequence, der::expect(tbs, budget, Tag::sequence, "validity"));
  Reader r = sequence.content;
  for (auto [time, field] :
       {std::pair<base::Time*, std::string_view>{&cert.not_before, "notBefore"},
        {&cert.not_after, "notAfter"}}) {
    ASSAY_TRY(const der::Tlv tlv, der::read(r, budget, field));
    ASSAY_TRY(const der::TimeValue value, der::time(tlv, field));
    *time = value.time;
    note(cert, Quirk::odd_time, !value.canonical);
  }
  return r.finish("validity");
}

// Only what decides whether the key may be decoded; the numbers are crypto's.
Parsed<void> parse_spki(Reader& tbs, Budget& budget, Certificate& cert) {
  constexpr std::string_view kField = "subjectPublicKeyInfo";
  ASSAY_TRY(const der::Tlv sequence, der::expect(tbs, budget, Tag::sequence, kField));
  cert.spki = sequence.whole;
  Reader r = sequence.content;
  ASSAY_TRY(const der::Tlv algorithm, der::expect(r, budget, Tag::sequence, kField));
  Reader in = algorithm.content;
  ASSAY_TRY(const der::Tlv id, der::expect(in, budget, Tag::oid, kField));
  ASSAY_TRY(cert.key_algorithm, der::oid(id, kField));
  note(cert, Quirk::oaep_key, cert.key_algorithm == kRsaesOaep);
  if (cert.key_algorithm == kEcPublicKey) {
    ASSAY_TRY(const der::Tlv curve, der::read(in, budget, "namedCurve"));
    cert.explicit_curve = !curve.is(Tag::oid);
  }
  ASSAY_CHECK(der::expect(r, budget, Tag::bit_string, kField));
  return r.finish(kField);
}

Parsed<void> parse_tbs(Reader tbs, Budget& budget, Certificate& cert,
                       bytes::ByteSpan& inner_algorithm) {
  ASSAY_CHECK(parse_version(tbs, budget, cert));
  ASSAY_CHECK(parse_serial(tbs, budget, cert));
  ASSAY_TRY(const der::Tlv algorithm, der::expect(tbs, budget, Tag::sequence, "signature"));
  inner_algorithm = algorithm.whole;
  ASSAY_TRY(cert.issuer, parse_name(tbs, budget, "issuer"));
  ASSAY_CHECK(parse_validity(tbs, budget, cert));
  ASSAY_TRY(cert.subject, parse_name(tbs, budget, "subject"));
  ASSAY_CHECK(parse_spki(tbs, budget, cert));
  ASSAY_CHECK(der::next_if_context(tbs, budget, 1, "issuerUniqueID"));
  ASSAY_CHECK(der::next_if_context(tbs, budget, 2, "subjectUniqueID"));
  ASSAY_TRY(const auto extensions, der::next_if_context(tbs, budget, 3, "extensions"));
  if (extensions) {
    Reader r = extensions->content;
    ASSAY_TRY(cert.extensions, parse_extensions(r, budget));
    ASSAY_CHECK(r.finish("extensions"));
  }
  return tbs.finish("tbsCertificate");
}

void note_departures(Certificate& cert, const der::Survey& survey) {
  note(cert, Quirk::long_length, survey.long_lengths);
  note(cert, Quirk::unsorted_set, survey.unsorted_sets);
  note(cert, Quirk::long_integer, survey.long_integers);
  note(cert, Quirk::odd_boolean, survey.odd_booleans);
  note(cert, Quirk::sha1_signature, cert.algorithm.hash == crypto::HashAlg::sha1);
  const auto& all = cert.extensions.all;
  for (const Extension& extension : all) {
    if (extension.state != ExtensionState::malformed) continue;
    const auto same = std::ranges::count(all, extension.oid, &Extension::oid);
    note(cert, same > 1 ? Quirk::repeated_extension : Quirk::malformed_extension);
  }
}

// `cert.storage` holds the bytes; `base` is where they stand in the outermost file.
Parsed<void> parse_owned(Certificate& cert, std::uint64_t base, Budget& budget) {
  Reader outer(*cert.storage, base);
  ASSAY_TRY(const der::Survey survey, der::survey(outer, budget));
  ASSAY_TRY(const der::Tlv whole, der::expect(outer, budget, Tag::sequence, "Certificate"));
  cert.der = whole.whole;
  Reader r = whole.content;
  ASSAY_TRY(const der::Tlv tbs, der::expect(r, budget, Tag::sequence, "tbsCertificate"));
  cert.tbs = tbs.whole;
  bytes::ByteSpan inner_algorithm;
  ASSAY_CHECK(parse_tbs(tbs.content, budget, cert, inner_algorithm));
  ASSAY_TRY(cert.algorithm, parse_signature_algorithm(r, budget, "signatureAlgorithm"));
  note(cert, Quirk::algorithm_mismatch, !bytes::equal(inner_algorithm, cert.algorithm.der));
  ASSAY_TRY(const der::Tlv bits, der::expect(r, budget, Tag::bit_string, "signatureValue"));
  ASSAY_TRY(const der::BitString value, der::bit_string(bits, "signatureValue"));
  if (value.unused != 0) return bad_value(bits.offset, "signatureValue", "a whole number of bytes");
  cert.signature = value.bytes;
  ASSAY_CHECK(r.finish("Certificate"));
  note_departures(cert, survey);
  return {};
}

}  // namespace

bool Certificate::has(Quirk quirk) const noexcept {
  return std::ranges::find(quirks, quirk) != quirks.end();
}

bool Certificate::self_issued() const {
  return bytes::equal(issuer.der, subject.der) || issuer.match_key() == subject.match_key();
}

std::string Certificate::serial_text() const {
  bytes::ByteSpan digits = serial;
  while (digits.size() > 1 && digits.front() == std::byte{0}) digits = digits.subspan(1);
  const bool negative = !serial.empty() && (serial.front() & std::byte{0x80}) != std::byte{0};
  return (negative ? "-" : "") + bytes::to_hex(digits);
}

base::Result<crypto::PublicKey> Certificate::public_key() const {
  if (explicit_curve)
    return base::fail(base::ErrorKind::refused,
                      "the key brings its own curve parameters instead of naming a curve");
  return crypto::PublicKey::from_spki(spki);
}

base::Result<void> Certificate::signed_by(const crypto::PublicKey& issuer_key) const {
  if (has(Quirk::algorithm_mismatch))
    return base::fail(base::ErrorKind::refused, std::string(describe(Quirk::algorithm_mismatch)));
  return verify(algorithm, issuer_key, tbs, signature);
}

crypto::Digest spki_sha256(const Certificate& certificate) { return sha256(certificate.spki); }

base::Result<crypto::Digest> key_sha256(const Certificate& certificate) {
  ASSAY_TRY(const crypto::PublicKey key, certificate.public_key());
  return sha256(key.spki());
}

Parsed<Certificate> parse_certificate(Reader reader, Budget& budget) {
  Certificate cert;
  ASSAY_TRY(const bool header, skip_nv_header(reader));
  note(cert, Quirk::nv_header, header);
  cert.offset = reader.offset();
  Reader ahead = reader;
  ASSAY_TRY(const der::Tlv whole, der::expect(ahead, budget, Tag::sequence, "Certificate"));
  if (whole.whole.size() > kMaxCertificate)
    return bad_value(whole.offset, "Certificate", "at most 65536 bytes");
  if (!ahead.empty()) {
    if (!bytes::all_of(ahead.rest(), ahead.rest().front()))
      return std::unexpected(ahead.finish("Certificate").error());
    note(cert, Quirk::trailing_padding);
  }
  ASSAY_CHECK(budget.bytes(whole.whole.size(), whole.offset, "Certificate"));
  cert.storage = std::make_shared<const base::Bytes>(bytes::copy(whole.whole));
  ASSAY_CHECK(parse_owned(cert, whole.offset, budget));
  cert.sha256 = x509::sha256(cert.der);
  return cert;
}

}  // namespace assay::formats::x509
