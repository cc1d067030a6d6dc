#include "formats/tcg/sipa.h"

#include "formats/tcg/trust_point.h"
#include "unit/formats/tcg/described.h"

namespace assay::formats::tcg {
namespace {

using namespace testing;

base::Bytes sipa(std::uint32_t id, const base::Bytes& data) {
  bytes::Writer out;
  out.le32(id).le32(static_cast<std::uint32_t>(data.size())).raw(data);
  return std::move(out).release();
}

base::Bytes boundary() {
  const base::Bytes module = joined({sipa(kSipaFilePath, utf16z("\\Windows\\winload.efi")),
                                     sipa(kSipaHashAlgorithm, hex_bytes("0c800000")),
                                     sipa(kSipaAuthenticodeHash, hex_bytes("0a0b")),
                                     sipa(kSipaImageValidated, hex_bytes("01"))});
  return sipa(kSipaTrustBoundary,
              joined({sipa(0x00050002, hex_bytes("01")), sipa(0x00040001, hex_bytes("00")),
                      sipa(kSipaLoadedModule, module), sipa(0x00020005, hex_bytes("14000000"))}));
}

TEST(Sipa, WalksContainersDepthFirst) {
  const base::Bytes sample = boundary();
  bytes::Budget budget;
  const auto events = parse_sipa(bytes::Reader(sample, 300), budget);
  ASSERT_TRUE(events.has_value());
  EXPECT_TRUE(events->whole);
  ASSERT_EQ(events->events.size(), 9U);
  EXPECT_EQ(events->events[0].level, 0U);
  EXPECT_EQ(events->events[1].level, 1U);
  EXPECT_EQ(events->events[1].offset, 300U + 16);
  EXPECT_EQ(events->events[4].level, 2U);
  EXPECT_EQ(sipa_name(events->events[4].id), "FilePath");
  EXPECT_EQ(sipa_value(events->events[4]), "\\Windows\\winload.efi");
}

TEST(Sipa, KeepsWhatCameBeforeABadLength) {
  base::Bytes sample =
      joined({sipa(0x00050002, hex_bytes("01")), sipa(0x00040001, hex_bytes("00"))});
  sample[13] = std::byte{0xFF};
  bytes::Budget budget;
  const auto events = parse_sipa(bytes::Reader(sample), budget);
  ASSERT_TRUE(events.has_value());
  EXPECT_FALSE(events->whole);
  EXPECT_EQ(events->events.size(), 1U);
}

TEST(Sipa, SpendsItsBudgetByEventAndDepth) {
  bytes::Budget items(bytes::Limits{.items = 8});
  EXPECT_EQ(parse_sipa(bytes::Reader(boundary()), items).error().fault, bytes::Fault::budget);
  bytes::Budget depth(bytes::Limits{.depth = 1});
  EXPECT_EQ(parse_sipa(bytes::Reader(boundary()), depth).error().fault, bytes::Fault::budget);
  bytes::Budget enough(bytes::Limits{.items = 9, .depth = 2});
  EXPECT_TRUE(parse_sipa(bytes::Reader(boundary()), enough).has_value());
}

std::string value(std::uint32_t id, const std::string& hex) {
  const base::Bytes data = hex_bytes(hex);
  return sipa_value(SipaEvent{id, 0, data, 0});
}

TEST(Sipa, PutsValuesInWords) {
  EXPECT_EQ(value(0x00050002, "01"), "on");
  EXPECT_EQ(value(0x0005000A, "0000000000000000"), "off");
  EXPECT_EQ(value(0x00050004, "0100000000000000"), "opt-out");
  EXPECT_EQ(value(0x00050008, "04000100"), "partition");
  EXPECT_EQ(value(0x00020002, "4700000000000000"), "71");
  EXPECT_EQ(value(0x00020005, "14000000"), "TPM+PIN");
  EXPECT_EQ(value(0x00020005, "00000000"), "none");
  EXPECT_EQ(value(0x0002000B, "350000c0"), "0xc0000035");
  EXPECT_EQ(value(kSipaHashAlgorithm, "0c800000"), "sha256");
  EXPECT_EQ(value(0x0005000F, "0000000000000000 0400 0b00 02000000 61000000 aabb"),
            "a sha256:aabb");
  EXPECT_EQ(value(0x00050013, "0000000000000000 02000000 0b00 aabb"),
            "of 1601-01-01T00:00:00Z sha256:aabb");
  EXPECT_EQ(value(0x00050029, "01000000 0c000000 0b00 0200 ccdd"), "sha256:ccdd");
  EXPECT_EQ(value(0x000500FF, "0102"), "2 bytes") << "an id without a name";
}

TEST(Sipa, IsDescribedByItsContainer) {
  const Description said = described(EV_EVENT_TAG, boundary(), 13);
  EXPECT_EQ(said.what, "Windows trust boundary");
  EXPECT_EQ(said.text,
            "Windows trust boundary: 1 module (\\Windows\\winload.efi); code integrity on; boot "
            "debugging off; BitLocker unlock TPM+PIN");
  EXPECT_EQ(detail(said, "CodeIntegrity"), "on");
  EXPECT_EQ(detail(said, "module"), "\\Windows\\winload.efi sha256:0a0b");
  EXPECT_EQ(described(EV_EVENT_TAG, sipa(0x00020002, hex_bytes("47000000")), 12).text,
            "Windows boot counter: 71");
}

TEST(Sipa, SurvivesHostileBytes) {
  attack(boundary(), [](bytes::ByteSpan data) {
    EXPECT_FALSE(described(EV_EVENT_TAG, data, 13).what.empty());
  });
}

base::Bytes attest(std::string_view nonce) {
  bytes::Writer out;
  out.be32(0xFF544347).be16(0x8018).be16(2).u8(0).u8(0x0B);
  out.be16(static_cast<std::uint16_t>(nonce.size())).raw(bytes::as_bytes(nonce)).zeros(25);
  return std::move(out).release();
}

base::Bytes point(std::string_view aik, std::string_view nonce) {
  return sipa(
      kSipaTrustPoint,
      joined({sipa(kSipaAikId, utf16z(aik)), sipa(kSipaAikPublicDigest, base::Bytes(20)),
              sipa(kSipaQuote, attest(nonce)), sipa(kSipaQuoteSignature, hex_bytes("0102"))}));
}

std::vector<TrustPoint> points_in(const base::Bytes& data, std::uint32_t type = EV_NO_ACTION) {
  EventLog log;
  Event event;
  event.number = 38;
  event.pcr = kNoPcr;
  event.type = type;
  event.data = data;
  event.data_offset = 1000;
  log.events.push_back(event);
  bytes::Budget budget;
  return find_trust_points(log, budget);
}

TEST(TrustPoint, GivesQuoteSignatureAndNonce) {
  const base::Bytes sample = point("Windows AIK", "nonce");
  const auto found = points_in(sample);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].event, 38U);
  EXPECT_EQ(found[0].aik(), "Windows AIK");
  EXPECT_EQ(bytes::as_chars(found[0].nonce), "nonce");
  EXPECT_EQ(bytes::to_hex(found[0].signature), "0102");
  EXPECT_EQ(found[0].quote.size(), attest("nonce").size());
  EXPECT_EQ(bytes::to_hex(bytes::ByteSpan(sample).subspan(found[0].quote_offset - 1000, 4)),
            "ff544347");
  EXPECT_EQ(found[0].signature_offset, 1000 + sample.size() - 2);
}

TEST(TrustPoint, FindsEachKeyOfAWrapper) {
  const base::Bytes sample =
      sipa(kSipaTrustPoint, joined({point("Windows AIK", "one"), point("enrolled", "two")}));
  const auto found = points_in(sample);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].aik(), "Windows AIK");
  EXPECT_EQ(found[1].aik(), "enrolled");
  EXPECT_EQ(bytes::as_chars(found[1].nonce), "two");
}

TEST(TrustPoint, NeedsQuoteAndSignatureAndTheRightEvent) {
  EXPECT_TRUE(points_in(sipa(kSipaTrustPoint, sipa(kSipaQuote, attest("x")))).empty());
  EXPECT_TRUE(points_in(point("Windows AIK", "x"), EV_EFI_ACTION).empty());
  EXPECT_TRUE(points_in({}).empty());
}

TEST(TrustPoint, SurvivesHostileBytes) {
  attack(point("Windows AIK", "nonce"), [](bytes::ByteSpan data) {
    const base::Bytes copy = bytes::copy(data);
    for (const TrustPoint& found : points_in(copy)) EXPECT_LE(found.quote.size(), copy.size());
  });
}

}  // namespace
}  // namespace assay::formats::tcg
