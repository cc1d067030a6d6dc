#include "base/error.h"
#include "bytes/text.h"
#include "formats/pe/authenticode.h"

namespace assay::formats::pe {
namespace {

using bytes::Budget;
using bytes::ByteSpan;
using bytes::Parsed;
using bytes::Reader;

// Does the image have the digest that the signed content states?
std::string departure(const Image& image, const cms::SignedData& data, crypto::HashEngine& hash) {
  if (!data.image_digest) return "it does not state an image's digest";
  if (data.image_digest->hash == crypto::HashAlg::none)
    return "it states a digest of a kind that Assay does not know";
  const auto digest = authenticode_digest(image, data.image_digest->hash, hash);
  if (!digest) return digest.error().describe();
  if (!bytes::equal(digest->span(), data.image_digest->value))
    return "it is over another image: the digest it states is not this one's";
  return {};
}

void describe_signer(const cms::SignedData& data, const cms::SignerInfo& signer, Signature& out) {
  out.certificate = signer.certificate;
  if (!signer.certificate) return;
  const x509::Certificate& c = data.certificates[*signer.certificate];
  out.signer = c.subject.text();
  out.issuer = c.issuer.text();
}

Parsed<void> check_one(const Image& image, Reader reader, crypto::HashEngine& hash, Budget& budget,
                       std::vector<Signature>& out) {
  const bytes::Nesting level(budget);
  ASSAY_CHECK(level.check(reader.offset(), "SignedData"));
  const auto data = cms::parse_signed_data(reader, budget);
  if (!data) {
    if (data.error().fault == bytes::Fault::budget) return std::unexpected(data.error());
    Signature broken;
    broken.offset = reader.offset();
    broken.why = data.error().describe();
    out.push_back(std::move(broken));
    return {};
  }
  const std::string wrong = departure(image, *data, hash);
  for (const cms::SignerInfo& signer : data->signers) {
    // A public-key operation costs what thousands of items do.
    ASSAY_CHECK(budget.items(5000, signer.offset, "signerInfos"));
    Signature s;
    s.offset = signer.offset;
    s.hash = data->image_digest ? data->image_digest->hash : signer.hash;
    describe_signer(*data, signer, s);
    s.why = wrong;
    if (s.why.empty()) {
      const auto good = cms::verify_signer(*data, signer, data->content.value_or(ByteSpan{}));
      if (!good) s.why = good.error().message;
    }
    s.holds = s.why.empty();
    s.certificates = data->certificates;
    out.push_back(std::move(s));
    for (const ByteSpan nested : signer.nested)
      ASSAY_CHECK(check_one(image, Reader(nested, signer.offset), hash, budget, out));
  }
  return {};
}

}  // namespace

Parsed<std::vector<Signature>> check_signatures(const Image& image, crypto::HashEngine& hash,
                                                Budget& budget) {
  std::vector<Signature> out;
  ASSAY_TRY(const auto table, parse_certificate_table(image, budget));
  for (const AttributeCertificate& c : table) {
    if (c.type != kCertificatePkcs7) continue;
    ASSAY_CHECK(check_one(image, Reader(c.content, c.offset + 8), hash, budget, out));
  }
  return out;
}

}  // namespace assay::formats::pe
