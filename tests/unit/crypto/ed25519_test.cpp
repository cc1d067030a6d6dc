#include "crypto/ed25519.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "bytes/text.h"

namespace assay::crypto {
namespace {

struct Fact {
  std::string_view seed, public_key, message, signature;
};

// RFC 8032, 7.1, TEST 1 to 3.
constexpr Fact kRfc8032[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
     "46b"
     "d25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
     "d8c"
     "387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc"
     "659"
     "4a7c15e9716ed28dc027beceea1ec40a"},
};

std::array<std::byte, 32> key(std::string_view hex) {
  std::array<std::byte, 32> out{};
  std::ranges::copy(*bytes::from_hex(hex), out.begin());
  return out;
}

TEST(Ed25519, agrees_with_the_rfc) {
  for (const Fact& fact : kRfc8032) {
    const auto message = *bytes::from_hex(fact.message);
    const auto public_key = ed25519_public(key(fact.seed));
    ASSERT_TRUE(public_key);
    EXPECT_EQ(bytes::to_hex(*public_key), fact.public_key);
    const auto signature = sign_ed25519(key(fact.seed), message);
    ASSERT_TRUE(signature);
    EXPECT_EQ(bytes::to_hex(*signature), fact.signature);
    EXPECT_TRUE(verify_ed25519(*public_key, message, *signature));
  }
}

TEST(Ed25519, one_bit_anywhere_spoils_it) {
  const Fact& fact = kRfc8032[2];
  const auto public_key = key(fact.public_key);
  const auto message = *bytes::from_hex(fact.message);
  const auto signature = *bytes::from_hex(fact.signature);
  for (std::size_t i = 0; i < signature.size(); ++i) {
    auto bad = signature;
    bad[i] ^= std::byte{0x10};
    EXPECT_FALSE(verify_ed25519(public_key, message, bad)) << i;
  }
  EXPECT_FALSE(verify_ed25519(public_key, {}, signature));
  EXPECT_FALSE(verify_ed25519(key(kRfc8032[0].public_key), message, signature));
}

TEST(Ed25519, signatures_of_another_size_are_refused) {
  const Fact& fact = kRfc8032[0];
  auto signature = *bytes::from_hex(fact.signature);
  EXPECT_FALSE(verify_ed25519(key(fact.public_key), {}, bytes::ByteSpan(signature).first(63)));
  EXPECT_FALSE(verify_ed25519(key(fact.public_key), {}, {}));
  signature.push_back(std::byte{0});
  EXPECT_FALSE(verify_ed25519(key(fact.public_key), {}, signature));
}

TEST(Ed25519, two_new_seeds_differ) {
  const auto a = new_ed25519_seed();
  const auto b = new_ed25519_seed();
  ASSERT_TRUE(a && b);
  EXPECT_NE(*a, *b);
}

}  // namespace
}  // namespace assay::crypto
