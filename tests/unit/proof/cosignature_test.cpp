#include "proof/cosignature.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "crypto/digest.h"
#include "support/mutate.h"

namespace assay::proof {
namespace {

const std::string kText = "ledger.example\n3\n" + bytes::to_base64(base::Bytes(32)) + "\n";

struct CosignatureTest : ::testing::Test {
  SigningKey key = signing_key_from_seed("witness.example/w1", {}).value();
  CosignerKey cosigner = cosigner_of(key.verifier);
  NoteSignature line(std::uint64_t time) const {
    const auto text = cosign_line(kText, key, time).value();
    EXPECT_TRUE(text.ends_with('\n'));
    return parse_signature_line(std::string_view(text).substr(0, text.size() - 1)).value();
  }
};

TEST_F(CosignatureTest, its_key_id_is_that_of_kind_4) {
  bytes::Writer w;
  w.raw(bytes::as_bytes("witness.example/w1\n")).u8(4).raw(key.verifier.key);
  const auto digest = crypto::HashEngine().hash(crypto::HashAlg::sha256, w.view());
  EXPECT_EQ(cosigner.id, bytes::Reader(digest.span()).be32("id"));
  EXPECT_NE(cosigner.id, key.verifier.id);
  EXPECT_EQ(parse_cosigner_key(to_string(cosigner)), cosigner);
  EXPECT_FALSE(parse_cosigner_key(to_string(key.verifier))) << "a key of kind 1";
  EXPECT_FALSE(parse_verifier_key(to_string(cosigner))) << "a key of kind 4";
}

TEST_F(CosignatureTest, signs_a_header_the_time_and_the_text) {
  const auto signature = line(1'679'315'147);
  ASSERT_EQ(signature.signature.size(), 8U + 64U);
  const auto message = "cosignature/v1\ntime 1679315147\n" + kText;
  EXPECT_TRUE(crypto::verify_ed25519(cosigner.key, bytes::as_bytes(message),
                                     bytes::ByteSpan(signature.signature).subspan(8)));
  EXPECT_EQ(verify_cosignature(kText, signature, cosigner), 1'679'315'147U);
  EXPECT_EQ(verify_cosignature(kText, line(0), cosigner), 0U);
  EXPECT_FALSE(cosign_line(kText, key, 1ULL << 63U));
}

TEST_F(CosignatureTest, of_another_text_time_name_or_key_is_none) {
  auto signature = line(5);
  EXPECT_FALSE(verify_cosignature(kText + "x\n", signature, cosigner));
  auto other = signing_key_from_seed("witness.example/w1", {std::byte{1}}).value();
  EXPECT_FALSE(verify_cosignature(kText, signature, cosigner_of(other.verifier)));
  auto renamed = signature;
  renamed.name = "witness.example/w2";
  EXPECT_FALSE(verify_cosignature(kText, renamed, cosigner));
  signature.signature[7] ^= std::byte{1};
  EXPECT_FALSE(verify_cosignature(kText, signature, cosigner)) << "the time is signed";
}

TEST_F(CosignatureTest, no_prefix_and_no_mutation_verifies) {
  const auto whole = line(5);
  const auto good = [&](bytes::ByteSpan bytes) {
    NoteSignature cut = whole;
    cut.signature = bytes::copy(bytes);
    return verify_cosignature(kText, cut, cosigner).has_value();
  };
  testing::every_prefix(whole.signature, [&](bytes::ByteSpan part) {
    EXPECT_EQ(good(part), part.size() == whole.signature.size());
  });
  testing::mutations(whole.signature, 1000, 9, [&](bytes::ByteSpan bytes) {
    if (bytes::equal(bytes, whole.signature)) return;
    EXPECT_FALSE(good(bytes));
  });
}

}  // namespace
}  // namespace assay::proof
