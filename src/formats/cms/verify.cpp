#include "base/types.h"
#include "bytes/text.h"
#include "formats/cms/signed_data.h"

namespace assay::formats::cms {
namespace {

using base::ErrorKind;
using base::fail;

}  // namespace

base::Result<void> verify_signer(const SignedData& data, const SignerInfo& signer,
                                 bytes::ByteSpan content) {
  if (!signer.certificate)
    return fail(ErrorKind::refused, "the signer's certificate is not among those that came along");
  ASSAY_TRY(const crypto::PublicKey key, data.certificates[*signer.certificate].public_key());
  if (signer.signed_attributes.empty())
    return x509::verify(signer.algorithm, key, content, signer.signature);
  if (signer.hash == crypto::HashAlg::none)
    return fail(ErrorKind::refused, "a digest algorithm that Assay does not know");
  crypto::HashEngine engine;
  const crypto::Digest digest = engine.hash(signer.hash, content);
  if (digest.size() == 0 || !bytes::equal(digest.span(), signer.message_digest))
    return fail(ErrorKind::refused, "the signed digest is not that of the content");
  // Signed as a SET OF, stored under [0] (RFC 5652, 5.4).
  base::Bytes attributes = bytes::copy(signer.signed_attributes);
  attributes.front() = std::byte{0x31};
  return x509::verify(signer.algorithm, key, attributes, signer.signature);
}

}  // namespace assay::formats::cms
