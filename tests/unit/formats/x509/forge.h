// Certificates for tests, written here byte by byte, so that a test can bend any field. Keys are
// fresh P-256 keys (or RSA where asked) and live as long as their Key.
#pragma once

#include <memory>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <optional>
#include <string>
#include <string_view>

#include "base/types.h"
#include "bytes/reader.h"
#include "bytes/text.h"

namespace assay::testing {

using base::Bytes;

inline Bytes join(std::initializer_list<Bytes> parts) {
  Bytes out;
  for (const Bytes& part : parts) out.insert(out.end(), part.begin(), part.end());
  return out;
}
inline Bytes hex(std::string_view text) { return *bytes::from_hex(text); }
inline Bytes text_bytes(std::string_view text) { return bytes::copy(bytes::as_bytes(text)); }

/// One DER element with a minimal length.
inline Bytes tlv(unsigned tag, const Bytes& content) {
  Bytes out{static_cast<std::byte>(tag)};
  const std::size_t n = content.size();
  if (n >= 0x100) {
    out.push_back(std::byte{0x82});
    out.push_back(static_cast<std::byte>(n >> 8U));
  } else if (n >= 0x80) {
    out.push_back(std::byte{0x81});
  }
  out.push_back(static_cast<std::byte>(n & 0xFFU));
  out.insert(out.end(), content.begin(), content.end());
  return out;
}
inline Bytes sequence(std::initializer_list<Bytes> parts) { return tlv(0x30, join(parts)); }
inline Bytes oid(std::string_view content_hex) { return tlv(6, hex(content_hex)); }
inline Bytes common_name(std::string_view value) {
  return sequence({oid("550403"), tlv(12, text_bytes(value))});
}
/// A Name of one commonName; empty for "".
inline Bytes name(std::string_view value) {
  return value.empty() ? sequence({}) : sequence({tlv(0x31, common_name(value))});
}
inline Bytes extension(std::string_view oid_hex, bool critical, const Bytes& value) {
  return sequence({oid(oid_hex), critical ? hex("0101ff") : Bytes{}, tlv(4, value)});
}

class Key {
 public:
  static Key p256() { return Key(EVP_EC_gen("P-256")); }
  static Key rsa(unsigned bits) { return Key(EVP_RSA_gen(bits)); }

  [[nodiscard]] Bytes spki() const {
    unsigned char* out = nullptr;
    const int n = i2d_PUBKEY(key_.get(), &out);
    Bytes copy = bytes::copy(bytes::from_uchars(out, static_cast<std::size_t>(n)));
    OPENSSL_free(out);
    return copy;
  }
  /// `pss`: RSASSA-PSS with a salt of the digest's size.
  [[nodiscard]] Bytes sign(const Bytes& message, const EVP_MD* md, bool pss = false) const {
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> ctx(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX* key_ctx = nullptr;
    EVP_DigestSignInit(ctx.get(), &key_ctx, md, nullptr, key_.get());
    if (pss) {
      EVP_PKEY_CTX_set_rsa_padding(key_ctx, RSA_PKCS1_PSS_PADDING);
      EVP_PKEY_CTX_set_rsa_pss_saltlen(key_ctx, RSA_PSS_SALTLEN_DIGEST);
    }
    std::size_t n = 0;
    EVP_DigestSign(ctx.get(), nullptr, &n, bytes::as_uchars(message), message.size());
    Bytes out(n);
    EVP_DigestSign(ctx.get(), bytes::as_uchars(std::span(out)), &n, bytes::as_uchars(message),
                   message.size());
    out.resize(n);
    return out;
  }

 private:
  explicit Key(EVP_PKEY* key) : key_(key, EVP_PKEY_free) {}
  std::shared_ptr<EVP_PKEY> key_;
};

/// What to write; the defaults make a CA that is valid from 2020 to 2040.
struct Forge {
  std::string subject = "CA";
  std::string issuer = "CA";
  std::string not_before = "200101000000Z";
  std::string not_after = "400101000000Z";
  std::optional<bool> ca = true;  ///< nothing: no basicConstraints
  std::optional<unsigned> path_length{};
  std::optional<std::string> key_usage = "03020204";  ///< DER; keyCertSign
  Bytes serial = hex("020101");                       ///< the whole INTEGER
  Bytes subject_der{};                                ///< in place of `subject`
  Bytes extra_extensions{};
  Bytes spki{};                                           ///< in place of the key's own
  Bytes algorithm = sequence({oid("2a8648ce3d040302")});  ///< ecdsa-with-SHA256
  Bytes inner_algorithm{};                                ///< in place of `algorithm`, inside
  bool with_extensions = true;
  bool pss = false;
  const EVP_MD* md = EVP_sha256();
};

inline Bytes tbs(const Forge& f, const Key& key) {
  const Bytes time = join({tlv(23, text_bytes(f.not_before)),
                           tlv(f.not_after.size() == 15 ? 24 : 23, text_bytes(f.not_after))});
  Bytes extensions = f.extra_extensions;
  if (f.ca) {
    Bytes constraints = *f.ca ? hex("0101ff") : Bytes{};
    if (f.path_length)
      constraints = join({constraints, tlv(2, Bytes{static_cast<std::byte>(*f.path_length)})});
    extensions = join({extensions, extension("551d13", true, tlv(0x30, constraints))});
  }
  if (f.key_usage) extensions = join({extensions, extension("551d0f", true, hex(*f.key_usage))});
  return sequence({f.with_extensions ? tlv(0xA0, hex("020102")) : Bytes{}, f.serial,
                   f.inner_algorithm.empty() ? f.algorithm : f.inner_algorithm, name(f.issuer),
                   tlv(0x30, time), f.subject_der.empty() ? name(f.subject) : f.subject_der,
                   f.spki.empty() ? key.spki() : f.spki,
                   f.with_extensions ? tlv(0xA3, tlv(0x30, extensions)) : Bytes{}});
}

/// A certificate for `key`, signed by `signer`.
inline Bytes certificate(const Forge& f, const Key& key, const Key& signer) {
  const Bytes body = tbs(f, key);
  return sequence({body, f.algorithm, tlv(3, join({hex("00"), signer.sign(body, f.md, f.pss)}))});
}

inline std::string pem(const Bytes& bytes) {
  const std::string text = bytes::to_base64(bytes);
  std::string out = "-----BEGIN CERTIFICATE-----\n";
  for (std::size_t i = 0; i < text.size(); i += 64) out += text.substr(i, 64) + "\n";
  return out + "-----END CERTIFICATE-----\n";
}

}  // namespace assay::testing
