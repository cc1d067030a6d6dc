#include "formats/tpm/attest.h"

#include "bytes/text.h"
#include "formats/tpm/constants.h"

namespace assay::formats::tpm {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::string_view kMagic = "\xFFTCG";

Parsed<bytes::ByteSpan> tpm2b(Reader& r, std::string_view field) {
  ASSAY_TRY(const auto size, r.be16(field));
  return r.take(size, field);
}

// TPM2B_ATTEST: a size that covers exactly the rest, and the magic behind it.
bool is_sized(bytes::ByteSpan b) {
  if (b.size() < 6 || !bytes::starts_with(b.subspan(2), kMagic)) return false;
  return Reader(b).be16("size").value_or(0) == b.size() - 2;
}

Parsed<QuoteInfo> parse_quote(Reader& r) {
  QuoteInfo q;
  ASSAY_TRY(q.selections, parse_pcr_selections(r));
  ASSAY_TRY(q.pcr_digest, tpm2b(r, "pcrDigest"));
  return q;
}

Parsed<CertifyInfo> parse_certify(Reader& r) {
  CertifyInfo c;
  ASSAY_TRY(c.name, tpm2b(r, "certify.name"));
  ASSAY_TRY(c.qualified_name, tpm2b(r, "certify.qualifiedName"));
  return c;
}

}  // namespace

Parsed<Attest> parse_attest(Reader r) {
  if (is_sized(r.rest())) ASSAY_CHECK(r.skip(2, "TPM2B_ATTEST.size"));
  Attest a;
  a.signed_bytes = r.rest();
  ASSAY_TRY(a.magic, r.be32("magic"));
  ASSAY_TRY(a.type, r.be16("type"));
  ASSAY_TRY(a.qualified_signer, tpm2b(r, "qualifiedSigner"));
  ASSAY_TRY(a.extra_data, tpm2b(r, "extraData"));
  ASSAY_TRY(a.clock.clock, r.be64("clockInfo.clock"));
  ASSAY_TRY(a.clock.reset_count, r.be32("clockInfo.resetCount"));
  ASSAY_TRY(a.clock.restart_count, r.be32("clockInfo.restartCount"));
  ASSAY_TRY(const auto safe, r.u8("clockInfo.safe"));
  a.clock.safe = safe != 0;
  ASSAY_TRY(a.firmware_version, r.be64("firmwareVersion"));
  if (a.type == kAttestQuote) {
    ASSAY_TRY(a.quote, parse_quote(r));
  } else if (a.type == kAttestCertify) {
    ASSAY_TRY(a.certify, parse_certify(r));
  } else {
    return a;  // other kinds attest to things that Assay does not appraise
  }
  ASSAY_CHECK(r.finish("TPMS_ATTEST"));
  return a;
}

bool looks_like_attest(bytes::ByteSpan b) noexcept {
  return (bytes::starts_with(b, kMagic) && b.size() > 6) || is_sized(b);
}

}  // namespace assay::formats::tpm
