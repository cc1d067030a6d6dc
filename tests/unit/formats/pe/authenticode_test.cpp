#include "formats/pe/authenticode.h"

#include <gtest/gtest.h>

#include "support/mutate.h"
#include "support/pe_builder.h"
#include "support/signed_data_builder.h"

namespace assay::formats::pe {
namespace {

using base::Bytes;
using crypto::Digest;
using crypto::HashAlg;
using testing::PeBuilder;
using testing::SignedDataBuilder;

Image parse(bytes::ByteSpan b) {
  bytes::Budget budget;
  return parse_image(bytes::Reader(b), budget).value();
}

Digest digest_of(bytes::ByteSpan b, bool padded = false) {
  crypto::HashEngine hash;
  return authenticode_digest(parse(b), HashAlg::sha256, hash, padded).value();
}

// The specification's steps by hand: all but CheckSum and the certificate table's entry.
Digest by_hand(Bytes b) {
  b.erase(b.begin() + PeBuilder::kOptional + 112 + 32, b.begin() + PeBuilder::kOptional + 112 + 40);
  b.erase(b.begin() + PeBuilder::kOptional + 64, b.begin() + PeBuilder::kOptional + 68);
  crypto::HashEngine hash;
  return hash.hash(HashAlg::sha256, b);
}

Bytes sign(Bytes image, const SignedDataBuilder& with) {
  image.resize((image.size() + 7) / 8 * 8);
  const Bytes data = with.authenticode(digest_of(image).span());
  const std::size_t padded = (data.size() + 8 + 7) / 8 * 8;
  bytes::Writer table;
  table.le32(static_cast<std::uint32_t>(data.size() + 8)).le16(0x0200).le16(2).raw(data);
  table.zeros(padded - data.size() - 8);
  PeBuilder::point_to_certificates(image, image.size(), padded);
  image.insert(image.end(), table.view().begin(), table.view().end());
  return image;
}

std::vector<Signature> signatures_of(bytes::ByteSpan b) {
  crypto::HashEngine hash;
  bytes::Budget budget;
  return check_signatures(parse(b), hash, budget).value();
}

TEST(Authenticode, the_digest_is_the_specifications) {
  const auto b = PeBuilder{}.pe();
  EXPECT_EQ(digest_of(b), by_hand(b));
}

TEST(Authenticode, what_follows_the_sections_counts) {
  auto b = PeBuilder{.tail = Bytes(13, std::byte{7})}.pe();
  EXPECT_EQ(digest_of(b), by_hand(b));
  EXPECT_NE(digest_of(b), digest_of(PeBuilder{}.pe()));
  auto longer = b;
  longer.resize((b.size() + 7) / 8 * 8);
  EXPECT_EQ(digest_of(b, true), digest_of(longer)) << "as a tool pads it before it signs";
}

TEST(Authenticode, checksum_and_certificates_do_not_count) {
  auto b = PeBuilder{}.pe();
  const auto before = digest_of(b);
  b[PeBuilder::kOptional + 64] ^= std::byte{1};
  EXPECT_EQ(digest_of(b), before);
  EXPECT_EQ(digest_of(sign(b, {})), before);
  b[600] ^= std::byte{1};
  EXPECT_NE(digest_of(b), before);
}

TEST(Authenticode, a_te_and_a_cut_image_have_none) {
  crypto::HashEngine hash;
  EXPECT_FALSE(authenticode_digest(parse(PeBuilder{}.te()), HashAlg::sha256, hash));
  auto b = PeBuilder{}.pe();
  b.resize(1700);
  const auto cut = authenticode_digest(parse(b), HashAlg::sha256, hash);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().field, "SizeOfRawData");
}

TEST(Authenticode, a_signature_holds_until_a_byte_changes) {
  const SignedDataBuilder by;
  auto b = sign(PeBuilder{}.pe(), by);
  auto signatures = signatures_of(b);
  ASSERT_EQ(signatures.size(), 1U);
  EXPECT_TRUE(signatures[0].holds) << signatures[0].why;
  EXPECT_EQ(signatures[0].signer, "CN=Signer");
  EXPECT_EQ(signatures[0].hash, HashAlg::sha256);
  b[600] ^= std::byte{1};
  signatures = signatures_of(b);
  EXPECT_FALSE(signatures[0].holds);
  EXPECT_NE(signatures[0].why.find("another image"), std::string::npos) << signatures[0].why;
}

TEST(Authenticode, a_signature_of_another_key_does_not_hold) {
  SignedDataBuilder by;
  const auto b = sign(PeBuilder{}.pe(), by);
  // The signature's last bytes stand before the table's padding.
  auto forged = b;
  forged[forged.size() - 20] ^= std::byte{1};
  const auto signatures = signatures_of(forged);
  ASSERT_EQ(signatures.size(), 1U);
  EXPECT_FALSE(signatures[0].holds);
  by.with_certificate = false;
  const auto alone = signatures_of(sign(PeBuilder{}.pe(), by));
  ASSERT_EQ(alone.size(), 1U);
  EXPECT_FALSE(alone[0].holds);
  EXPECT_NE(alone[0].why.find("certificate"), std::string::npos);
}

TEST(Authenticode, a_table_that_lies_is_an_error) {
  auto b = sign(PeBuilder{}.pe(), {});
  b[PeBuilder::kSize] = std::byte{3};
  b[PeBuilder::kSize + 1] = std::byte{0};
  crypto::HashEngine hash;
  bytes::Budget budget;
  const auto broken = check_signatures(parse(b), hash, budget);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().field, "dwLength");
  EXPECT_EQ(broken.error().offset, PeBuilder::kSize);
}

TEST(Authenticode, hostile_signatures_never_hold) {
  const auto b = sign(PeBuilder{}.pe(), {});
  crypto::HashEngine hash;
  const auto all = [&](bytes::ByteSpan part) {
    bytes::Budget budget({.items = 200'000});
    const auto image = parse_image(bytes::Reader(part), budget);
    if (!image) return;
    (void)authenticode_digest(*image, HashAlg::sha256, hash, true);
    (void)check_signatures(*image, hash, budget);
  };
  testing::every_prefix(b, all);
  testing::mutations(b, 1000, 11, all);
}

}  // namespace
}  // namespace assay::formats::pe
