#include "formats/cms/signer_info.h"

#include "formats/der/value.h"

namespace assay::formats::cms {
namespace {

using bytes::Budget;
using bytes::Parsed;
using bytes::Reader;
using crypto::HashAlg;
using der::Tag;

constexpr std::string_view kMessageDigest = "1.2.840.113549.1.9.4";
constexpr std::string_view kNestedSignature = "1.3.6.1.4.1.311.2.4.1";
constexpr std::string_view kRsaEncryption = "1.2.840.113549.1.1.1";
constexpr std::string_view kEcPublicKey = "1.2.840.10045.2.1";

HashAlg hash_from_oid(std::string_view oid) noexcept {
  if (oid == "1.3.14.3.2.26") return HashAlg::sha1;
  if (oid == "2.16.840.1.101.3.4.2.1") return HashAlg::sha256;
  if (oid == "2.16.840.1.101.3.4.2.2") return HashAlg::sha384;
  if (oid == "2.16.840.1.101.3.4.2.3") return HashAlg::sha512;
  return HashAlg::none;
}

// sid: IssuerAndSerialNumber, or [0] SubjectKeyIdentifier.
Parsed<void> parse_sid(Reader& r, Budget& budget, SignerInfo& out) {
  ASSAY_TRY(const der::Tlv sid, der::read(r, budget, "sid"));
  if (sid.is_context(0)) {
    out.key_id = sid.content.whole();
    return {};
  }
  if (!sid.is(Tag::sequence) || !sid.constructed)
    return bytes::bad_value(sid.offset, "sid", "issuerAndSerialNumber or subjectKeyIdentifier");
  Reader in = sid.content;
  ASSAY_TRY(const der::Tlv issuer, der::expect(in, budget, Tag::sequence, "issuer"));
  ASSAY_TRY(const der::Tlv serial, der::expect(in, budget, Tag::integer, "serialNumber"));
  out.issuer = issuer.whole;
  out.serial = serial.content.whole();
  return {};
}

// Attribute ::= SEQUENCE { attrType OID, attrValues SET }; `take` gets each value.
template <class Take>
Parsed<void> each_attribute(Reader r, Budget& budget, Take take) {
  while (!r.empty()) {
    ASSAY_TRY(der::Tlv attribute, der::expect(r, budget, Tag::sequence, "Attribute"));
    ASSAY_TRY(const der::Tlv type, der::expect(attribute.content, budget, Tag::oid, "attrType"));
    ASSAY_TRY(const std::string oid, der::oid(type, "attrType"));
    ASSAY_TRY(der::Tlv values, der::expect(attribute.content, budget, Tag::set, "attrValues"));
    while (!values.content.empty()) {
      ASSAY_TRY(const der::Tlv value, der::read(values.content, budget, "attrValues"));
      take(oid, value);
    }
  }
  return {};
}

// PKCS #7 names the bare key algorithm and leaves the hash to digestAlgorithm.
void complete(x509::SignatureAlgorithm& algorithm, HashAlg hash) {
  if (algorithm.scheme) return;
  if (algorithm.oid == kRsaEncryption) algorithm.scheme = crypto::SignatureScheme::rsassa;
  if (algorithm.oid == kEcPublicKey) algorithm.scheme = crypto::SignatureScheme::ecdsa;
  if (algorithm.scheme) algorithm.hash = hash;
}

}  // namespace

Parsed<HashAlg> read_digest_algorithm(Reader& reader, Budget& budget, std::string_view field) {
  ASSAY_TRY(der::Tlv sequence, der::expect(reader, budget, Tag::sequence, field));
  ASSAY_TRY(const der::Tlv id, der::expect(sequence.content, budget, Tag::oid, field));
  ASSAY_TRY(const std::string oid, der::oid(id, field));
  return hash_from_oid(oid);
}

Parsed<SignerInfo> parse_signer_info(Reader& reader, Budget& budget) {
  SignerInfo out;
  out.offset = reader.offset();
  ASSAY_TRY(const der::Tlv sequence, der::expect(reader, budget, Tag::sequence, "SignerInfo"));
  Reader r = sequence.content;
  ASSAY_CHECK(der::expect(r, budget, Tag::integer, "version"));
  ASSAY_CHECK(parse_sid(r, budget, out));
  ASSAY_TRY(out.hash, read_digest_algorithm(r, budget, "digestAlgorithm"));
  ASSAY_TRY(const auto signed_part, der::next_if_context(r, budget, 0, "signedAttrs"));
  if (signed_part) {
    out.signed_attributes = signed_part->whole;
    ASSAY_CHECK(each_attribute(signed_part->content, budget, [&](const auto& oid, const auto& v) {
      // Two of them would mean two things: the last is taken, and the signature check decides.
      if (oid == kMessageDigest) out.message_digest = v.content.whole();
    }));
  }
  ASSAY_TRY(out.algorithm, x509::parse_signature_algorithm(r, budget, "signatureAlgorithm"));
  complete(out.algorithm, out.hash);
  ASSAY_TRY(const der::Tlv signature, der::expect(r, budget, Tag::octet_string, "signature"));
  out.signature = signature.content.whole();
  ASSAY_TRY(const auto rest, der::next_if_context(r, budget, 1, "unsignedAttrs"));
  if (rest)
    ASSAY_CHECK(each_attribute(rest->content, budget, [&](const auto& oid, const auto& v) {
      if (oid == kNestedSignature) out.nested.push_back(v.whole);
    }));
  return out;
}

}  // namespace assay::formats::cms
