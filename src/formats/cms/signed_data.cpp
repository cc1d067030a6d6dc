#include "formats/cms/signed_data.h"

#include "bytes/text.h"
#include "formats/cms/signer_info.h"
#include "formats/der/value.h"

namespace assay::formats::cms {
namespace {

using bytes::bad_value;
using bytes::Budget;
using bytes::Parsed;
using bytes::Reader;
using der::Tag;

constexpr std::string_view kSignedData = "1.2.840.113549.1.7.2";

// ContentInfo ::= SEQUENCE { contentType, [0] EXPLICIT content }; a bare SignedData starts with a
// version instead.
Parsed<der::Tlv> unwrap(Reader r, Budget& budget) {
  ASSAY_TRY(const der::Tlv outer, der::expect(r, budget, Tag::sequence, "ContentInfo"));
  Reader in = outer.content;
  ASSAY_TRY(const auto type, der::next_if(in, budget, Tag::oid, "contentType"));
  if (!type) return outer;
  ASSAY_TRY(const std::string oid, der::oid(*type, "contentType"));
  if (oid != kSignedData) return bad_value(type->offset, "contentType", "signedData");
  ASSAY_TRY(der::Tlv explicit_content, der::expect_context(in, budget, 0, "content"));
  return der::expect(explicit_content.content, budget, Tag::sequence, "SignedData");
}

// SpcIndirectDataContent ::= SEQUENCE { data, messageDigest DigestInfo }
Parsed<StatedDigest> parse_indirect_data(Reader r, Budget& budget) {
  StatedDigest out;
  ASSAY_CHECK(der::expect(r, budget, Tag::sequence, "SpcAttributeTypeAndOptionalValue"));
  ASSAY_TRY(der::Tlv info, der::expect(r, budget, Tag::sequence, "messageDigest"));
  ASSAY_TRY(out.hash, read_digest_algorithm(info.content, budget, "digestAlgorithm"));
  ASSAY_TRY(const der::Tlv digest, der::expect(info.content, budget, Tag::octet_string, "digest"));
  out.value = digest.content.whole();
  return out;
}

Parsed<void> parse_content(Reader& r, Budget& budget, SignedData& out) {
  ASSAY_TRY(der::Tlv info, der::expect(r, budget, Tag::sequence, "contentInfo"));
  ASSAY_TRY(const der::Tlv type, der::expect(info.content, budget, Tag::oid, "contentType"));
  ASSAY_TRY(out.content_type, der::oid(type, "contentType"));
  ASSAY_TRY(auto explicit_content, der::next_if_context(info.content, budget, 0, "content"));
  if (!explicit_content) return {};
  // An OCTET STRING in CMS, the type itself in PKCS #7: in both, what is signed is the content of
  // the one element in here.
  ASSAY_TRY(const der::Tlv content, der::read(explicit_content->content, budget, "content"));
  out.content = content.content.whole();
  if (out.content_type == kSpcIndirectData) {
    ASSAY_TRY(out.image_digest, parse_indirect_data(content.content, budget));
  }
  return {};
}

Parsed<void> parse_certificates(Reader r, Budget& budget, SignedData& out) {
  while (!r.empty()) {
    const std::uint64_t at = r.offset();
    ASSAY_TRY(const der::Tlv tlv, der::read(r, budget, "certificates"));
    auto certificate = tlv.is(Tag::sequence)
                           ? x509::parse_certificate(Reader(tlv.whole, at), budget)
                           : bad_value(at, "certificates", "a Certificate");
    if (certificate) {
      out.certificates.push_back(*std::move(certificate));
    } else if (certificate.error().fault == bytes::Fault::budget) {
      return std::unexpected(certificate.error());
    } else {
      ++out.unread_certificates;
    }
  }
  return {};
}

std::optional<std::size_t> find_certificate(const SignedData& data, const SignerInfo& signer) {
  for (std::size_t i = 0; i < data.certificates.size(); ++i) {
    const x509::Certificate& c = data.certificates[i];
    if (signer.issuer.empty()) {
      const auto& id = c.extensions.subject_key_id;
      if (!signer.key_id.empty() && bytes::equal(id, signer.key_id)) return i;
    } else if (bytes::equal(c.serial, signer.serial) && bytes::equal(c.issuer.der, signer.issuer)) {
      return i;
    }
  }
  return std::nullopt;
}

}  // namespace

Parsed<SignedData> parse_signed_data(Reader reader, Budget& budget) {
  SignedData out;
  out.offset = reader.offset();
  ASSAY_TRY(const der::Tlv data, unwrap(reader, budget));
  Reader r = data.content;
  ASSAY_CHECK(der::expect(r, budget, Tag::integer, "version"));
  ASSAY_CHECK(der::expect(r, budget, Tag::set, "digestAlgorithms"));
  ASSAY_CHECK(parse_content(r, budget, out));
  ASSAY_TRY(const auto certificates, der::next_if_context(r, budget, 0, "certificates"));
  if (certificates) ASSAY_CHECK(parse_certificates(certificates->content, budget, out));
  ASSAY_CHECK(der::next_if_context(r, budget, 1, "crls"));
  ASSAY_TRY(const der::Tlv signers, der::expect(r, budget, Tag::set, "signerInfos"));
  Reader list = signers.content;
  while (!list.empty()) {
    ASSAY_TRY(SignerInfo signer, parse_signer_info(list, budget));
    signer.certificate = find_certificate(out, signer);
    out.signers.push_back(std::move(signer));
  }
  return out;
}

}  // namespace assay::formats::cms
