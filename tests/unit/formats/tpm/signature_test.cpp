#include "formats/tpm/signature.h"

#include <gtest/gtest.h>

#include "formats/tpm/public.h"
#include "support/mutate.h"
#include "unit/formats/tpm/tpm_bytes.h"

namespace assay::formats::tpm {
namespace {

namespace tb = testing::tpm;
using bytes::Reader;

base::Bytes rsa_signature(std::uint16_t alg = kAlgRsassa, std::uint16_t hash = tb::kSha256) {
  bytes::Writer w;
  w.be16(alg).be16(hash);
  tb::tpm2b(w, tb::filled(256, 0x51));
  return std::move(w).release();
}

base::Bytes ecdsa_signature() {
  bytes::Writer w;
  w.be16(kAlgEcdsa).be16(tb::kSha256);
  tb::tpm2b(w, tb::filled(32, 0x52));
  tb::tpm2b(w, tb::filled(31, 0x53));
  return std::move(w).release();
}

TEST(Signature, reads_each_form) {
  const base::Bytes rsassa = rsa_signature();
  const auto plain = parse_signature(Reader(rsassa));
  ASSERT_TRUE(plain) << plain.error().describe();
  EXPECT_EQ(plain->scheme, crypto::SignatureScheme::rsassa);
  EXPECT_EQ(plain->rsa.size(), 256U);
  EXPECT_EQ(to_string(plain->scheme, plain->hash), "RSASSA-sha256");

  const base::Bytes pss = rsa_signature(kAlgRsapss, tb::kSha1);
  EXPECT_EQ(parse_signature(Reader(pss))->scheme, crypto::SignatureScheme::rsapss);
  EXPECT_EQ(parse_signature(Reader(pss))->hash, crypto::HashAlg::sha1);

  const base::Bytes ecdsa = ecdsa_signature();
  const auto pair = parse_signature(Reader(ecdsa));
  ASSERT_TRUE(pair) << pair.error().describe();
  EXPECT_EQ(pair->scheme, crypto::SignatureScheme::ecdsa);
  EXPECT_EQ(pair->r.size(), 32U);
  EXPECT_EQ(pair->s.size(), 31U);
}

TEST(Signature, refuses_schemes_hashes_and_leftovers_it_does_not_know) {
  const auto fault = [](const base::Bytes& bytes) {
    return parse_signature(Reader(bytes)).error();
  };
  EXPECT_EQ(fault(rsa_signature(kAlgNull)).field, "sigAlg");
  EXPECT_EQ(fault(rsa_signature(kAlgSm2)).field, "sigAlg");
  EXPECT_EQ(fault(rsa_signature(kAlgRsassa, kAlgNull)).field, "hash");
  EXPECT_EQ(fault(rsa_signature(kAlgRsassa, kAlgNull)).offset, 2U);
  base::Bytes longer = rsa_signature();
  longer.push_back(std::byte{0});
  EXPECT_EQ(fault(longer).fault, bytes::Fault::trailing);
}

TEST(Signature, verifies_what_tpms_signed_and_nothing_else) {
  crypto::HashEngine hash;
  for (const char* node : {"node-01", "node-02"}) {
    const std::string folder = std::string("samples/fleet/") + node + "/boot/";
    const base::Bytes message = testing::read_source(folder + "quote.msg");
    const base::Bytes signed_by = testing::read_source(folder + "quote.sig");
    const base::Bytes area = testing::read_source(folder + "ak.tpmt");
    const auto key = to_key(parse_public(Reader(area)).value());
    const auto signature = parse_signature(Reader(signed_by));
    ASSERT_TRUE(key && signature) << node;
    EXPECT_TRUE(verify(*key, *signature, hash.hash(signature->hash, message))) << node;
    base::Bytes changed = message;
    changed.back() ^= std::byte{1};
    EXPECT_FALSE(verify(*key, *signature, hash.hash(signature->hash, changed))) << node;
  }
}

TEST(Signature, no_truncated_prefix_is_a_signature) {
  for (const base::Bytes& whole : {rsa_signature(), ecdsa_signature()})
    testing::every_prefix(bytes::ByteSpan(whole).first(whole.size() - 1), [](bytes::ByteSpan cut) {
      ASSERT_FALSE(parse_signature(Reader(cut))) << cut.size();
    });
}

TEST(Signature, mutations_end_in_a_signature_or_an_error) {
  for (const base::Bytes& whole : {rsa_signature(), ecdsa_signature()})
    testing::mutations(whole, 1000, 8, [](bytes::ByteSpan mutant) {
      const auto signature = parse_signature(Reader(mutant));
      if (signature) {
        ASSERT_LE(signature->rsa.size() + signature->r.size() + signature->s.size(), mutant.size());
      }
    });
}

}  // namespace
}  // namespace assay::formats::tpm
