#include "inspect/boot/replay.h"

#include <gtest/gtest.h>

#include "support/boot_builder.h"

namespace assay::inspect::boot {
namespace {

using namespace formats::tcg;
using testing::Digest;
using testing::EventLogBuilder;
using testing::HashAlg;
using testing::text_bytes;

// The log owns nothing, so its bytes stay beside it.
struct Parsed {
  explicit Parsed(base::Bytes b) : bytes(std::move(b)) {
    bytes::Budget budget;
    log = parse_event_log(bytes::Reader(bytes), budget).value();
  }
  base::Bytes bytes;
  EventLog log;
};

TEST(Replay, gives_what_a_tpm_holds_in_every_bank) {
  EventLogBuilder b({HashAlg::sha1, HashAlg::sha256, HashAlg::sha384});
  b.event(0, EV_S_CRTM_VERSION, "1.0")
      .event(4, EV_EFI_ACTION, "Calling EFI Application from Boot Option")
      .separators();
  const Parsed p(b.bytes());
  crypto::HashEngine hash;
  for (const HashAlg bank : {HashAlg::sha1, HashAlg::sha256, HashAlg::sha384}) {
    const auto r = replay(p.log, bank, hash);
    EXPECT_EQ(r.has_events, std::bitset<kPcrs>(0xFF));
    for (unsigned pcr = 0; pcr < kPcrs; ++pcr) EXPECT_EQ(r.pcr[pcr], b.pcrs().at(bank, pcr)) << pcr;
  }
}

TEST(Replay, pcr_0_starts_at_the_stated_locality) {
  for (const std::uint8_t locality : {std::uint8_t{0}, std::uint8_t{3}, std::uint8_t{4}}) {
    EventLogBuilder b;
    b.startup_locality(locality)
        .event(0, EV_S_CRTM_VERSION, "1.0")
        .event(1, EV_SEPARATOR, "\0\0\0\0");
    const Parsed p(b.bytes());
    crypto::HashEngine hash;
    const auto r = replay(p.log, HashAlg::sha256, hash);
    EXPECT_EQ(r.locality, locality);
    EXPECT_EQ(r.pcr[0], b.pcrs().at(HashAlg::sha256, 0));
    EXPECT_EQ(r.pcr[1], b.pcrs().at(HashAlg::sha256, 1));
  }
}

TEST(Replay, a_locality_stated_after_the_first_extend_comes_too_late) {
  EventLogBuilder b;
  b.event(0, EV_S_CRTM_VERSION, "1.0");
  const Digest before = b.pcrs().at(HashAlg::sha256, 0);
  b.startup_locality(3);
  const Parsed p(b.bytes());
  crypto::HashEngine hash;
  EXPECT_EQ(replay(p.log, HashAlg::sha256, hash).pcr[0], before);
}

TEST(Replay, only_the_first_stated_locality_counts) {
  EventLogBuilder b;
  b.startup_locality(3);
  EventLogBuilder twice = b;
  twice.startup_locality(4).event(0, EV_S_CRTM_VERSION, "1.0");
  b.event(0, EV_S_CRTM_VERSION, "1.0");
  const Parsed p(twice.bytes());
  crypto::HashEngine hash;
  EXPECT_EQ(replay(p.log, HashAlg::sha256, hash).pcr[0], b.pcrs().at(HashAlg::sha256, 0));
}

TEST(Replay, a_hardware_core_root_of_trust_starts_pcr_0_at_4) {
  EventLogBuilder b;
  b.pcrs().at(HashAlg::sha256, 0).mutable_span().back() = std::byte{4};
  b.event(0, EV_EFI_HCRTM_EVENT, "HCRTM").event(0, EV_S_CRTM_VERSION, "1.0");
  const Parsed p(b.bytes());
  crypto::HashEngine hash;
  const auto r = replay(p.log, HashAlg::sha256, hash);
  EXPECT_EQ(r.locality, 4);
  EXPECT_EQ(r.pcr[0], b.pcrs().at(HashAlg::sha256, 0));
}

TEST(Replay, an_event_without_a_digest_of_the_bank_extends_nothing_there) {
  EventLogBuilder b({HashAlg::sha1, HashAlg::sha256});
  b.event(4, EV_EFI_ACTION, "both");
  b.event_in({HashAlg::sha256}, 4, EV_EFI_ACTION, "sha256 alone");
  const Parsed p(b.bytes());
  crypto::HashEngine hash;
  const auto sha1 = replay(p.log, HashAlg::sha1, hash);
  const auto sha256 = replay(p.log, HashAlg::sha256, hash);
  EXPECT_EQ(sha1.without_digest, 1U);
  EXPECT_EQ(sha256.without_digest, 0U);
  EXPECT_EQ(sha1.pcr[4], b.pcrs().at(HashAlg::sha1, 4));
  EXPECT_EQ(sha256.pcr[4], b.pcrs().at(HashAlg::sha256, 4));
}

TEST(Replay, a_dynamic_launch_starts_its_pcrs_at_zero) {
  EventLogBuilder b;
  for (const unsigned pcr : {17U, 18U}) b.pcrs().at(HashAlg::sha256, pcr) = Digest(HashAlg::sha256);
  b.event(17, EV_EVENT_TAG, "the launched environment").event(18, EV_EVENT_TAG, "its policy");
  const Parsed p(b.bytes());
  crypto::HashEngine hash;
  const auto r = replay(p.log, HashAlg::sha256, hash);
  for (unsigned pcr = 0; pcr < kPcrs; ++pcr)
    EXPECT_EQ(r.pcr[pcr], b.pcrs().at(HashAlg::sha256, pcr)) << pcr;
}

TEST(Replay, without_events_pcrs_hold_their_reset_values) {
  crypto::HashEngine hash;
  const auto r = replay({}, HashAlg::sha256, hash);
  for (unsigned pcr = 0; pcr < kPcrs; ++pcr) {
    const bool dynamic = pcr >= 17 && pcr <= 22;
    EXPECT_TRUE(bytes::all_of(r.pcr[pcr].span(), dynamic ? std::byte{0xFF} : std::byte{0})) << pcr;
    EXPECT_EQ(r.pcr[pcr], reset_value(HashAlg::sha256, pcr));
  }
  EXPECT_TRUE(r.has_events.none());
}

TEST(Replay, stops_before_the_event_asked_for) {
  EventLogBuilder b;
  b.event(4, EV_EFI_ACTION, "first");
  const Digest then = b.pcrs().at(HashAlg::sha256, 4);
  b.event(4, EV_EFI_ACTION, "second");
  const Parsed p(b.bytes());
  crypto::HashEngine hash;
  EXPECT_EQ(replay(p.log, HashAlg::sha256, hash, 2).pcr[4], then);  // event 0 is the header
  EXPECT_EQ(replay(p.log, HashAlg::sha256, hash, 99).pcr[4], b.pcrs().at(HashAlg::sha256, 4));
}

TEST(Replay, events_that_name_no_real_pcr_extend_nothing) {
  EventLogBuilder b;
  b.event(0, EV_S_CRTM_VERSION, "1.0");
  const Digest pcr0 = b.pcrs().at(HashAlg::sha256, 0);
  bytes::Writer more;
  for (const std::uint32_t pcr : {24U, 0xFFFFFFFFU})
    more.le32(pcr).le32(EV_EVENT_TAG).le32(1).le16(0x000B).zeros(32).le32(1).u8(0);
  b.raw(more.view());
  bytes::Budget budget;
  const base::Bytes log_bytes = b.bytes();
  const auto log = parse_event_log(bytes::Reader(log_bytes), budget);
  ASSERT_TRUE(log);
  crypto::HashEngine hash;
  const auto r = replay(*log, HashAlg::sha256, hash);
  EXPECT_EQ(r.pcr[0], pcr0);
  EXPECT_EQ(r.has_events.count(), 1U);
}

TEST(Capped, is_one_more_extend_with_a_zero_digest) {
  crypto::HashEngine hash;
  const Digest pcr = hash.hash(HashAlg::sha1, text_bytes("what the log gives"));
  bytes::Writer both;
  both.raw(pcr.span()).zeros(20);
  EXPECT_EQ(capped(pcr, hash), hash.hash(HashAlg::sha1, both.view()));
}

}  // namespace
}  // namespace assay::inspect::boot
