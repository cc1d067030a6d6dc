#include "crypto/public_key.h"

#include <algorithm>
#include <array>
#include <bit>
#include <mutex>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "bytes/text.h"
#include "crypto/ec_point.h"
#include "crypto/rsa_verify.h"

namespace assay::crypto {
namespace {

using base::ErrorKind;
using base::fail;

template <class T, void (*F)(T*)>
struct Freer {
  void operator()(T* p) const noexcept { F(p); }
};
template <class T, void (*F)(T*)>
using Owned = std::unique_ptr<T, Freer<T, F>>;

const EVP_MD* method(HashAlg alg) {
  switch (alg) {
    case HashAlg::sha1:
      return EVP_sha1();
    case HashAlg::sha256:
      return EVP_sha256();
    case HashAlg::sha384:
      return EVP_sha384();
    case HashAlg::sha512:
      return EVP_sha512();
    case HashAlg::sha3_256:
      return EVP_sha3_256();
    case HashAlg::sha3_384:
      return EVP_sha3_384();
    case HashAlg::sha3_512:
      return EVP_sha3_512();
    case HashAlg::sm3_256:
      return EVP_sm3();
    case HashAlg::none:
      break;
  }
  return nullptr;
}

// The key from its numbers; `type` as OpenSSL names it. The error queue is emptied: our own message
// is the one that reaches people.
evp_pkey_st* from_params(const char* type, OSSL_PARAM* params) {
  const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> ctx(
      EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (ctx && EVP_PKEY_fromdata_init(ctx.get()) == 1)
    EVP_PKEY_fromdata(ctx.get(), &key, EVP_PKEY_PUBLIC_KEY, params);
  if (key == nullptr) ERR_clear_error();
  return key;
}

// One DER INTEGER of an ECDSA-Sig-Value, from a bare big-endian number.
void put_integer(base::Bytes& out, bytes::ByteSpan number) {
  const auto digits = without_leading_zeros(number);
  const bool pad = digits.empty() || (digits.front() & std::byte{0x80}) != std::byte{0};
  out.push_back(std::byte{0x02});
  out.push_back(static_cast<std::byte>(digits.size() + (pad ? 1 : 0)));
  if (pad) out.push_back(std::byte{0});
  out.insert(out.end(), digits.begin(), digits.end());
}

}  // namespace

struct PublicKey::Numbers {
  base::Bytes modulus;  ///< big-endian, without leading zeros
  std::uint32_t exponent = 0;
  std::once_flag asked{};
  std::unique_ptr<evp_pkey_st, Free> key{};  ///< made when something other than verify() needs it
};

void PublicKey::Free::operator()(evp_pkey_st* key) const noexcept { EVP_PKEY_free(key); }
void PublicKey::FreeNumbers::operator()(Numbers* numbers) const noexcept { delete numbers; }

evp_pkey_st* PublicKey::handle() const noexcept {
  if (key_ || !numbers_) return key_.get();
  Numbers& n = *numbers_;
  std::call_once(n.asked, [&n] {
    // OSSL_PARAM integers are in native order; little-endian here, as on every machine Assay runs
    // on.
    base::Bytes reversed(n.modulus.rbegin(), n.modulus.rend());
    std::array<OSSL_PARAM, 3> params{
        OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_N, bytes::as_uchars(std::span(reversed)),
                                reversed.size()),
        OSSL_PARAM_construct_uint32(OSSL_PKEY_PARAM_RSA_E, &n.exponent),
        OSSL_PARAM_construct_end()};
    n.key.reset(from_params("RSA", params.data()));
  });
  return n.key.get();
}

base::Result<PublicKey> PublicKey::rsa(bytes::ByteSpan modulus, std::uint32_t exponent) {
  const auto digits = without_leading_zeros(modulus);
  if (digits.size() < 128 || digits.size() > 1024)
    return fail(ErrorKind::malformed, "RSA modulus: expected 1024 to 8192 bits");
  if (exponent < 3 || exponent % 2 == 0)
    return fail(ErrorKind::malformed, "RSA exponent: expected an odd number of at least 3");
  if ((digits.back() & std::byte{1}) == std::byte{0})
    return fail(ErrorKind::malformed, "RSA modulus: expected an odd number");
  return PublicKey(new Numbers{.modulus = bytes::copy(digits), .exponent = exponent});
}

base::Result<PublicKey> PublicKey::ec(Curve curve, bytes::ByteSpan x, bytes::ByteSpan y) {
  const CurveRow& row = row_of(curve);
  ASSAY_TRY(auto point, encode_point(row, x, y));
  std::string group = row.group;
  std::array<OSSL_PARAM, 3> params{
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size()),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.bytes.data(), point.size),
      OSSL_PARAM_construct_end()};
  evp_pkey_st* key = from_params("EC", params.data());
  if (key == nullptr)
    return fail(ErrorKind::malformed, "ECC key: the point does not lie on its curve");
  return PublicKey(key);
}

