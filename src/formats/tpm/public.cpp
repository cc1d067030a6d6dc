#include "formats/tpm/public.h"

#include "bytes/writer.h"
#include "formats/tpm/constants.h"

namespace assay::formats::tpm {
namespace {

using bytes::Parsed;
using bytes::Reader;

Parsed<bytes::ByteSpan> tpm2b(Reader& r, std::string_view field) {
  ASSAY_TRY(const auto size, r.be16(field));
  return r.take(size, field);
}

// TPMT_SYM_DEF_OBJECT: algorithm, and for anything but NULL its key bits and mode.
Parsed<void> skip_symmetric(Reader& r) {
  ASSAY_TRY(const auto alg, r.be16("parameters.symmetric.algorithm"));
  if (alg != kAlgNull) ASSAY_CHECK(r.skip(4, "parameters.symmetric"));
  return {};
}

// TPMT_RSA_SCHEME / TPMT_ECC_SCHEME: every scheme but NULL and RSAES names a hash; ECDAA adds a
// count.
Parsed<void> parse_scheme(Reader& r, Public& out) {
  ASSAY_TRY(out.scheme, r.be16("parameters.scheme"));
  if (out.scheme == kAlgNull || out.scheme == kAlgRsaes) return {};
  ASSAY_TRY(out.scheme_hash, r.be16("parameters.scheme.hashAlg"));
  if (out.scheme == kAlgEcdaa) ASSAY_CHECK(r.skip(2, "parameters.scheme.count"));
  return {};
}

Parsed<void> parse_rsa(Reader& r, Public& out) {
  ASSAY_CHECK(skip_symmetric(r));
  ASSAY_CHECK(parse_scheme(r, out));
  ASSAY_TRY(out.rsa_bits, r.be16("parameters.keyBits"));
  ASSAY_TRY(out.rsa_exponent, r.be32("parameters.exponent"));
  if (out.rsa_exponent == 0) out.rsa_exponent = 65537;  // Part 2, 12.2.3.5: zero means the default
  ASSAY_TRY(out.modulus, tpm2b(r, "unique.rsa"));
  return {};
}

Parsed<void> parse_ecc(Reader& r, Public& out) {
  ASSAY_CHECK(skip_symmetric(r));
  ASSAY_CHECK(parse_scheme(r, out));
  ASSAY_TRY(out.curve, r.be16("parameters.curveID"));
  ASSAY_TRY(const auto kdf, r.be16("parameters.kdf.scheme"));
  if (kdf != kAlgNull) ASSAY_CHECK(r.skip(2, "parameters.kdf.hashAlg"));
  ASSAY_TRY(out.x, tpm2b(r, "unique.ecc.x"));
  ASSAY_TRY(out.y, tpm2b(r, "unique.ecc.y"));
  return {};
}

std::uint16_t be16_of(bytes::ByteSpan b, std::size_t at) {
  auto part = Reader(b).at(at, 2, "size");
  return part ? part->be16("size").value_or(0) : std::uint16_t{0};
}

bool starts_public(bytes::ByteSpan b) {
  const auto type = be16_of(b, 0);
  return (type == kAlgRsa || type == kAlgEcc) &&
         crypto::hash_alg_from_tpm(be16_of(b, 2)).has_value();
}

}  // namespace

Parsed<Public> parse_public(Reader r) {
  if (!starts_public(r.rest()) && r.remaining() > 2 && be16_of(r.rest(), 0) == r.remaining() - 2)
    ASSAY_CHECK(r.skip(2, "TPM2B_PUBLIC.size"));
  Public out;
  out.area = r.rest();
  const std::uint64_t at = r.offset();
  ASSAY_TRY(out.type, r.be16("type"));
  if (out.type != kAlgRsa && out.type != kAlgEcc)
    return bytes::bad_value(at, "type", "TPM_ALG_RSA (0x0001) or TPM_ALG_ECC (0x0023)");
  ASSAY_TRY(const auto name_alg, r.be16("nameAlg"));
  const auto known = crypto::hash_alg_from_tpm(name_alg);
  if (!known) return bytes::bad_value(at + 2, "nameAlg", "a hash algorithm of the TPM's registry");
  out.name_alg = *known;
  ASSAY_TRY(out.attributes, r.be32("objectAttributes"));
  ASSAY_TRY(out.auth_policy, tpm2b(r, "authPolicy"));
  ASSAY_CHECK(out.type == kAlgRsa ? parse_rsa(r, out) : parse_ecc(r, out));
  ASSAY_CHECK(r.finish("TPMT_PUBLIC"));
  return out;
}

base::Bytes name_of(const Public& key, crypto::HashEngine& hash) {
  const auto digest = hash.hash(key.name_alg, key.area);
  if (digest.size() == 0) return {};
  bytes::Writer w;
  w.be16(static_cast<std::uint16_t>(key.name_alg)).raw(digest.span());
  return std::move(w).release();
}

namespace {

base::Result<crypto::PublicKey> load(const Public& key, const auto& load_ec) {
  if (key.type == kAlgRsa) return crypto::PublicKey::rsa(key.modulus, key.rsa_exponent);
  switch (key.curve) {
    case kNistP256:
      return load_ec(crypto::Curve::p256);
    case kNistP384:
      return load_ec(crypto::Curve::p384);
    case kNistP521:
      return load_ec(crypto::Curve::p521);
    default:
      break;
  }
  return base::fail(base::ErrorKind::malformed, "curveID: expected NIST P-256, P-384 or P-521");
}

}  // namespace

base::Result<crypto::PublicKey> to_key(const Public& key) {
  return load(key, [&](crypto::Curve curve) { return crypto::PublicKey::ec(curve, key.x, key.y); });
}

base::Result<crypto::PublicKey> to_key(const Public& key, const crypto::KeyLoader& loader) {
  return load(key, [&](crypto::Curve curve) { return loader.ec(curve, key.x, key.y); });
}

std::vector<std::string_view> missing_ak_attributes(const Public& key) {
  std::vector<std::string_view> missing;
  if (!key.has(kRestricted)) missing.emplace_back("restricted");
  if (!key.has(kSign)) missing.emplace_back("sign");
  if (!key.has(kFixedTpm)) missing.emplace_back("fixedTPM");
  if (!key.has(kFixedParent)) missing.emplace_back("fixedParent");
  if (!key.has(kSensitiveDataOrigin)) missing.emplace_back("sensitiveDataOrigin");
  return missing;
}

bool looks_like_public(bytes::ByteSpan b) noexcept {
  if (starts_public(b)) return b.size() >= 40 && b.size() < 2048;
  return b.size() > 42 && b.size() < 2048 && be16_of(b, 0) == b.size() - 2 &&
         starts_public(b.subspan(2));
}

}  // namespace assay::formats::tpm
