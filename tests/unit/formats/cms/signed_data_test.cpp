#include "formats/cms/signed_data.h"

#include <gtest/gtest.h>

#include "support/mutate.h"
#include "support/signed_data_builder.h"

namespace assay::formats::cms {
namespace {

using base::Bytes;
using testing::SignedDataBuilder;

bytes::Parsed<SignedData> parse(bytes::ByteSpan b) {
  bytes::Budget budget;
  return parse_signed_data(bytes::Reader(b), budget);
}

TEST(SignedData, an_executables_digest_is_read_and_its_signature_checked) {
  const SignedDataBuilder by;
  const Bytes digest(32, std::byte{0x42});
  const auto der = by.authenticode(digest);
  const auto data = parse(der).value();
  EXPECT_EQ(data.content_type, kSpcIndirectData);
  ASSERT_TRUE(data.image_digest);
  EXPECT_EQ(data.image_digest->hash, crypto::HashAlg::sha256);
  EXPECT_TRUE(bytes::equal(data.image_digest->value, digest));
  ASSERT_EQ(data.signers.size(), 1U);
  ASSERT_TRUE(data.signers[0].certificate);
  EXPECT_EQ(data.certificates[0].subject.text(), "CN=Signer");
  const auto good = verify_signer(data, data.signers[0], *data.content);
  EXPECT_TRUE(good) << good.error().message;
  EXPECT_FALSE(verify_signer(data, data.signers[0], bytes::as_bytes("other content")));
}

TEST(SignedData, a_detached_signature_holds_over_what_it_was_made_of) {
  SignedDataBuilder by;
  by.bare = true;
  const Bytes content = testing::text_bytes("name, vendor, attributes, time, data");
  const auto der = by.detached(content);
  const auto data = parse(der).value();
  EXPECT_FALSE(data.content);
  EXPECT_TRUE(verify_signer(data, data.signers[0], content));
  EXPECT_FALSE(verify_signer(data, data.signers[0], bytes::as_bytes("name")));
}

TEST(SignedData, without_the_signers_certificate_nothing_holds) {
  SignedDataBuilder by;
  by.with_certificate = false;
  const auto der = by.detached({});
  const auto data = parse(der).value();
  EXPECT_FALSE(data.signers[0].certificate);
  EXPECT_FALSE(verify_signer(data, data.signers[0], {}));
}

TEST(SignedData, other_contents_are_refused) {
  const auto der = testing::sequence(
      {testing::oid("2a864886f70d010701"), testing::tlv(0xA0, testing::tlv(4, {}))});
  EXPECT_EQ(parse(der).error().field, "contentType");
}

TEST(SignedData, elements_cost_items) {
  const auto der = SignedDataBuilder{}.authenticode(Bytes(32));
  bytes::Budget small({.items = 20});
  EXPECT_EQ(parse_signed_data(bytes::Reader(der), small).error().fault, bytes::Fault::budget);
}

TEST(SignedData, hostile_bytes_are_survived_and_never_verify_wrongly) {
  const Bytes content = testing::text_bytes("content");
  const auto der = SignedDataBuilder{}.detached(content);
  const auto all = [&](bytes::ByteSpan b) {
    const auto data = parse(b);
    if (!data) return;
    for (const SignerInfo& s : data->signers)
      EXPECT_FALSE(verify_signer(*data, s, bytes::as_bytes("never signed")));
  };
  testing::every_prefix(der, all);
  testing::mutations(der, 1000, 5, all);
}

}  // namespace
}  // namespace assay::formats::cms
