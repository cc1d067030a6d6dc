#include "crypto/public_key.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/mutate.h"

namespace assay::crypto {
namespace {

using bytes::as_bytes;

base::Bytes hex(std::string_view text) { return bytes::from_hex(text).value(); }
Digest sha256(std::string_view text) { return HashEngine().hash(HashAlg::sha256, as_bytes(text)); }

// A key made for this test with openssl(1), and what it signed: the text "assay".
constexpr std::string_view kModulus =
    "9cddec31fe9249f8ac0cd2613e0af135b0c2b4726a92a44d54e2624d22c44f23288e0502c890e7eb8ec756c4"
    "cc4c77573a6223ce07c2afb16d9039752426001fbde5f3eaf8af75c7661333c04531040d70a17fb2b6807f51"
    "8696cc78abee7955430b283a5a1e08682d71a752360a7d6f8592abadae90b009e7a541dfbefc24dfbdfd58c1"
    "87d1659ff2cd8796c2d4fb7cfabb0fa0880f6b84be53dc0c4d95e577549d7d6214c0677d0de86d5778842b50"
    "4ba776781c3a2b3f8ad9f12e510ec59e4e083d0b62eb5c647310737a499324df61a69cc676945f307bcbaef8"
    "da718024a55425f59f4184e7b14c1c4c060e7bd2e71882f8e601c2e3d8c5b83627455add";
constexpr std::string_view kPem =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAnN3sMf6SSfisDNJhPgrx\n"
    "NbDCtHJqkqRNVOJiTSLETyMojgUCyJDn647HVsTMTHdXOmIjzgfCr7FtkDl1JCYA\n"
    "H73l8+r4r3XHZhMzwEUxBA1woX+ytoB/UYaWzHir7nlVQwsoOloeCGgtcadSNgp9\n"
    "b4WSq62ukLAJ56VB3778JN+9/VjBh9Fln/LNh5bC1Pt8+rsPoIgPa4S+U9wMTZXl\n"
    "d1SdfWIUwGd9DehtV3iEK1BLp3Z4HDorP4rZ8S5RDsWeTgg9C2LrXGRzEHN6SZMk\n"
    "32GmnMZ2lF8we8uu+NpxgCSlVCX1n0GE57FMHEwGDnvS5xiC+OYBwuPYxbg2J0Va\n"
    "3QIDAQAB\n"
    "-----END PUBLIC KEY-----\n";
constexpr std::string_view kPkcs1 =
    "2212ce11cb141701f0e1aa0c0e967252a10cafc43e545bfd9fbf8707923707327a6b1dc4e9d7e40f786a0d2a"
    "a3aa9ac3d86a3354fc0df06bc7edb740037cdf922abb81d392c0a0025ae966e5a81fba11adab184ee057976a"
    "1f9a1fa109783ce0e17647e27611b3f79089a49d6d7a9939977d3bf73f90962ceac888bec55f8b1db620c7ab"
    "f0fde44101bda0be12521139f4a8e768abf6d11a6a57da3555c22006935ac1842f3a158ba0dac846d06e1524"
    "0427aa747c979e9951107c848ba9108453c8086766b4839a0598da981f247b3dea0ecc96f0d501b814368553"
    "9a9860fd3e9b0781b99768b2805203129e52c7e9c687c9fb3fe3d7ba950fb7fc11274a77";
constexpr std::string_view kPssSalt32 =
    "023e04253409423014d5e603bd246443ef7771df7c4089cff540e7583014facb6100178062c7b8726faecc56"
    "24ba98805aae2cd2df6ed09ac23dc925982e9d940a02d4b1b6ac4fb884b71c17e30f5d4c949c788401e39620"
    "2e88cf19fadf1501603a84bd56a1b5707403fdb8eb913e05b8bb00e932b99a99b0c5ddcb60582198517a311a"
    "865388cbc48a4d8f0de512b93895826a53e06132efabdfd28d0bb8bbc533b195c43466efdd35c1a4b1484201"
    "2656a55e11dab43c9127fc0bdf4cad104303f84bd4cb9db244fa8f5f090fa438acdaf610272a876b30622a18"
    "9cf7a9926511f12ad54e92f856b942bd8f6c347b6be038e12bc41f9902b411655bd12687";
constexpr std::string_view kPssSaltMax =
    "1b68bbec5c421d7bcd45c4a98a5bff88ec4a0a7fbf9acbf0d058a318c3a358cfa381b73a36cf246084314d93"
    "2eaa985d502bdbb6a94ff578690e34e5bcd294026e63901bf63cf87c80f39a1315486e540e9886f1073c30cc"
    "06782a3c1496a435176e67fdfeb7345babb2fb30b8e15c6fdfdb56d2b9dd5a3ac4be74e594bf86c581c6a986"
    "8a4869a69cf27b6d0f6462154c1e5d7e000ac1668c64c1cfb37947aafa60c626b190e3f30e9718119c62b8a5"
    "0cbe575b10a63d016cfc1d83a7e30fd8dd9c323180518f065b1dc9a220940401f795c3fb81394b5bfbeb87fd"
    "6901dce1010c9b4af3eef49fccb9127e4d5e8a1244010c62946ea2eb70140d21e0cf93af";

// RFC 6979, A.2.5: ECDSA on P-256 with SHA-256 over "sample".
constexpr std::string_view kX = "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6";
constexpr std::string_view kY = "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
constexpr std::string_view kR = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716";
constexpr std::string_view kS = "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";

PublicKey rsa_key() { return PublicKey::rsa(hex(kModulus), 65537).value(); }
PublicKey ec_key() { return PublicKey::ec(Curve::p256, hex(kX), hex(kY)).value(); }

TEST(PublicKeyRsa, verifies_both_paddings_and_any_salt_length) {
  const PublicKey key = rsa_key();
  EXPECT_EQ(key.type(), KeyType::rsa);
  EXPECT_EQ(key.bits(), 2048U);
  const Digest digest = sha256("assay");
  EXPECT_TRUE(key.verify(SignatureScheme::rsassa, digest, hex(kPkcs1)));
  EXPECT_TRUE(key.verify(SignatureScheme::rsapss, digest, hex(kPssSalt32)));
  EXPECT_TRUE(key.verify(SignatureScheme::rsapss, digest, hex(kPssSaltMax)));
}

TEST(PublicKeyRsa, refuses_another_text_padding_or_hash) {
  const PublicKey key = rsa_key();
  const Digest digest = sha256("assay");
  EXPECT_FALSE(key.verify(SignatureScheme::rsassa, sha256("Assay"), hex(kPkcs1)));
  EXPECT_FALSE(key.verify(SignatureScheme::rsapss, digest, hex(kPkcs1)));
  EXPECT_FALSE(key.verify(SignatureScheme::rsassa, digest, hex(kPssSalt32)));
  EXPECT_FALSE(key.verify(SignatureScheme::ecdsa, digest, hex(kPkcs1)));
  const auto as_sm3 = Digest::from(HashAlg::sm3_256, digest.span());
  EXPECT_FALSE(key.verify(SignatureScheme::rsassa, *as_sm3, hex(kPkcs1)));
  EXPECT_FALSE(key.verify(SignatureScheme::rsassa, Digest(), hex(kPkcs1)));
  EXPECT_FALSE(key.verify(SignatureScheme::rsassa, digest, {}));
}

TEST(PublicKeyRsa, mutated_signatures_never_verify) {
  const PublicKey key = rsa_key();
  const base::Bytes good = hex(kPkcs1);
  testing::mutations(good, 1000, 1, [&](bytes::ByteSpan bad) {
    if (bytes::equal(bad, good)) return;
    ASSERT_FALSE(key.verify(SignatureScheme::rsassa, sha256("assay"), bad)) << bytes::to_hex(bad);
  });
}

TEST(PublicKeyRsa, refuses_keys_that_are_too_small_or_too_large_or_no_keys) {
  EXPECT_TRUE(PublicKey::rsa(base::Bytes(128, std::byte{0xFF}), 65537));
  EXPECT_FALSE(PublicKey::rsa(base::Bytes(127, std::byte{0xFF}), 65537));
  EXPECT_FALSE(PublicKey::rsa(base::Bytes(1025, std::byte{0xFF}), 65537));
  EXPECT_FALSE(PublicKey::rsa(base::Bytes(256), 65537)) << "zeros";
  EXPECT_FALSE(PublicKey::rsa(hex(kModulus), 1));
  EXPECT_FALSE(PublicKey::rsa(hex(kModulus), 65536));
}

TEST(PublicKeyEc, verifies_bare_numbers_as_the_tpm_gives_them) {
  const PublicKey key = ec_key();
  EXPECT_EQ(key.type(), KeyType::ec);
  EXPECT_EQ(key.bits(), 256U);
  EXPECT_TRUE(key.verify_ecdsa(sha256("sample"), hex(kR), hex(kS)));
  EXPECT_FALSE(key.verify_ecdsa(sha256("test"), hex(kR), hex(kS)));
  EXPECT_FALSE(key.verify_ecdsa(sha256("sample"), hex(kS), hex(kR)));
}

TEST(PublicKeyEc, leading_zeros_of_a_number_do_not_matter) {
  base::Bytes r(2);
  const base::Bytes bare = hex(kR);
  r.insert(r.end(), bare.begin(), bare.end());
  EXPECT_TRUE(ec_key().verify_ecdsa(sha256("sample"), r, hex(kS)));
}

TEST(PublicKeyEc, refuses_numbers_that_cannot_be_a_signature) {
  const PublicKey key = ec_key();
  const base::Bytes zero(32);
  EXPECT_FALSE(key.verify_ecdsa(sha256("sample"), zero, hex(kS)));
  EXPECT_FALSE(key.verify_ecdsa(sha256("sample"), hex(kR), zero));
  EXPECT_FALSE(key.verify_ecdsa(sha256("sample"), {}, {}));
  EXPECT_FALSE(key.verify_ecdsa(sha256("sample"), base::Bytes(67, std::byte{1}), hex(kS)));
  EXPECT_FALSE(key.verify_ecdsa(sha256("sample"), base::Bytes(66, std::byte{0xFF}),
                                base::Bytes(66, std::byte{0xFF})));
  EXPECT_FALSE(rsa_key().verify_ecdsa(sha256("sample"), hex(kR), hex(kS)));
}

TEST(PublicKeyEc, the_point_must_lie_on_its_curve) {
  base::Bytes off = hex(kY);
  off.back() ^= std::byte{1};
  EXPECT_FALSE(PublicKey::ec(Curve::p256, hex(kX), off));
  EXPECT_FALSE(PublicKey::ec(Curve::p384, hex(kX), hex(kY)));
  EXPECT_FALSE(PublicKey::ec(Curve::p256, {}, {}));
  EXPECT_FALSE(PublicKey::ec(Curve::p256, base::Bytes(33, std::byte{1}), hex(kY)));
}

TEST(PublicKey, is_the_same_key_from_numbers_pem_and_spki) {
  const PublicKey from_numbers = rsa_key();
  const auto from_pem = PublicKey::from_pem(kPem);
  ASSERT_TRUE(from_pem);
  EXPECT_TRUE(from_numbers.same_as(*from_pem));
  EXPECT_EQ(from_numbers.spki(), from_pem->spki());
  const auto from_spki = PublicKey::from_spki(ec_key().spki());
  ASSERT_TRUE(from_spki);
  EXPECT_TRUE(from_spki->same_as(ec_key()));
  EXPECT_FALSE(from_spki->same_as(from_numbers));
}

TEST(PublicKey, refuses_text_and_bytes_that_hold_no_key) {
  EXPECT_FALSE(PublicKey::from_pem(""));
  EXPECT_FALSE(PublicKey::from_pem("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"));
  EXPECT_FALSE(
      PublicKey::from_pem("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
  EXPECT_FALSE(PublicKey::from_spki({}));
  const base::Bytes good = ec_key().spki();
  testing::every_prefix(bytes::ByteSpan(good).first(good.size() - 1), [](bytes::ByteSpan cut) {
    ASSERT_FALSE(PublicKey::from_spki(cut)) << cut.size();
  });
  testing::mutations(good, 1000, 2, [](bytes::ByteSpan mutant) {
    if (const auto key = PublicKey::from_spki(mutant)) (void)key->spki();
  });
}

TEST(EqualConstantTime, compares_like_any_other) {
  EXPECT_TRUE(equal_constant_time(as_bytes("nonce"), as_bytes("nonce")));
  EXPECT_FALSE(equal_constant_time(as_bytes("nonce"), as_bytes("nonc3")));
  EXPECT_FALSE(equal_constant_time(as_bytes("nonce"), as_bytes("non")));
  EXPECT_TRUE(equal_constant_time({}, {}));
}

}  // namespace
}  // namespace assay::crypto
