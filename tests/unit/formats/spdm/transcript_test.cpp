#include "formats/spdm/transcript.h"

#include <array>
#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/spdm/chain.h"
#include "formats/spdm/verify.h"
#include "support/mutate.h"
#include "support/spdm_builder.h"

namespace assay::formats::spdm {
namespace {

using testing::SpdmDevice;

constexpr std::array<std::uint8_t, 4> kVersions{0x10, 0x11, 0x12, 0x13};

const SpdmDevice& p256() {
  static const SpdmDevice device(SpdmDevice::Key::p256);
  return device;
}

base::Bytes sample(std::uint8_t version = 0x12) {
  return p256().transcript(version, {{1, 0, std::string(32, '\x11')}, {5, 0x86, "v1.2.3"}});
}

bytes::Parsed<Transcript> parse(bytes::ByteSpan b, bytes::Limits limits = {}) {
  bytes::Budget budget(limits);
  return parse_transcript(bytes::Reader(b), budget);
}

SignatureVerdict verify(const Transcript& t, const SpdmDevice& device,
                        std::optional<crypto::HashAlg> hash = crypto::HashAlg::sha256) {
  crypto::HashEngine engine;
  const auto key = crypto::PublicKey::from_spki(device.spki());
  return verify_signature(t, hash, signing_from_name(device.algorithm_name()), *key, engine);
}

TEST(SpdmTranscript, blocks_of_every_version_come_out) {
  for (const std::uint8_t version : kVersions) {
    SCOPED_TRACE(version);
    const auto bytes = sample(version);
    const auto t = parse(bytes);
    ASSERT_TRUE(t) << t.error().describe();
    EXPECT_EQ(t->version, version);
    EXPECT_EQ(t->negotiated.has_value(), version >= 0x12);
    ASSERT_EQ(t->exchanges.size(), 1U);
    EXPECT_TRUE(t->exchanges[0].signature_requested);
    EXPECT_EQ(t->exchanges[0].requester_nonce.size(), 32U);
    EXPECT_EQ(bytes::to_string(t->exchanges[0].opaque), "opaq");
    const auto blocks = t->blocks();
    ASSERT_EQ(blocks.size(), 2U);
    EXPECT_EQ(measurement_type(blocks[0].type), "immutable ROM");
    EXPECT_FALSE(blocks[0].raw);
    EXPECT_EQ(measurement_type(blocks[1].type), "firmware version");
    EXPECT_TRUE(blocks[1].raw);
    EXPECT_EQ(bytes::to_string(blocks[1].value), "v1.2.3");
    EXPECT_EQ(t->signature.size(), 64U);
    EXPECT_TRUE(looks_like_transcript(bytes));
  }
}

TEST(SpdmTranscript, good_signatures_are_good_with_each_key_and_version) {
  const SpdmDevice p384(SpdmDevice::Key::p384);
  const SpdmDevice rsa(SpdmDevice::Key::rsa2048);
  for (const auto* device : {&p256(), &p384, &rsa})
    for (const std::uint8_t version : kVersions) {
      SCOPED_TRACE(device->algorithm_name());
      const auto bytes = device->transcript(version, {{1, 1, "abc"}});
      const auto t = parse(bytes);
      ASSERT_TRUE(t);
      const auto verdict = verify(*t, *device);
      EXPECT_EQ(verdict.status, SignatureStatus::good) << int{version} << verdict.why;
    }
}

TEST(SpdmTranscript, no_byte_of_it_can_change_unnoticed) {
  for (const std::uint8_t version : std::array<std::uint8_t, 2>{0x11, 0x12}) {
    const auto good = sample(version);
    for (std::size_t i = 0; i < good.size(); ++i) {
      auto bytes = good;
      bytes[i] ^= std::byte{1};
      const auto t = parse(bytes);
      if (!t) continue;
      EXPECT_NE(verify(*t, p256()).status, SignatureStatus::good) << "byte " << i;
    }
  }
}

TEST(SpdmTranscript, another_devices_key_is_bad_and_a_key_of_another_kind_too) {
  const auto bytes = sample();
  const auto t = parse(bytes);
  ASSERT_TRUE(t);
  const SpdmDevice other(SpdmDevice::Key::p256);
  EXPECT_EQ(verify(*t, other).status, SignatureStatus::bad);
  crypto::HashEngine engine;
  const SpdmDevice p384(SpdmDevice::Key::p384);
  const auto key = crypto::PublicKey::from_spki(p384.spki());
  EXPECT_EQ(verify_signature(*t, {}, {}, *key, engine).status, SignatureStatus::bad);
}

TEST(SpdmTranscript, algorithms_beside_the_transcript_must_be_those_in_it) {
  const auto bytes = sample();
  const auto t = parse(bytes);
  ASSERT_TRUE(t);
  const auto verdict = verify(*t, p256(), crypto::HashAlg::sha384);
  EXPECT_EQ(verdict.status, SignatureStatus::bad);
  EXPECT_NE(verdict.why.find("negotiated"), std::string::npos);
}

TEST(SpdmTranscript, what_cannot_be_checked_says_why) {
  // 1.2 without its VCA: the version octets of the measurement messages alone.
  auto bytes = sample(0x12);
  const auto whole = parse(bytes);
  ASSERT_TRUE(whole);
  const std::size_t vca = 8 + 4 + 20 + 20 + 32 + 36;
  const auto cut = bytes::ByteSpan(bytes).subspan(vca);
  const auto t = parse(cut);
  ASSERT_TRUE(t) << t.error().describe();
  EXPECT_FALSE(t->negotiated);
  const auto verdict = verify(*t, p256());
  EXPECT_EQ(verdict.status, SignatureStatus::unverifiable);
  EXPECT_NE(verdict.why.find("missing"), std::string::npos) << verdict.why;

  const auto old = sample(0x11);
  const auto t11 = parse(old);
  ASSERT_TRUE(t11);
  EXPECT_EQ(verify(*t11, p256(), std::nullopt).status, SignatureStatus::unverifiable)
      << "1.1 has no ALGORITHMS and nobody named a hash";
}

TEST(SpdmTranscript, breaks_are_named_with_their_place) {
  auto bytes = sample(0x11);
  bytes[0] = std::byte{0x20};
  auto t = parse(bytes);
  ASSERT_FALSE(t);
  EXPECT_EQ(t.error().field, "SPDMVersion");
  EXPECT_EQ(t.error().offset, 0U);

  bytes = sample(0x11);
  bytes[37 + 1] = std::byte{0x7F};  // ERROR instead of MEASUREMENTS
  t = parse(bytes);
  ASSERT_FALSE(t);
  EXPECT_EQ(t.error().field, "RequestResponseCode");
  EXPECT_EQ(t.error().offset, 38U);

  bytes = sample(0x11);
  bytes[37 + 8 + 2] = std::byte{0xFF};  // MeasurementSize of the first block
  t = parse(bytes);
  ASSERT_FALSE(t);
  EXPECT_EQ(t.error().field, "Measurement");
}

TEST(SpdmTranscript, survives_every_prefix_and_mutation_and_the_budget) {
  for (const std::uint8_t version : std::array<std::uint8_t, 2>{0x11, 0x13}) {
    const auto bytes = sample(version);
    testing::every_prefix(bytes, [&](bytes::ByteSpan b) {
      const auto t = parse(b);
      // Bytes after the last message are the signature, however many.
      if (t) {
        EXPECT_GT(b.size(), bytes.size() - 64);
      } else {
        EXPECT_LE(t.error().offset, b.size());
      }
    });
    testing::mutations(bytes, 1000, version, [](bytes::ByteSpan b) {
      const auto t = parse(b);
      (void)looks_like_transcript(b);
      if (!t) return;
      for (const auto& block : t->blocks()) EXPECT_LE(block.value.size(), b.size());
    });
    const auto t = parse(bytes, {.items = 3, .bytes = 0, .depth = 1});
    ASSERT_FALSE(t);
    EXPECT_EQ(t.error().fault, bytes::Fault::budget);
  }
}

TEST(SpdmChain, root_hash_and_certificates_come_out) {
  const auto der = p256().certificate_der();
  crypto::HashEngine engine;
  const auto hash = engine.hash(crypto::HashAlg::sha256, der);
  bytes::Writer w;
  w.le16(static_cast<std::uint16_t>(4 + 32 + der.size())).le16(0).raw(hash.span()).raw(der);
  const auto parse_chain = [](bytes::ByteSpan b) {
    bytes::Budget budget;
    return parse_certificate_chain(bytes::Reader(b), crypto::HashAlg::sha256, budget);
  };
  const auto chain = parse_chain(w.view());
  ASSERT_TRUE(chain) << chain.error().describe();
  ASSERT_EQ(chain->certificates.size(), 1U);
  EXPECT_TRUE(chain->holds_root(crypto::HashAlg::sha256, engine));
  EXPECT_FALSE(chain->holds_root(crypto::HashAlg::sha384, engine));
  testing::every_prefix(w.view(), [&](bytes::ByteSpan b) {
    EXPECT_EQ(parse_chain(b).has_value(), b.size() == w.size());
  });
}

TEST(SpdmNames, redfish_names_and_bits_agree) {
  EXPECT_EQ(hash_from_name("TPM_ALG_SHA_384"), crypto::HashAlg::sha384);
  EXPECT_EQ(hash_from_name("TPM_ALG_SHA384"), crypto::HashAlg::sha384);
  EXPECT_EQ(hash_from_name("OEM"), std::nullopt);
  EXPECT_EQ(hash_from_bits(3), std::nullopt) << "two bits are no choice";
  for (const auto* device : {&p256()})
    EXPECT_EQ(signing_from_bits(device->algorithm_bit()),
              signing_from_name(device->algorithm_name()));
  EXPECT_EQ(signing_from_name("TPM_ALG_SM2_ECC_SM2_P256"), std::nullopt);
}

}  // namespace
}  // namespace assay::formats::spdm
