// SignedData written in the test (PKCS #7), with certificates and signatures of its own: over an
// executable's digest, or detached over what a variable's update covers.
#pragma once

#include <openssl/evp.h>

#include "crypto/digest.h"
#include "unit/formats/x509/forge.h"

namespace assay::testing {

struct SignedDataBuilder {
  Key key = Key::rsa(2048);
  Forge forge = [] {
    Forge f;
    f.subject = "Signer";
    f.issuer = "Signer";
    f.algorithm = sequence({oid("2a864886f70d01010b"), hex("0500")});
    return f;
  }();
  bool bare = false;  ///< no ContentInfo around it
  bool with_certificate = true;

  static Bytes sha256_algorithm() { return sequence({oid("608648016503040201"), hex("0500")}); }
  static Bytes digest(const Bytes& data) {
    crypto::HashEngine hash;
    return bytes::copy(hash.hash(crypto::HashAlg::sha256, data).span());
  }

  /// The content of SpcIndirectDataContent's SEQUENCE.
  static Bytes indirect_data(bytes::ByteSpan image_digest) {
    return join({sequence({oid("2b060104018237020115"), tlv(0x30, {})}),
                 sequence({sha256_algorithm(), tlv(4, bytes::copy(image_digest))})});
  }

  [[nodiscard]] Bytes authenticode(bytes::ByteSpan image_digest) const {
    const Bytes content = indirect_data(image_digest);
    const Bytes info = sequence({oid("2b060104018237020104"), tlv(0xA0, tlv(0x30, content))});
    return build(info, content, true);
  }
  /// Signed directly, as variables' updates are.
  [[nodiscard]] Bytes detached(const Bytes& content) const {
    return build(sequence({oid("2a864886f70d010701")}), content, false);
  }

 private:
  [[nodiscard]] Bytes build(const Bytes& info, const Bytes& content, bool attributes) const {
    const Bytes list =
        join({sequence({oid("2a864886f70d010903"), tlv(0x31, oid("2b060104018237020104"))}),
              sequence({oid("2a864886f70d010904"), tlv(0x31, tlv(4, digest(content)))})});
    const Bytes message = attributes ? tlv(0x31, list) : content;
    const Bytes signer = sequence({hex("020101"), sequence({name(forge.issuer), forge.serial}),
                                   sha256_algorithm(), attributes ? tlv(0xA0, list) : Bytes{},
                                   sequence({oid("2a864886f70d010101"), hex("0500")}),
                                   tlv(4, key.sign(message, EVP_sha256()))});
    const Bytes data = sequence(
        {hex("020101"), tlv(0x31, sha256_algorithm()), info,
         with_certificate ? tlv(0xA0, certificate(forge, key, key)) : Bytes{}, tlv(0x31, signer)});
    if (bare) return data;
    return sequence({oid("2a864886f70d010702"), tlv(0xA0, data)});
  }
};

}  // namespace assay::testing
