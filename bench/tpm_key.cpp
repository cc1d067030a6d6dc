#include "tpm_key.h"

#include <array>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdexcept>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/tpm/constants.h"

namespace assay::bench {
namespace {

using bytes::Writer;
namespace tpm = formats::tpm;

constexpr std::uint16_t kSha256 = 0x000B;
constexpr std::uint32_t kUserWithAuth = 1U << 6U;
constexpr std::uint32_t kAttestationKey = tpm::kFixedTpm | tpm::kFixedParent | tpm::kRestricted |
                                          tpm::kSensitiveDataOrigin | tpm::kSign | kUserWithAuth;

// A benchmark whose inputs cannot be made has nothing to measure.
void must(bool done, const char* what) {
  if (!done) throw std::runtime_error(std::string("OpenSSL cannot ") + what);
}

base::Bytes big_endian(const BIGNUM* number, std::size_t size) {
  base::Bytes out(size);
  must(BN_bn2binpad(number, bytes::as_uchars(std::span(out)), static_cast<int>(size)) >= 0,
       "write a number");
  return out;
}

base::Bytes parameter(EVP_PKEY* key, const char* name, std::size_t size) {
  BIGNUM* number = nullptr;
  must(EVP_PKEY_get_bn_param(key, name, &number) == 1, "state a key's number");
  auto out = big_endian(number, size);
  BN_free(number);
  return out;
}

void put_sized(Writer& w, bytes::ByteSpan part) {
  w.be16(static_cast<std::uint16_t>(part.size())).raw(part);
}

}  // namespace

void TpmKey::Free::operator()(evp_pkey_st* key) const noexcept { EVP_PKEY_free(key); }

TpmKey TpmKey::make(KeyKind kind) {
  EVP_PKEY* key = kind == KeyKind::rsa2048 ? EVP_RSA_gen(2048U) : EVP_EC_gen("P-256");
  must(key != nullptr, "make a key");
  return {kind, key};
}

base::Bytes TpmKey::tpmt_public() const {
  Writer w;
  const bool rsa = kind_ == KeyKind::rsa2048;
  w.be16(rsa ? tpm::kAlgRsa : tpm::kAlgEcc).be16(kSha256).be32(kAttestationKey).be16(0);
  w.be16(tpm::kAlgNull).be16(rsa ? tpm::kAlgRsassa : tpm::kAlgEcdsa).be16(kSha256);
  if (rsa) {
    put_sized(w.be16(2048).be32(0), parameter(key_.get(), OSSL_PKEY_PARAM_RSA_N, 256));
  } else {
    w.be16(tpm::kNistP256).be16(tpm::kAlgNull);
    put_sized(w, parameter(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X, 32));
    put_sized(w, parameter(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y, 32));
  }
  return std::move(w).release();
}

base::Bytes TpmKey::sign(bytes::ByteSpan message) const {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> ctx(EVP_MD_CTX_new(),
                                                                    EVP_MD_CTX_free);
  std::array<std::byte, 512> out{};
  std::size_t size = out.size();
  must(EVP_DigestSignInit(ctx.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
           EVP_DigestSign(ctx.get(), bytes::as_uchars(std::span<std::byte>(out)), &size,
                          bytes::as_uchars(message), message.size()) == 1,
       "sign");
  return bytes::copy(bytes::ByteSpan(out).first(size));
}

base::Bytes TpmKey::tpmt_signature(bytes::ByteSpan signature) const {
  Writer w;
  if (kind_ == KeyKind::rsa2048) {
    put_sized(w.be16(tpm::kAlgRsassa).be16(kSha256), signature);
    return std::move(w).release();
  }
  const unsigned char* p = bytes::as_uchars(signature);
  ECDSA_SIG* pair = d2i_ECDSA_SIG(nullptr, &p, static_cast<long>(signature.size()));
  must(pair != nullptr, "read its own signature");
  w.be16(tpm::kAlgEcdsa).be16(kSha256);
  put_sized(w, big_endian(ECDSA_SIG_get0_r(pair), 32));
  put_sized(w, big_endian(ECDSA_SIG_get0_s(pair), 32));
  ECDSA_SIG_free(pair);
  return std::move(w).release();
}

base::Bytes TpmKey::certificate(const std::string& common_name) const {
  const std::unique_ptr<X509, decltype(&X509_free)> cert(X509_new(), X509_free);
  X509_NAME* subject = X509_get_subject_name(cert.get());
  must(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                  bytes::as_uchars(bytes::as_bytes(common_name)),
                                  static_cast<int>(common_name.size()), -1, 0) == 1,
       "name a certificate");
  X509_set_version(cert.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(cert.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(cert.get()), 10L * 365 * 86'400);
  X509_set_issuer_name(cert.get(), subject);
  X509_set_pubkey(cert.get(), key_.get());
  must(X509_sign(cert.get(), key_.get(), EVP_sha256()) > 0, "sign a certificate");
  unsigned char* der = nullptr;
  const int size = i2d_X509(cert.get(), &der);
  must(size > 0, "write a certificate");
  auto out = bytes::copy(bytes::from_uchars(der, static_cast<std::size_t>(size)));
  OPENSSL_free(der);
  return out;
}

}  // namespace assay::bench
