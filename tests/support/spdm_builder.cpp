#include "support/spdm_builder.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdexcept>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "crypto/digest.h"

namespace assay::testing {
namespace {

void must(bool ok) {
  if (!ok) throw std::runtime_error("OpenSSL refused in a test");
}

base::Bytes bytes_of(BIO* bio) {
  char* data = nullptr;
  const long n = BIO_get_mem_data(bio, &data);
  auto out = bytes::copy(bytes::as_bytes(std::string_view(data, static_cast<std::size_t>(n))));
  BIO_free(bio);
  return out;
}

X509* certify(evp_pkey_st* key) {
  X509* cert = X509_new();
  X509_set_version(cert, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(cert), 7);
  ASN1_TIME_set_string_X509(X509_getm_notBefore(cert), "20200101000000Z");
  ASN1_TIME_set_string_X509(X509_getm_notAfter(cert), "20400101000000Z");
  X509_NAME* name = X509_get_subject_name(cert);
  const std::string words = "SPDM device";
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, bytes::as_uchars(bytes::as_bytes(words)), -1,
                             -1, 0);
  X509_set_issuer_name(cert, name);
  X509_set_pubkey(cert, key);
  must(X509_sign(cert, key, EVP_sha256()) > 0);
  return cert;
}

void header(bytes::Writer& w, std::uint8_t version, std::uint8_t code, std::uint8_t param1 = 0,
            std::uint8_t param2 = 0) {
  w.u8(version).u8(code).u8(param1).u8(param2);
}

void write_vca(bytes::Writer& w, std::uint8_t version, std::uint32_t asym) {
  header(w, 0x10, 0x84);
  header(w, 0x10, 0x04);
  w.u8(0).u8(1).le16(static_cast<std::uint16_t>(version << 8U));
  header(w, version, 0xE1);
  if (version >= 0x11) w.zeros(8);
  if (version >= 0x12) w.zeros(8);
  header(w, version, 0x61);
  w.zeros(version >= 0x12 ? 16 : 8);
  header(w, version, 0xE3);
  w.le16(32).zeros(26);
  header(w, version, 0x63);
  w.le16(36).u8(1).u8(0).le32(2).le32(asym).le32(1).zeros(16);
}

}  // namespace

SpdmDevice::SpdmDevice(Key kind)
    : kind_(kind),
      key_(kind == Key::rsa2048 ? EVP_RSA_gen(2048)
                                : EVP_EC_gen(kind == Key::p256 ? "P-256" : "P-384")) {
  must(key_ != nullptr);
}

SpdmDevice::~SpdmDevice() { EVP_PKEY_free(key_); }

std::string SpdmDevice::certificate_pem() const {
  X509* cert = certify(key_);
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(bio, cert);
  X509_free(cert);
  return bytes::to_string(bytes_of(bio));
}

base::Bytes SpdmDevice::certificate_der() const {
  X509* cert = certify(key_);
  BIO* bio = BIO_new(BIO_s_mem());
  i2d_X509_bio(bio, cert);
  X509_free(cert);
  return bytes_of(bio);
}

base::Bytes SpdmDevice::spki() const {
  BIO* bio = BIO_new(BIO_s_mem());
  i2d_PUBKEY_bio(bio, key_);
  return bytes_of(bio);
}

std::string SpdmDevice::public_pem() const {
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PUBKEY(bio, key_);
  return bytes::to_string(bytes_of(bio));
}

std::uint32_t SpdmDevice::algorithm_bit() const {
  return kind_ == Key::rsa2048 ? 2U : kind_ == Key::p256 ? 1U << 4U : 1U << 7U;
}

std::string SpdmDevice::algorithm_name() const {
  return kind_ == Key::rsa2048 ? "TPM_ALG_RSAPSS_2048"
         : kind_ == Key::p256  ? "TPM_ALG_ECDSA_ECC_NIST_P256"
                               : "TPM_ALG_ECDSA_ECC_NIST_P384";
}

base::Bytes SpdmDevice::sign(bytes::ByteSpan message) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_PKEY_CTX* options = nullptr;
  must(EVP_DigestSignInit(context, &options, EVP_sha256(), nullptr, key_) == 1);
  if (kind_ == Key::rsa2048) {
    EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST);
  }
  base::Bytes out(1024);
  std::size_t size = out.size();
  must(EVP_DigestSign(context, bytes::as_uchars(std::span(out)), &size, bytes::as_uchars(message),
                      message.size()) == 1);
  EVP_MD_CTX_free(context);
  out.resize(size);
  if (kind_ == Key::rsa2048) return out;
  // SPDM has r and s as bare numbers (DSP0274, 8.4.3).
  const unsigned char* at = bytes::as_uchars(bytes::ByteSpan(out));
  ECDSA_SIG* sig = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size));
  const int width = kind_ == Key::p256 ? 32 : 48;
  base::Bytes plain(static_cast<std::size_t>(width) * 2);
  const auto half = static_cast<std::size_t>(width);
  BN_bn2binpad(ECDSA_SIG_get0_r(sig), bytes::as_uchars(std::span(plain).first(half)), width);
  BN_bn2binpad(ECDSA_SIG_get0_s(sig), bytes::as_uchars(std::span(plain).subspan(half)), width);
  ECDSA_SIG_free(sig);
  return plain;
}

base::Bytes SpdmDevice::transcript(std::uint8_t version, const std::vector<SpdmBlock>& blocks,
                                   std::byte nonce) const {
  bytes::Writer record;
  for (const auto& b : blocks) {
    const auto size = static_cast<std::uint16_t>(b.value.size());
    record.u8(b.index).u8(1).le16(static_cast<std::uint16_t>(size + 3)).u8(b.type).le16(size);
    record.raw(bytes::as_bytes(b.value));
  }
  bytes::Writer w;
  if (version >= 0x12) write_vca(w, version, algorithm_bit());
  header(w, version, 0xE0, 1, 0xFF);
  w.raw(base::Bytes(32, nonce));
  if (version >= 0x11) w.u8(0);
  if (version >= 0x13) w.zeros(8);
  header(w, version, 0x60);
  w.u8(static_cast<std::uint8_t>(blocks.size()));
  w.le16(static_cast<std::uint16_t>(record.size())).u8(0).raw(record.view());
  w.raw(base::Bytes(32, std::byte{0x3C})).le16(4).raw(bytes::as_bytes("opaq"));
  if (version >= 0x13) w.zeros(8);
  // What is signed is written out here again, so that the checker is not checked by itself.
  crypto::HashEngine hash;
  const auto l2 = hash.hash(crypto::HashAlg::sha256, w.view());
  bytes::Writer message;
  if (version >= 0x12) {
    const std::string prefix = std::string("dmtf-spdm-v1.") + (version == 0x12 ? "2" : "3") + ".*";
    for (int i = 0; i < 4; ++i) message.raw(bytes::as_bytes(prefix));
    message.zeros(6).raw(bytes::as_bytes("responder-measurements signing")).raw(l2.span());
  } else {
    message.raw(w.view());
  }
  w.raw(sign(message.view()));
  return std::move(w).release();
}

}  // namespace assay::testing