base::Result<PublicKey> PublicKey::from_spki(bytes::ByteSpan der) {
  const unsigned char* p = bytes::as_uchars(der);
  const Owned<X509_PUBKEY, X509_PUBKEY_free> info(
      d2i_X509_PUBKEY(nullptr, &p, static_cast<long>(der.size())));
  if (!info) {
    ERR_clear_error();
    return fail(ErrorKind::malformed, "SubjectPublicKeyInfo: not the DER structure of RFC 5280");
  }
  if (EVP_PKEY* key = X509_PUBKEY_get(info.get()); key != nullptr) return PublicKey(key);
  ERR_clear_error();
  ASN1_OBJECT* oid = nullptr;
  const unsigned char* bits = nullptr;
  int size = 0;
  X509_PUBKEY_get0_param(&oid, &bits, &size, nullptr, info.get());
  if (oid != nullptr && OBJ_obj2nid(oid) == NID_rsaesOaep)
    if (EVP_PKEY* key = d2i_PublicKey(EVP_PKEY_RSA, nullptr, &bits, size); key != nullptr)
      return PublicKey(key);
  ERR_clear_error();
  return fail(ErrorKind::malformed,
              "SubjectPublicKeyInfo: a key type or a curve that is not supported");
}

base::Result<PublicKey> PublicKey::from_pem(std::string_view pem) {
  const Owned<BIO, BIO_free_all> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(std::min<std::size_t>(pem.size(), 1U << 20U))));
  if (pem.find("-----BEGIN CERTIFICATE") != std::string_view::npos) {
    const Owned<X509, X509_free> cert(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    if (EVP_PKEY* key = cert ? X509_get_pubkey(cert.get()) : nullptr; key != nullptr)
      return PublicKey(key);
  } else if (EVP_PKEY* key = PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr);
             key != nullptr) {
    return PublicKey(key);
  }
  ERR_clear_error();
  return fail(ErrorKind::malformed,
              "expected a PEM public key (-----BEGIN PUBLIC KEY-----) or certificate");
}

KeyType PublicKey::type() const noexcept {
  if (numbers_) return KeyType::rsa;
  switch (EVP_PKEY_get_base_id(key_.get())) {
    case EVP_PKEY_RSA:
    case EVP_PKEY_RSA_PSS:
      return KeyType::rsa;
    case EVP_PKEY_EC:
      return KeyType::ec;
    case EVP_PKEY_ED25519:
      return KeyType::ed25519;
    default:
      return KeyType::other;
  }
}

unsigned PublicKey::bits() const noexcept {
  if (numbers_)
    return static_cast<unsigned>(numbers_->modulus.size() * 8) -
           static_cast<unsigned>(
               std::countl_zero(std::to_integer<std::uint8_t>(numbers_->modulus.front())));
  return static_cast<unsigned>(std::max(0, EVP_PKEY_get_bits(key_.get())));
}

base::Bytes PublicKey::spki() const {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(handle(), &der);
  base::Bytes out;
  if (size > 0) out = bytes::copy(bytes::from_uchars(der, static_cast<std::size_t>(size)));
  OPENSSL_free(der);
  return out;
}

bool PublicKey::same_as(const PublicKey& other) const noexcept {
  const bool same = handle() != nullptr && EVP_PKEY_eq(handle(), other.handle()) == 1;
  if (!same) ERR_clear_error();
  return same;
}

bool PublicKey::verify(SignatureScheme scheme, const Digest& digest,
                       bytes::ByteSpan signature) const {
  const bool wants_rsa = scheme != SignatureScheme::ecdsa;
  if (type() != (wants_rsa ? KeyType::rsa : KeyType::ec)) return false;
  if (numbers_ && scheme == SignatureScheme::rsassa && has_rsassa_name(digest.alg()))
    return verify_rsassa(numbers_->modulus, numbers_->exponent, digest, signature);
  const EVP_MD* md = method(digest.alg());
  const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> ctx(
      EVP_PKEY_CTX_new_from_pkey(nullptr, handle(), nullptr));
  if (!ctx || md == nullptr || EVP_PKEY_verify_init(ctx.get()) != 1) return false;
  bool ready = true;
  if (wants_rsa) {
    const int padding =
        scheme == SignatureScheme::rsapss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING;
    ready = EVP_PKEY_CTX_set_rsa_padding(ctx.get(), padding) == 1 &&
            EVP_PKEY_CTX_set_signature_md(ctx.get(), md) == 1;
    if (ready && scheme == SignatureScheme::rsapss)
      ready = EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx.get(), RSA_PSS_SALTLEN_AUTO) == 1;
  }
  const bool good =
      ready && EVP_PKEY_verify(ctx.get(), bytes::as_uchars(signature), signature.size(),
                               bytes::as_uchars(digest.span()), digest.size()) == 1;
  if (!good) ERR_clear_error();
  return good;
}

bool PublicKey::verify_ecdsa(const Digest& digest, bytes::ByteSpan r, bytes::ByteSpan s) const {
  // Two INTEGERs of at most 67 bytes: the short and the one-byte long form of a DER length suffice.
  if (r.size() > 66 || s.size() > 66) return false;
  base::Bytes body;
  body.reserve(144);
  put_integer(body, r);
  put_integer(body, s);
  base::Bytes der{std::byte{0x30}};
  if (body.size() >= 0x80) der.push_back(std::byte{0x81});
  der.push_back(static_cast<std::byte>(body.size()));
  der.insert(der.end(), body.begin(), body.end());
  return verify(SignatureScheme::ecdsa, digest, der);
}

bool equal_constant_time(bytes::ByteSpan a, bytes::ByteSpan b) noexcept {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace assay::crypto
