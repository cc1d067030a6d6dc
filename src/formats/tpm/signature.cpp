#include "formats/tpm/signature.h"

#include "formats/tpm/constants.h"

namespace assay::formats::tpm {
namespace {

using crypto::SignatureScheme;

bytes::Parsed<bytes::ByteSpan> tpm2b(bytes::Reader& r, std::string_view field) {
  ASSAY_TRY(const auto size, r.be16(field));
  return r.take(size, field);
}

}  // namespace

bytes::Parsed<Signature> parse_signature(bytes::Reader r) {
  Signature out;
  const std::uint64_t at = r.offset();
  ASSAY_TRY(const auto alg, r.be16("sigAlg"));
  if (alg != kAlgRsassa && alg != kAlgRsapss && alg != kAlgEcdsa)
    return bytes::bad_value(at, "sigAlg", "RSASSA (0x0014), RSAPSS (0x0016) or ECDSA (0x0018)");
  const std::uint64_t hash_at = r.offset();
  ASSAY_TRY(const auto hash, r.be16("hash"));
  const auto known = crypto::hash_alg_from_tpm(hash);
  if (!known) return bytes::bad_value(hash_at, "hash", "a hash algorithm of the TPM's registry");
  out.hash = *known;
  if (alg == kAlgEcdsa) {
    out.scheme = SignatureScheme::ecdsa;
    ASSAY_TRY(out.r, tpm2b(r, "signatureR"));
    ASSAY_TRY(out.s, tpm2b(r, "signatureS"));
  } else {
    out.scheme = alg == kAlgRsapss ? SignatureScheme::rsapss : SignatureScheme::rsassa;
    ASSAY_TRY(out.rsa, tpm2b(r, "sig"));
  }
  ASSAY_CHECK(r.finish("TPMT_SIGNATURE"));
  return out;
}

std::string to_string(SignatureScheme scheme, crypto::HashAlg hash) {
  std::string out = "RSASSA";
  if (scheme == SignatureScheme::rsapss) out = "RSAPSS";
  if (scheme == SignatureScheme::ecdsa) out = "ECDSA";
  return out + "-" + std::string(crypto::name(hash));
}

bool verify(const crypto::PublicKey& key, const Signature& signature,
            const crypto::Digest& digest) {
  if (signature.scheme == SignatureScheme::ecdsa)
    return key.verify_ecdsa(digest, signature.r, signature.s);
  return key.verify(signature.scheme, digest, signature.rsa);
}

}  // namespace assay::formats::tpm
