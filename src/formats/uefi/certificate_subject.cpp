#include "formats/uefi/certificate_subject.h"

#include "formats/der/tlv.h"
#include "formats/x509/name.h"

namespace assay::formats::uefi {
namespace {

// What one name may cost; real ones have under ten attributes.
constexpr bytes::Limits kLimits{.items = 256, .bytes = 16 * 1024, .depth = 8};

// tbsCertificate: [0] version, serialNumber, signature, issuer, validity, subject.
bytes::Parsed<x509::Name> subject_of(bytes::Reader reader, bytes::Budget& budget) {
  ASSAY_TRY(der::Tlv certificate, der::expect(reader, budget, der::Tag::sequence, "Certificate"));
  ASSAY_TRY(der::Tlv tbs,
            der::expect(certificate.content, budget, der::Tag::sequence, "tbsCertificate"));
  bytes::Reader& fields = tbs.content;
  ASSAY_CHECK(der::next_if_context(fields, budget, 0, "version"));
  ASSAY_CHECK(der::expect(fields, budget, der::Tag::integer, "serialNumber"));
  ASSAY_CHECK(der::expect(fields, budget, der::Tag::sequence, "signature"));
  ASSAY_CHECK(der::expect(fields, budget, der::Tag::sequence, "issuer"));
  ASSAY_CHECK(der::expect(fields, budget, der::Tag::sequence, "validity"));
  return x509::parse_name(fields, budget, "subject");
}

}  // namespace

std::optional<std::string> certificate_subject(bytes::ByteSpan der) {
  if (der.size() > kMaxCertificate) return std::nullopt;
  bytes::Budget budget(kLimits);
  const auto subject = subject_of(bytes::Reader(der), budget);
  if (!subject) return std::nullopt;
  return subject->empty() ? "(empty subject)" : subject->text();
}

}  // namespace assay::formats::uefi
