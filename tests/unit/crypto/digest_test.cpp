#include "crypto/digest.h"

#include <gtest/gtest.h>
#include <map>

#include "bytes/text.h"

namespace assay::crypto {
namespace {

using bytes::as_bytes;

// H("abc"): FIPS 180-4 and FIPS 202 examples; SM3: GB/T 32905-2016, A.1.
const std::map<HashAlg, std::string_view> kOfAbc{
    {HashAlg::sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"},
    {HashAlg::sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {HashAlg::sha384,
     "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c82"
     "5a7"},
    {HashAlg::sha512,
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3fee"
     "bbd"
     "454d4423643ce80e2a9ac94fa54ca49f"},
    {HashAlg::sm3_256, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"},
    {HashAlg::sha3_256, "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"},
    {HashAlg::sha3_384,
     "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f539f1edf228376"
     "d25"},
    {HashAlg::sha3_512,
     "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c91a7ec57647e39"
     "340"
     "57340b4cf408d5a56592f8274eec53f0"},
};

TEST(HashEngine, agrees_with_the_standards) {
  HashEngine engine;
  for (const HashAlg alg : all_hash_algs()) {
    ASSERT_TRUE(kOfAbc.contains(alg)) << name(alg);
    if (!engine.supports(alg)) continue;  // SM3 is an option of the crypto library
    EXPECT_EQ(engine.hash(alg, as_bytes("abc")).hex(), kOfAbc.at(alg)) << name(alg);
    EXPECT_EQ(engine.hash(alg, as_bytes("a"), as_bytes("bc")).hex(), kOfAbc.at(alg)) << name(alg);
  }
}

TEST(HashEngine, can_be_used_again_and_left_in_the_middle) {
  HashEngine engine;
  engine.begin(HashAlg::sha256);
  engine.update(as_bytes("never finished"));
  EXPECT_EQ(engine.hash(HashAlg::sha256, as_bytes("abc")).hex(), kOfAbc.at(HashAlg::sha256));
  EXPECT_EQ(engine.hash(HashAlg::sha256, {}).hex(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  HashEngine moved = std::move(engine);
  EXPECT_EQ(moved.hash(HashAlg::sha1, as_bytes("abc")).hex(), kOfAbc.at(HashAlg::sha1));
}

TEST(HashEngine, an_unknown_algorithm_gives_an_empty_digest) {
  HashEngine engine;
  EXPECT_FALSE(engine.supports(HashAlg::none));
  EXPECT_EQ(engine.hash(HashAlg::none, as_bytes("abc")).size(), 0U);
  EXPECT_EQ(engine.end().size(), 0U) << "end() without begin()";
}

// TPM 2.0 Part 1, 17.2: PCR_new = H(PCR_old ‖ digest), over a PCR that starts as zeros.
TEST(HashEngine, extends_a_pcr) {
  HashEngine engine;
  Digest pcr(HashAlg::sha256);
  const Digest event = engine.hash(HashAlg::sha256, as_bytes("abc"));
  engine.extend(pcr, event.span());
  base::Bytes by_hand(32);
  by_hand.insert(by_hand.end(), event.span().begin(), event.span().end());
  EXPECT_EQ(pcr, engine.hash(HashAlg::sha256, by_hand));
}

TEST(Digest, takes_only_values_of_its_algorithms_size) {
  const base::Bytes twenty(20);
  EXPECT_TRUE(Digest::from(HashAlg::sha1, twenty));
  EXPECT_FALSE(Digest::from(HashAlg::sha256, twenty));
  EXPECT_FALSE(Digest::from(HashAlg::none, {}));
  EXPECT_TRUE(Digest(HashAlg::sha384).is_zero());
  EXPECT_EQ(Digest(HashAlg::sha384).size(), 48U);
}

TEST(Digest, the_algorithm_is_part_of_the_value) {
  EXPECT_NE(Digest(HashAlg::sha256), Digest(HashAlg::sm3_256));
  EXPECT_EQ(Digest(HashAlg::sha256), Digest(HashAlg::sha256));
}

TEST(HashAlg, names_are_those_of_tpm2_tools) {
  for (const HashAlg alg : all_hash_algs()) {
    EXPECT_EQ(hash_alg_from_name(name(alg)), alg);
    EXPECT_EQ(hash_alg_from_tpm(static_cast<std::uint16_t>(alg)), alg);
    EXPECT_GT(digest_size(alg), 0U);
    EXPECT_LE(digest_size(alg), kMaxDigest);
  }
  EXPECT_EQ(hash_alg_from_name("sm3"), HashAlg::sm3_256);
  EXPECT_FALSE(hash_alg_from_name("md5"));
  EXPECT_FALSE(hash_alg_from_name(""));
  EXPECT_FALSE(hash_alg_from_tpm(0x0010)) << "TPM_ALG_NULL is no hash";
  EXPECT_FALSE(hash_alg_from_tpm(0));
  EXPECT_TRUE(name(HashAlg::none).empty());
}

TEST(Digest, comes_from_hex_of_its_own_size_alone) {
  const std::string hex(kOfAbc.at(HashAlg::sha256));
  ASSERT_TRUE(Digest::from_hex(HashAlg::sha256, hex));
  EXPECT_EQ(Digest::from_hex(HashAlg::sha256, hex)->hex(), hex);
  EXPECT_EQ(Digest::from_hex(HashAlg::sha1, std::string(40, 'F'))->hex(), std::string(40, 'f'));
  EXPECT_FALSE(Digest::from_hex(HashAlg::sha384, hex));
  EXPECT_FALSE(Digest::from_hex(HashAlg::none, ""));
  EXPECT_FALSE(Digest::from_hex(HashAlg::sha256, std::string_view(hex).substr(1)));
  for (const char wrong : {'g', '/', ':', '@', '`', 'G', ' ', '\0', '\xFF'}) {
    std::string bad = hex;
    bad[63] = wrong;
    EXPECT_FALSE(Digest::from_hex(HashAlg::sha256, bad)) << static_cast<int>(wrong);
  }
}

}  // namespace
}  // namespace assay::crypto
