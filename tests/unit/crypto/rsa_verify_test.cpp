#include "crypto/rsa_verify.h"

#include <gtest/gtest.h>
#include <memory>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include "bytes/text.h"
#include "crypto/public_key.h"
#include "support/mutate.h"

namespace assay::crypto {
namespace {

struct Free {
  void operator()(EVP_PKEY* k) const { EVP_PKEY_free(k); }
  void operator()(EVP_PKEY_CTX* c) const { EVP_PKEY_CTX_free(c); }
  void operator()(BIGNUM* n) const { BN_free(n); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Context = std::unique_ptr<EVP_PKEY_CTX, Free>;

Key make_key(unsigned bits, std::uint32_t exponent) {
  const Context ctx(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY_keygen_init(ctx.get());
  EVP_PKEY_CTX_set_rsa_keygen_bits(ctx.get(), static_cast<int>(bits));
  const std::unique_ptr<BIGNUM, Free> e(BN_new());
  BN_set_word(e.get(), exponent);
  EVP_PKEY_CTX_set1_rsa_keygen_pubexp(ctx.get(), e.get());
  EVP_PKEY* key = nullptr;
  EVP_PKEY_generate(ctx.get(), &key);
  return Key(key);
}

base::Bytes modulus_of(const Key& key) {
  BIGNUM* n = nullptr;
  EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_RSA_N, &n);
  const std::unique_ptr<BIGNUM, Free> owned(n);
  base::Bytes out(static_cast<std::size_t>(BN_num_bytes(n)));
  BN_bn2bin(n, bytes::as_uchars(std::span(out)));
  return out;
}

base::Bytes sign(const Key& key, const EVP_MD* md, const Digest& digest,
                 int padding = RSA_PKCS1_PADDING) {
  const Context ctx(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  EVP_PKEY_sign_init(ctx.get());
  EVP_PKEY_CTX_set_rsa_padding(ctx.get(), padding);
  if (md != nullptr) EVP_PKEY_CTX_set_signature_md(ctx.get(), md);
  std::size_t size = 1024;
  base::Bytes out(size);
  EXPECT_EQ(EVP_PKEY_sign(ctx.get(), bytes::as_uchars(std::span(out)), &size,
                          bytes::as_uchars(digest.span()), digest.size()),
            1);
  out.resize(size);
  return out;
}

Digest digest_of(HashAlg alg, std::string_view text) {
  return HashEngine().hash(alg, bytes::as_bytes(text));
}

TEST(VerifyRsassa, accepts_what_the_crypto_library_signed_with_every_hash_size_and_exponent) {
  const std::pair<HashAlg, const EVP_MD*> hashes[] = {{HashAlg::sha1, EVP_sha1()},
                                                      {HashAlg::sha256, EVP_sha256()},
                                                      {HashAlg::sha384, EVP_sha384()},
                                                      {HashAlg::sha512, EVP_sha512()}};
  for (const auto& [bits, exponent] : {std::pair{1024U, 65537U},
                                       {1024U, 3U},
                                       {1031U, 17U},
                                       {2048U, 65537U},
                                       {3072U, 0x10000003U}}) {
    const Key key = make_key(bits, exponent);
    ASSERT_TRUE(key) << bits << " " << exponent;
    const auto n = modulus_of(key);
    for (const auto& [alg, md] : hashes) {
      const auto signature = sign(key, md, digest_of(alg, "assay"));
      EXPECT_TRUE(verify_rsassa(n, exponent, digest_of(alg, "assay"), signature)) << name(alg);
      EXPECT_FALSE(verify_rsassa(n, exponent, digest_of(alg, "Assay"), signature)) << name(alg);
      EXPECT_FALSE(verify_rsassa(n, exponent + 2, digest_of(alg, "assay"), signature));
    }
  }
}

TEST(VerifyRsassa, the_digest_must_be_named_as_what_it_is) {
  const Key key = make_key(1024, 65537);
  const auto n = modulus_of(key);
  const auto digest = digest_of(HashAlg::sha256, "assay");
  // The bare digest under the padding, without a name, is what TLS 1.1 signed; here it is no
  // signature.
  EXPECT_FALSE(verify_rsassa(n, 65537, digest, sign(key, nullptr, digest)));
  const auto as_sm3 = Digest::from(HashAlg::sm3_256, digest.span());
  EXPECT_FALSE(has_rsassa_name(HashAlg::sm3_256));
  EXPECT_FALSE(verify_rsassa(n, 65537, *as_sm3, sign(key, EVP_sha256(), digest)));
}

TEST(VerifyRsassa, a_signature_is_as_long_as_the_modulus_and_below_it) {
  const Key key = make_key(1024, 65537);
  const auto n = modulus_of(key);
  const auto digest = digest_of(HashAlg::sha256, "assay");
  const auto good = sign(key, EVP_sha256(), digest);
  ASSERT_TRUE(verify_rsassa(n, 65537, digest, good));
  testing::every_prefix(good, [&](bytes::ByteSpan part) {
    EXPECT_EQ(verify_rsassa(n, 65537, digest, part), part.size() == good.size());
  });
  base::Bytes longer = good;
  longer.insert(longer.begin(), std::byte{0});
  EXPECT_FALSE(verify_rsassa(n, 65537, digest, longer));
  // signature + modulus is congruent to the signature; where it still fits, it is refused all the
  // same.
  base::Bytes sum(n.size());
  unsigned carry = 0;
  for (std::size_t i = n.size(); i-- > 0;) {
    carry += std::to_integer<unsigned>(n[i]) + std::to_integer<unsigned>(good[i]);
    sum[i] = static_cast<std::byte>(carry & 0xFFU);
    carry >>= 8U;
  }
  EXPECT_FALSE(verify_rsassa(n, 65537, digest, sum));
}

TEST(VerifyRsassa, no_mutation_of_signature_or_modulus_verifies) {
  const Key key = make_key(1024, 3);
  const auto n = modulus_of(key);
  const auto digest = digest_of(HashAlg::sha256, "assay");
  const auto good = sign(key, EVP_sha256(), digest);
  testing::mutations(good, 1000, 2, [&](bytes::ByteSpan bad) {
    if (bytes::equal(bad, good)) return;
    ASSERT_FALSE(verify_rsassa(n, 3, digest, bad));
  });
  testing::mutations(n, 1000, 3, [&](bytes::ByteSpan bad) {
    if (bytes::equal(bad, n)) return;
    ASSERT_FALSE(verify_rsassa(bad, 3, digest, good));
  });
}

TEST(VerifyRsassa, numbers_that_are_no_key_verify_nothing) {
  const auto digest = digest_of(HashAlg::sha256, "assay");
  for (const std::byte fill : {std::byte{0}, std::byte{1}, std::byte{0xFF}, std::byte{0x80}})
    for (const std::uint32_t e : {0U, 1U, 2U, 3U, 65537U, 0xFFFFFFFFU})
      EXPECT_FALSE(
          verify_rsassa(base::Bytes(128, fill), e, digest, base::Bytes(128, std::byte{1})));
  EXPECT_FALSE(verify_rsassa({}, 3, digest, {}));
}

TEST(PublicKeyRsa, a_key_from_numbers_and_the_same_from_der_agree_in_everything) {
  const Key key = make_key(1031, 65537);
  const auto from_numbers = PublicKey::rsa(modulus_of(key), 65537).value();
  const auto from_der = PublicKey::from_spki(from_numbers.spki()).value();
  EXPECT_EQ(from_numbers.bits(), 1031U);
  EXPECT_EQ(from_der.bits(), 1031U);
  EXPECT_EQ(from_der.spki(), from_numbers.spki());
  EXPECT_TRUE(from_numbers.same_as(from_der));
  const auto digest = digest_of(HashAlg::sha256, "assay");
  const auto signature = sign(key, EVP_sha256(), digest);
  for (const auto* k : {&from_numbers, &from_der}) {
    EXPECT_TRUE(k->verify(SignatureScheme::rsassa, digest, signature));
    EXPECT_FALSE(k->verify(SignatureScheme::rsapss, digest, signature));
  }
}

}  // namespace
}  // namespace assay::crypto
