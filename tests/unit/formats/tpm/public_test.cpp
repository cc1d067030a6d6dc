#include "formats/tpm/public.h"

#include <gtest/gtest.h>

#include "support/mutate.h"
#include "unit/formats/tpm/tpm_bytes.h"

namespace assay::formats::tpm {
namespace {

namespace tb = testing::tpm;
using bytes::Reader;

TEST(Public, reads_an_rsa_attestation_key) {
  const base::Bytes bytes = tb::rsa_public();
  const auto key = parse_public(Reader(bytes));
  ASSERT_TRUE(key) << key.error().describe();
  EXPECT_EQ(key->type, kAlgRsa);
  EXPECT_EQ(key->name_alg, crypto::HashAlg::sha256);
  EXPECT_EQ(key->scheme, kAlgRsassa);
  EXPECT_EQ(key->scheme_hash, tb::kSha256);
  EXPECT_EQ(key->rsa_bits, 2048U);
  EXPECT_EQ(key->rsa_exponent, 65537U) << "zero stands for the default";
  EXPECT_EQ(key->modulus.size(), 256U);
  EXPECT_TRUE(missing_ak_attributes(*key).empty());
  const auto usable = to_key(*key);
  ASSERT_TRUE(usable);
  EXPECT_EQ(usable->bits(), 2048U);
}

TEST(Public, reads_an_ecc_storage_key_with_symmetric_parameters_and_policy) {
  const base::Bytes bytes = tb::ecc_storage_public();
  const auto key = parse_public(Reader(bytes));
  ASSERT_TRUE(key) << key.error().describe();
  EXPECT_EQ(key->type, kAlgEcc);
  EXPECT_EQ(key->auth_policy.size(), 32U);
  EXPECT_EQ(key->scheme, kAlgNull);
  EXPECT_EQ(key->curve, kNistP256);
  EXPECT_TRUE(to_key(*key));
}

TEST(Public, an_explicit_exponent_is_kept) {
  EXPECT_EQ(parse_public(Reader(tb::rsa_public(tb::kAkAttributes, 3)))->rsa_exponent, 3U);
}

TEST(Public, the_size_in_front_of_a_tpm2b_is_no_part_of_the_name) {
  const base::Bytes plain = tb::rsa_public();
  const base::Bytes sized = tb::with_size(plain);
  const auto key = parse_public(Reader(sized));
  ASSERT_TRUE(key) << key.error().describe();
  EXPECT_EQ(key->area.data(), sized.data() + 2);
  crypto::HashEngine hash;
  const base::Bytes name = name_of(*key, hash);
  ASSERT_EQ(name.size(), 34U);
  EXPECT_EQ(bytes::to_hex(bytes::ByteSpan(name).first(2)), "000b");
  EXPECT_EQ(bytes::to_hex(bytes::ByteSpan(name).subspan(2)),
            hash.hash(crypto::HashAlg::sha256, plain).hex());
}

TEST(Public, says_which_attributes_an_attestation_key_lacks) {
  using Words = std::vector<std::string_view>;
  const auto missing = [](std::uint32_t attributes) {
    const base::Bytes bytes = tb::rsa_public(attributes);
    return missing_ak_attributes(parse_public(Reader(bytes)).value());
  };
  EXPECT_EQ(missing(tb::kAkAttributes & ~kRestricted), Words{"restricted"});
  EXPECT_EQ(missing(kRestricted | kSign),
            (Words{"fixedTPM", "fixedParent", "sensitiveDataOrigin"}));
  EXPECT_EQ(missing(0).size(), 5U);
}

TEST(Public, refuses_what_it_cannot_judge) {
  base::Bytes bytes = tb::rsa_public();
  bytes[1] = std::byte{0x08};  // TPM_ALG_KEYEDHASH
  EXPECT_EQ(parse_public(Reader(bytes)).error().field, "type");
  bytes = tb::rsa_public();
  bytes[3] = std::byte{0x10};  // TPM_ALG_NULL
  const auto no_name = parse_public(Reader(bytes));
  ASSERT_FALSE(no_name);
  EXPECT_EQ(no_name.error().field, "nameAlg");
  EXPECT_EQ(no_name.error().offset, 2U);
  bytes = tb::rsa_public();
  bytes.push_back(std::byte{0});
  EXPECT_EQ(parse_public(Reader(bytes)).error().fault, bytes::Fault::trailing);
}

TEST(Public, an_unknown_curve_or_a_point_off_it_is_no_key) {
  base::Bytes bytes = tb::ecc_storage_public();
  bytes.back() ^= std::byte{1};
  EXPECT_FALSE(to_key(parse_public(Reader(bytes)).value()));
  const base::Bytes good = tb::ecc_storage_public();
  auto key = parse_public(Reader(good)).value();
  key.curve = 0x0010;  // BN P-256
  EXPECT_FALSE(to_key(key));
}

TEST(Public, reads_keys_that_tpms_made) {
  for (const char* node : {"node-01", "node-02"}) {  // one ECC, one RSA
    const std::string folder = std::string("samples/fleet/") + node + "/boot/";
    const base::Bytes bytes = testing::read_source(folder + "ak.tpmt");
    EXPECT_TRUE(looks_like_public(bytes));
    const auto key = parse_public(Reader(bytes));
    ASSERT_TRUE(key) << key.error().describe();
    EXPECT_TRUE(missing_ak_attributes(*key).empty());
    const auto pem =
        crypto::PublicKey::from_pem(bytes::as_chars(testing::read_source(folder + "ak.pem")));
    ASSERT_TRUE(pem);
    EXPECT_TRUE(to_key(*key)->same_as(*pem)) << node;
  }
}

TEST(Public, no_truncated_prefix_is_a_key) {
  for (const base::Bytes& whole :
       {tb::rsa_public(), tb::ecc_storage_public(), tb::with_size(tb::rsa_public())})
    testing::every_prefix(bytes::ByteSpan(whole).first(whole.size() - 1), [](bytes::ByteSpan cut) {
      ASSERT_FALSE(parse_public(Reader(cut))) << cut.size();
    });
}

TEST(Public, mutations_end_in_a_key_or_an_error) {
  crypto::HashEngine hash;
  for (const base::Bytes& whole : {tb::rsa_public(), tb::ecc_storage_public()})
    testing::mutations(whole, 1000, 7, [&](bytes::ByteSpan mutant) {
      (void)looks_like_public(mutant);
      const auto key = parse_public(Reader(mutant));
      if (!key) return;
      ASSERT_LE(key->area.size(), mutant.size());
      ASSERT_LE(key->modulus.size() + key->x.size() + key->y.size(), mutant.size());
      (void)name_of(*key, hash);
      (void)to_key(*key);
    });
}

}  // namespace
}  // namespace assay::formats::tpm
