#include "formats/x509/chain.h"

#include <chrono>
#include <gtest/gtest.h>

#include "forge.h"

namespace assay::formats::x509 {
namespace {

using namespace assay::testing;  // NOLINT(google-build-using-namespace): the forge's small words

constexpr base::Time kNow{1'700'000'000};  // 2023-11-14

Certificate parsed(const Bytes& bytes) {
  bytes::Budget budget;
  auto cert = parse_certificate(bytes::Reader(bytes), budget);
  EXPECT_TRUE(cert) << cert.error().describe();
  return *std::move(cert);
}

// A root, an intermediate and a leaf, each of which a test may bend before it is signed.
struct Pki {
  Key root_key = Key::p256();
  Key mid_key = Key::p256();
  Key leaf_key = Key::p256();
  Forge root{.subject = "Root", .issuer = "Root"};
  Forge mid{.subject = "Mid", .issuer = "Root"};
  Forge leaf{.subject = "", .issuer = "Mid", .ca = false, .key_usage = "03020520"};

  [[nodiscard]] Certificate root_cert() const {
    return parsed(certificate(root, root_key, root_key));
  }
  [[nodiscard]] Certificate mid_cert() const { return parsed(certificate(mid, mid_key, root_key)); }
  [[nodiscard]] Certificate leaf_cert() const {
    return parsed(certificate(leaf, leaf_key, mid_key));
  }
  [[nodiscard]] TrustStore store() const {
    TrustStore out;
    out.add(root_cert(), "root", Role::by_shape);
    out.add(mid_cert(), "mid", Role::by_shape);
    return out;
  }
  [[nodiscard]] ChainResult check(base::Time as_of = kNow) const {
    bytes::Budget budget;
    return verify_chain(leaf_cert(), store(), as_of, budget);
  }
};

bool says(const ChainResult& result, std::string_view words) {
  return result.reason.find(words) != std::string::npos;
}

TEST(Chain, LeafToRoot) {
  const Pki pki;
  const Certificate root = pki.root_cert();  // ECDSA: signed anew, its bytes differ
  TrustStore store;
  store.add(root, "root", Role::by_shape);
  store.add(pki.mid_cert(), "mid", Role::by_shape);
  bytes::Budget budget;
  const ChainResult result = verify_chain(pki.leaf_cert(), store, kNow, budget);
  EXPECT_EQ(result.status, ChainStatus::trusted) << result.reason;
  EXPECT_EQ(result.reason, "chains to CN=Root");
  EXPECT_EQ(result.path, (std::vector<std::string>{"", "CN=Mid", "CN=Root"}));
  EXPECT_EQ(result.fingerprints[2], root.sha256);
  EXPECT_EQ(store.anchors(), 1U);
}

TEST(Chain, ExpiredIsNotUntrusted) {
  Pki pki;
  pki.leaf.not_after = "230101000000Z";
  EXPECT_EQ(pki.check().status, ChainStatus::expired);
  EXPECT_TRUE(says(pki.check(), "expired at 2023-01-01T00:00:00Z")) << pki.check().reason;
  EXPECT_EQ(pki.check(base::Time{1'600'000'000}).status, ChainStatus::trusted);
  EXPECT_EQ(pki.check(base::Time{1'500'000'000}).status, ChainStatus::not_yet_valid);
  pki.leaf.not_after = "99991231235959Z";
  EXPECT_EQ(pki.check().status, ChainStatus::trusted);
  pki.root.not_after = "230101000000Z";
  EXPECT_TRUE(says(pki.check(), "CN=Root expired")) << pki.check().reason;
  EXPECT_EQ(pki.check().path.size(), 3U);
  // The last valid second counts, the one after does not.
  const base::Time last{1'672'531'200};
  EXPECT_EQ(pki.check(last).status, ChainStatus::trusted);
  EXPECT_EQ(pki.check(base::Time{last.seconds + 1}).status, ChainStatus::expired);
}

TEST(Chain, AValidPathWinsOverAnExpiredOne) {
  Pki pki;
  TrustStore store;
  pki.mid.not_after = "230101000000Z";
  store.add(pki.mid_cert(), "old", Role::by_shape);
  store.add(pki.root_cert(), "root", Role::by_shape);
  bytes::Budget budget;
  EXPECT_EQ(verify_chain(pki.leaf_cert(), store, kNow, budget).status, ChainStatus::expired);
  pki.mid.not_after = "400101000000Z";
  store.add(pki.mid_cert(), "renewed", Role::by_shape);
  EXPECT_EQ(verify_chain(pki.leaf_cert(), store, kNow, budget).status, ChainStatus::trusted);
}

TEST(Chain, Refusals) {
  struct Row {
    const char* words;
    void (*bend)(Pki&);
  };
  const Row rows[] = {
      {"is no CA", [](Pki& p) { p.mid.ca = false; }},
      {"no basicConstraints", [](Pki& p) { p.mid.ca.reset(); }},
      {"keyCertSign", [](Pki& p) { p.mid.key_usage = "03020780"; }},
      {"1.2.3", [](Pki& p) { p.mid.extra_extensions = extension("2a03", true, hex("00")); }},
      {"1.2.3", [](Pki& p) { p.root.extra_extensions = extension("2a03", true, hex("00")); }},
      {"1.2.3", [](Pki& p) { p.leaf.extra_extensions = extension("2a03", true, hex("00")); }},
      {"allows 0 intermediate CAs", [](Pki& p) { p.root.path_length = 0; }},
      {"its issuer, CN=Elsewhere, is not among", [](Pki& p) { p.leaf.issuer = "Elsewhere"; }},
      {"the issuer of CN=Mid, CN=Elsewhere", [](Pki& p) { p.mid.issuer = "Elsewhere"; }},
      {"not signed by CN=Root", [](Pki& p) { p.mid.issuer = "Root", p.root_key = Key::p256(); }},
  };
  for (const Row& row : rows) {
    Pki pki;
    const Certificate mid_of_first_root = pki.mid_cert();
    row.bend(pki);
    TrustStore store;
    store.add(pki.root_cert(), "root", Role::by_shape);
    const bool new_root = std::string_view(row.words).starts_with("not signed");
    store.add(new_root ? mid_of_first_root : pki.mid_cert(), "mid", Role::by_shape);
    bytes::Budget budget;
    const ChainResult result = verify_chain(pki.leaf_cert(), store, kNow, budget);
    EXPECT_EQ(result.status, ChainStatus::untrusted) << row.words;
    EXPECT_TRUE(says(result, row.words)) << row.words << " but: " << result.reason;
  }
}

TEST(Chain, PathLengthCountsIntermediatesOnly) {
  Pki pki;
  pki.root.path_length = 1;
  pki.mid.path_length = 0;
  EXPECT_EQ(pki.check().status, ChainStatus::trusted);
}

TEST(Chain, KeyIdentifiersMustAgreeWhereBothAreStated) {
  Pki pki;
  pki.leaf.extra_extensions = extension("551d23", false, sequence({tlv(0x80, hex("aa"))}));
  EXPECT_EQ(pki.check().status, ChainStatus::trusted) << "the CA states none";
  pki.mid.extra_extensions = extension("551d0e", false, tlv(4, hex("bb")));
  EXPECT_TRUE(says(pki.check(), "another key")) << pki.check().reason;
  pki.mid.extra_extensions = extension("551d0e", false, tlv(4, hex("aa")));
  EXPECT_EQ(pki.check().status, ChainStatus::trusted);
}

TEST(Chain, OnlyTheStoreHoldsAnchors) {
  const Pki pki;
  bytes::Budget budget;
  const std::vector<Certificate> all{pki.mid_cert(), pki.root_cert()};
  const TrustStore empty;
  const ChainResult none = verify_chain(pki.leaf_cert(), empty, kNow, budget, all);
  EXPECT_EQ(none.status, ChainStatus::untrusted);
  EXPECT_TRUE(says(none, "CN=Root signed itself")) << none.reason;
  TrustStore roots;
  roots.add(pki.root_cert(), "root", Role::by_shape);
  EXPECT_EQ(verify_chain(pki.leaf_cert(), roots, kNow, budget).status, ChainStatus::untrusted);
  EXPECT_EQ(verify_chain(pki.leaf_cert(), roots, kNow, budget, all).status, ChainStatus::trusted);
  TrustStore demoted;
  const Certificate mid = pki.mid_cert();
  demoted.add(pki.root_cert(), "root", Role::intermediate);
  demoted.add(mid, "mid", Role::intermediate);
  EXPECT_EQ(verify_chain(pki.leaf_cert(), demoted, kNow, budget).status, ChainStatus::untrusted);
  // An intermediate becomes an end only where the appraiser says so; saying it later counts too.
  EXPECT_FALSE(demoted.add(mid, "mid", Role::anchor));
  const ChainResult short_path = verify_chain(pki.leaf_cert(), demoted, kNow, budget);
  EXPECT_EQ(short_path.status, ChainStatus::trusted);
  EXPECT_EQ(short_path.path.size(), 2U);
  EXPECT_EQ(verify_chain(mid, demoted, kNow, budget).path.size(), 1U);
}

TEST(Chain, OldAnchorsWithoutExtensionsAreCas) {
  Pki pki;
  pki.root.with_extensions = false;
  EXPECT_EQ(pki.check().status, ChainStatus::trusted) << pki.check().reason;
  pki.root.with_extensions = true;
  pki.mid.with_extensions = false;
  EXPECT_TRUE(says(pki.check(), "no basicConstraints"));
}

// CAs of generation n are named "n" and signed by generation n+1.
ChainResult tower(unsigned height) {
  std::vector<Key> keys;
  for (unsigned i = 0; i < height; ++i) keys.push_back(Key::p256());
  TrustStore store;
  for (unsigned i = 1; i < height; ++i) {
    const unsigned above = i + 1 == height ? i : i + 1;
    store.add(parsed(certificate({.subject = std::to_string(i), .issuer = std::to_string(above)},
                                 keys[i], keys[above])),
              "ca", Role::by_shape);
  }
  bytes::Budget budget;
  return verify_chain(parsed(certificate({.subject = "leaf", .issuer = "1"}, keys[0], keys[1])),
                      store, kNow, budget);
}

TEST(Chain, EightCertificatesAreTheMost) {
  EXPECT_EQ(tower(8).status, ChainStatus::trusted) << tower(8).reason;
  EXPECT_EQ(tower(9).status, ChainStatus::untrusted);
  EXPECT_TRUE(says(tower(9), "longer than 8")) << tower(9).reason;
}

TEST(Chain, LoopsEnd) {
  const Key a = Key::p256();
  const Key b = Key::p256();
  TrustStore store;
  store.add(parsed(certificate({.subject = "A", .issuer = "B"}, a, b)), "a", Role::by_shape);
  store.add(parsed(certificate({.subject = "B", .issuer = "A"}, b, a)), "b", Role::by_shape);
  bytes::Budget budget;
  const ChainResult result = verify_chain(
      parsed(certificate({.subject = "leaf", .issuer = "A"}, Key::p256(), a)), store, kNow, budget);
  EXPECT_EQ(result.status, ChainStatus::untrusted);
}

TEST(Chain, NameCollisionsAreBounded) {
  // Twelve CAs of one name and one key, each a valid issuer of every other: 12! paths.
  const Key key = Key::p256();
  std::vector<Certificate> extra;
  for (unsigned i = 0; i < 12; ++i) {
    Forge f{.subject = "Twin", .issuer = "Twin"};
    f.serial = tlv(2, Bytes{static_cast<std::byte>(i)});
    extra.push_back(parsed(certificate(f, key, key)));
  }
  const TrustStore store;
  bytes::Budget budget;
  const auto start = std::chrono::steady_clock::now();
  const ChainResult result =
      verify_chain(parsed(certificate({.subject = "leaf", .issuer = "Twin"}, Key::p256(), key)),
                   store, kNow, budget, extra);
  EXPECT_EQ(result.status, ChainStatus::untrusted);
  EXPECT_TRUE(says(result, "too many CA certificates")) << result.reason;
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  bytes::Budget poor(bytes::Limits{.items = 0});
  EXPECT_FALSE(verify_chain(extra[0], store, kNow, poor, extra).trusted());
}

TEST(TrustStore, NothingIsDroppedSilently) {
  const Pki pki;
  const Bytes root = certificate(pki.root, pki.root_key, pki.root_key);
  const Bytes forged =
      certificate({.subject = "Forged", .issuer = "Forged"}, pki.root_key, pki.mid_key);
  const std::string bundle = pem(root) + pem(root) + pem(forged) + pem(hex("300100"));
  TrustStore store;
  bytes::Budget budget;
  EXPECT_EQ(
      store.add_file(bytes::Reader(bytes::as_bytes(bundle)), "bundle.pem", Role::by_shape, budget),
      1U);
  EXPECT_EQ(store.size(), 1U);
  EXPECT_EQ(
      store.add_file(bytes::Reader(bytes::as_bytes("README")), "README", Role::by_shape, budget),
      0U);
  ASSERT_EQ(store.errors().size(), 3U);
  EXPECT_EQ(store.errors()[0].file, "bundle.pem");
  EXPECT_EQ(store.errors()[0].offset, bundle.rfind("-----BEGIN"));
  EXPECT_NE(store.errors()[1].message.find("CN=Forged names itself as issuer"), std::string::npos)
      << store.errors()[1].message;
  EXPECT_EQ(store.errors()[2].message, "no certificate found, expected DER or PEM");
}

}  // namespace
}  // namespace assay::formats::x509
