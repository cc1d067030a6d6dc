#include "formats/uefi/signature_list.h"

#include "formats/uefi/certificate_subject.h"
#include "unit/formats/uefi/sample_bytes.h"

namespace assay::formats::uefi {
namespace {

using testing::certificate;
using testing::hex_bytes;
using testing::joined;
using testing::signature_list;

base::Bytes digest(unsigned char fill) { return base::Bytes(32, static_cast<std::byte>(fill)); }

base::Bytes database() {
  return joined({signature_list(kCertX509, {certificate("Test Key")}),
                 signature_list(kCertSha256, {digest(0xAA), digest(0xBB)})});
}

TEST(SignatureList, GivesEntriesWithOwnerAndOffset) {
  const base::Bytes sample = database();
  bytes::Budget budget;
  const auto lists = parse_signature_lists(bytes::Reader(sample, 2000), budget);
  ASSERT_TRUE(lists.has_value());
  ASSERT_EQ(lists->size(), 2U);
  EXPECT_EQ((*lists)[0].kind, SignatureKind::x509);
  ASSERT_EQ((*lists)[0].count(), 1U);
  const SignatureEntry entry = (*lists)[0].entry(0);
  EXPECT_EQ(entry.owner, testing::kTestOwner);
  EXPECT_EQ(entry.offset, 2000U + 28 + 16);
  EXPECT_EQ(entry.subject(), "CN=Test Key");
}

TEST(SignatureList, GivesTheForbiddenDigests) {
  const base::Bytes sample = database();
  bytes::Budget budget;
  const auto lists = parse_signature_lists(bytes::Reader(sample), budget);
  ASSERT_TRUE(lists.has_value());
  const auto digests = sha256_entries(*lists);
  ASSERT_EQ(digests.size(), 2U);
  EXPECT_EQ(bytes::to_hex(digests[1].digest), bytes::to_hex(digest(0xBB)));
  EXPECT_EQ(digests[1].offset, sample.size() - 32);
  EXPECT_EQ(digests[1].owner, testing::kTestOwner);
}

TEST(SignatureList, SaysFromWhenACertificateIsRevoked) {
  const base::Bytes time = hex_bytes("e707020103040500 0000000000000000");
  const base::Bytes sample =
      joined({signature_list(kCertX509Sha256, {joined({digest(1), time})}),
              signature_list(kCertX509Sha256, {joined({digest(1), base::Bytes(16)})})});
  bytes::Budget budget;
  const auto lists = parse_signature_lists(bytes::Reader(sample), budget);
  ASSERT_TRUE(lists.has_value());
  EXPECT_EQ((*lists)[0].entry(0).revoked_from(), "2023-02-01T03:04:05Z");
  EXPECT_EQ((*lists)[1].entry(0).revoked_from(), "");
  EXPECT_TRUE(sha256_entries(*lists).empty()) << "a certificate's digest is not an image's";
}

TEST(SignatureList, TakesAnEmptyVariableAndAnUnknownType) {
  bytes::Budget budget;
  EXPECT_TRUE(parse_signature_lists(bytes::Reader(bytes::ByteSpan{}), budget)->empty());
  const base::Bytes sample = signature_list(testing::kTestOwner, {digest(1)});
  const auto lists = parse_signature_lists(bytes::Reader(sample), budget);
  ASSERT_TRUE(lists.has_value());
  EXPECT_EQ((*lists)[0].kind, SignatureKind::other);
}

struct Broken {
  std::size_t at;
  std::uint8_t value;
  std::string_view field;
};

TEST(SignatureList, NamesTheFieldItRefuses) {
  for (const Broken& broken :
       {Broken{16, 27, "SignatureListSize"}, Broken{17, 0xFF, "SignatureListSize"},
        Broken{21, 0xFF, "SignatureHeaderSize"}, Broken{24, 15, "SignatureSize"},
        Broken{24, 49, "SignatureSize"}, Broken{24, 0, "SignatureSize"}}) {
    base::Bytes sample = signature_list(kCertSha256, {digest(1)});
    sample[broken.at] = static_cast<std::byte>(broken.value);
    bytes::Budget budget;
    const auto lists = parse_signature_lists(bytes::Reader(sample), budget);
    ASSERT_FALSE(lists.has_value()) << broken.at;
    EXPECT_EQ(lists.error().field, broken.field) << broken.at;
  }
}

TEST(SignatureList, SpendsItsBudgetPerEntry) {
  bytes::Budget enough(bytes::Limits{.items = 5});  // two lists, three entries
  EXPECT_TRUE(parse_signature_lists(bytes::Reader(database()), enough).has_value());
  bytes::Budget short_of_one(bytes::Limits{.items = 4});
  const auto lists = parse_signature_lists(bytes::Reader(database()), short_of_one);
  ASSERT_FALSE(lists.has_value());
  EXPECT_EQ(lists.error().fault, bytes::Fault::budget);
}

TEST(SignatureList, SurvivesHostileBytes) {
  testing::attack(database(), [](bytes::ByteSpan data) {
    bytes::Budget budget;
    const auto lists = parse_signature_lists(bytes::Reader(data), budget);
    if (!lists) return;
    for (const SignatureList& list : *lists)
      for (std::size_t i = 0; i < list.count(); ++i) {
        const auto subject = list.entry(i).subject();
        EXPECT_LT(subject.value_or("").size(), 8192U);
      }
    EXPECT_LE(sha256_entries(*lists).size() * 48, data.size());
  });
}

TEST(CertificateSubject, IsNothingWhereTheBytesAreNoCertificate) {
  EXPECT_EQ(certificate_subject(certificate("A, B")), "CN=A\\, B");
  EXPECT_FALSE(certificate_subject({}));
  EXPECT_FALSE(certificate_subject(digest(0x30)));
  EXPECT_FALSE(certificate_subject(base::Bytes(kMaxCertificate + 1, std::byte{0x30})));
}

TEST(CertificateSubject, NeedsTheWholeSubject) {
  const base::Bytes sample = certificate("Test Key");
  testing::every_prefix(sample, [&](bytes::ByteSpan data) {
    EXPECT_EQ(certificate_subject(data).has_value(), data.size() == sample.size());
  });
}

}  // namespace
}  // namespace assay::formats::uefi
