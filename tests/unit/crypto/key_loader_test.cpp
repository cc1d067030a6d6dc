#include "crypto/key_loader.h"

#include <gtest/gtest.h>

#include "bytes/text.h"

namespace assay::crypto {
namespace {

base::Bytes hex(std::string_view text) { return bytes::from_hex(text).value(); }

struct Point {
  Curve curve;
  std::string_view x;
  std::string_view y;
};
// RFC 6979, A.2.5 to A.2.7.
constexpr Point kPoints[] = {
    {Curve::p256, "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
     "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"},
    {Curve::p384,
     "ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a254515480"
     "bc13",
     "8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1288b231c3ae0d4fe7344fd253326"
     "4720"},
    {Curve::p521,
     "01894550d0785932e00eaa23b694f213f8c3121f86dc97a04e5a7167db4e5bcd371123d46e45db6b5d5370a7f20f"
     "b633155d38ffa16d2bd761dcac474b9a2f5023a4",
     "00493101c962cd4d2fddf782285e64584139c2f91b47f87ff82354d6630f746a28a0db25741b5b34a828008b22ac"
     "c23f924faafbd4d33f81ea66956dfeaa2bfdfcf5"},
};

TEST(KeyLoader, loads_the_key_that_public_key_loads) {
  const KeyLoader loader;
  for (const Point& p : kPoints)
    for (int i = 0; i < 2; ++i) {  // loading one leaves the loader as it was
      const auto key = loader.ec(p.curve, hex(p.x), hex(p.y));
      ASSERT_TRUE(key) << p.x;
      EXPECT_TRUE(key->same_as(PublicKey::ec(p.curve, hex(p.x), hex(p.y)).value())) << p.x;
      EXPECT_EQ(key->spki(), PublicKey::ec(p.curve, hex(p.x), hex(p.y))->spki()) << p.x;
    }
}

TEST(KeyLoader, its_keys_verify) {
  const auto key = KeyLoader().ec(Curve::p256, hex(kPoints[0].x), hex(kPoints[0].y));
  ASSERT_TRUE(key);
  const auto r = hex("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716");
  const auto s = hex("f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
  HashEngine hash;
  EXPECT_TRUE(key->verify_ecdsa(hash.hash(HashAlg::sha256, bytes::as_bytes("sample")), r, s));
  EXPECT_FALSE(key->verify_ecdsa(hash.hash(HashAlg::sha256, bytes::as_bytes("test")), r, s));
}

TEST(KeyLoader, the_point_must_lie_on_its_curve) {
  const KeyLoader loader;
  for (const Point& p : kPoints) {
    auto off = hex(p.y);
    off.back() ^= std::byte{1};
    EXPECT_FALSE(loader.ec(p.curve, hex(p.x), off)) << p.x;
    EXPECT_FALSE(loader.ec(p.curve, {}, {}));
    EXPECT_FALSE(loader.ec(p.curve, base::Bytes(67, std::byte{1}), hex(p.y)));
  }
  EXPECT_FALSE(loader.ec(Curve::p384, hex(kPoints[0].x), hex(kPoints[0].y)));
}

}  // namespace
}  // namespace assay::crypto
