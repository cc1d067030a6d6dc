#include "formats/platform/verify.h"

#include <gtest/gtest.h>

#include "builder.h"
#include "formats/platform/assembly.h"

namespace assay::formats::platform {
namespace {

using namespace assay::testing;  // NOLINT(google-build-using-namespace): the builder's small words

constexpr base::Time kAsOf{1'750'000'000};  // 2025-06

x509::Certificate x509_of(const Bytes& bytes) {
  bytes::Budget budget;
  return x509::parse_certificate(bytes::Reader(bytes), budget).value();
}

// A root, and a maker's certificate under it.
struct Maker {
  Key root_key = Key::p256();
  Key key = Key::p256();
  Forge forge{};
  x509::TrustStore store{};

  explicit Maker(const std::function<void(Forge&)>& bend = {}) {
    Forge root;
    root.subject = root.issuer = "Root";
    forge.subject = "Maker";
    forge.issuer = "Root";
    if (bend) bend(forge);
    bytes::Budget budget;
    store.add_file(bytes::Reader(certificate(root, root_key, root_key)), "root",
                   x509::Role::by_shape, budget);
    store.add_file(bytes::Reader(certificate(forge, key, root_key)), "maker", x509::Role::by_shape,
                   budget);
  }

  [[nodiscard]] ChainCheck check(const AcForge& f, base::Time as_of = kAsOf) const {
    return check(attribute_certificate(f, key), as_of);
  }
  [[nodiscard]] ChainCheck check(const Bytes& bytes, base::Time as_of = kAsOf) const {
    bytes::Budget budget;
    return verify_chain(parse_ac(bytes).value(), store, as_of, budget);
  }
};

TEST(PlatformChain, leads_over_the_issuer_to_a_root) {
  const Maker maker;
  const ChainCheck good = maker.check(AcForge{});
  EXPECT_EQ(good.state, ChainState::valid) << good.reason;
  EXPECT_EQ(good.path, (std::vector<std::string>{"CN=Maker", "CN=Root"}));
  EXPECT_EQ(good.fingerprints.size(), 2U);
}

TEST(PlatformChain, one_flipped_bit_is_invalid) {
  const Maker maker;
  AcForge f;
  f.extensions = platform_san("Dell", "R650", "SVC1");
  Bytes bytes = attribute_certificate(f, maker.key);
  const auto at = bytes::as_chars(bytes).find("SVC1");
  bytes[at] ^= std::byte{1};
  const ChainCheck bad = maker.check(bytes);
  EXPECT_EQ(bad.state, ChainState::invalid);
  EXPECT_NE(bad.reason.find("does not verify"), std::string::npos) << bad.reason;
}

TEST(PlatformChain, an_unknown_issuer_is_incomplete_not_invalid) {
  const Maker maker;
  AcForge f;
  f.issuer = "Somebody";
  EXPECT_EQ(maker.check(f).state, ChainState::incomplete);
  const x509::TrustStore empty;
  bytes::Budget budget;
  const auto cert = parse_ac(attribute_certificate(AcForge{}, maker.key)).value();
  EXPECT_EQ(verify_chain(cert, empty, kAsOf, budget).state, ChainState::incomplete);
}

TEST(PlatformChain, an_algorithm_that_nobody_checked_never_passes) {
  const Maker maker;
  AcForge f;
  f.algorithm = sequence({oid("608648016503040312")});  // ML-DSA-65
  const ChainCheck check = maker.check(f);
  EXPECT_EQ(check.state, ChainState::unchecked);
  EXPECT_FALSE(is_signed(check.state));
  EXPECT_NE(check.reason.find("ML-DSA-65"), std::string::npos) << check.reason;
}

TEST(PlatformChain, dates_are_those_of_the_moment_asked_about) {
  const Maker maker;
  AcForge f;
  f.not_before = "20240101000000Z";
  f.not_after = "20250101000000Z";
  EXPECT_EQ(maker.check(f, base::Time{1'720'000'000}).state, ChainState::valid);
  EXPECT_EQ(maker.check(f).state, ChainState::expired);
  EXPECT_EQ(maker.check(f, base::Time{1'600'000'000}).state, ChainState::not_yet_valid);
}

TEST(PlatformChain, an_issuer_that_is_no_ca_needs_a_key_usage_and_no_other_purpose) {
  const auto state = [](const std::function<void(Forge&)>& bend) {
    return Maker(bend).check(AcForge{}).state;
  };
  const auto signer = [](Forge& f) {
    f.ca = false;
    f.key_usage = "03020780";  // digitalSignature
  };
  EXPECT_EQ(state(signer), ChainState::valid);
  EXPECT_EQ(state([&](Forge& f) {
              signer(f);
              f.extra_extensions = extension("551d25", false, sequence({oid("6781050802")}));
            }),
            ChainState::valid);
  // A web server's certificate under the same root must not vouch for hardware.
  EXPECT_EQ(state([&](Forge& f) {
              signer(f);
              f.extra_extensions = extension("551d25", false, sequence({oid("2b06010505070301")}));
            }),
            ChainState::incomplete);
  EXPECT_EQ(state([](Forge& f) {
              f.ca = false;
              f.key_usage = "03020520";  // keyEncipherment: an EK
            }),
            ChainState::incomplete);
  EXPECT_EQ(state([](Forge& f) {
              f.ca = false;
              f.key_usage = std::nullopt;
            }),
            ChainState::incomplete);
}

TEST(PlatformChain, an_unknown_critical_extension_is_not_passed_over) {
  const Maker maker;
  AcForge f;
  f.extensions = extension("551d37", true, hex("3000"));  // targetInformation
  EXPECT_EQ(maker.check(f).state, ChainState::incomplete);
}

TEST(PlatformHolder, issuer_and_serial_decide) {
  const Key key = Key::p256();
  const auto cert = parse_ac(attribute_certificate(AcForge{}, key)).value();
  EXPECT_EQ(holder_match(cert, x509_of(ek_certificate(key, key))), HolderMatch::match);
  EXPECT_EQ(holder_match(cert, x509_of(ek_certificate(key, key, "02021235"))), HolderMatch::other);
  // A superfluous zero is the same number.
  EXPECT_EQ(holder_match(cert, x509_of(ek_certificate(key, key, "0203001234"))),
            HolderMatch::match);
  AcForge other;
  other.holder_issuer = "Other CA";
  EXPECT_EQ(holder_match(parse_ac(attribute_certificate(other, key)).value(),
                         x509_of(ek_certificate(key, key))),
            HolderMatch::other);
}

TEST(PlatformHolder, grouping_of_the_issuers_attributes_does_not_count) {
  const Key key = Key::p256();
  const Bytes country = sequence({oid("550406"), tlv(19, text_bytes("TW"))});
  Forge ek;
  ek.subject = "";
  ek.ca = false;
  const Bytes grouped = sequence({tlv(0x31, join({country, common_name("EK CA")}))});
  const Bytes apart = sequence({tlv(0x31, country), tlv(0x31, common_name("EK CA"))});
  AcForge f;
  f.holder = tlv(0xA0, join({sequence({tlv(0xA4, apart)}), hex("020101")}));
  x509::Certificate cert = x509_of(certificate(ek, key, key));
  bytes::Reader r(grouped);
  bytes::Budget budget;
  cert.issuer = x509::parse_name(r, budget, "issuer").value();
  EXPECT_EQ(holder_match(parse_ac(attribute_certificate(f, key)).value(), cert),
            HolderMatch::match);
}

TEST(PlatformHolder, a_digest_must_agree_and_a_name_alone_proves_nothing) {
  const Key key = Key::p256();
  const Bytes ek = ek_certificate(key, key);
  const auto with_digest = [&](const Bytes& digest, std::string_view of) {
    AcForge f;
    f.holder = tlv(0xA2, join({hex(of), sequence({oid("608648016503040201")}),
                               tlv(3, join({hex("00"), digest}))}));
    return holder_match(parse_ac(attribute_certificate(f, key)).value(), x509_of(ek));
  };
  const Bytes of_certificate = bytes::copy(x509::sha256(ek).span());
  const Bytes of_key = bytes::copy(x509::sha256(key.spki()).span());
  EXPECT_EQ(with_digest(of_certificate, "0a0101"), HolderMatch::match);
  EXPECT_EQ(with_digest(of_key, "0a0100"), HolderMatch::match);
  EXPECT_EQ(with_digest(of_key, "0a0101"), HolderMatch::other);
  AcForge named;
  named.holder = tlv(0xA1, tlv(0xA4, testing::name("EK CA")));
  EXPECT_EQ(holder_match(parse_ac(attribute_certificate(named, key)).value(), x509_of(ek)),
            HolderMatch::unnamed);
}

TEST(PlatformHolder, a_key_certificate_names_the_ek_as_anchor) {
  const Key key = Key::p256();
  Forge f;
  f.ca = false;
  const Bytes reference = sequence({tlv(0xA1, join({general_names("EK CA"), hex("02021234")}))});
  f.extra_extensions =
      join({extension("551d25", false, sequence({oid("6781050804")})),
            extension("551d09", false,
                      sequence({credential_type("6781050804"),
                                attribute("678105021c", tlv(0x30, trait(2, 15, reference)))}))});
  bytes::Budget budget;
  const auto cert = read_key_certificate(x509_of(certificate(f, key, key)), budget).value();
  EXPECT_EQ(holder_match(cert, x509_of(ek_certificate(key, key))), HolderMatch::match);
  EXPECT_EQ(holder_match(cert, x509_of(ek_certificate(key, key, "02020001"))), HolderMatch::other);
}

// Assembly ---------------------------------------------------------------------------------------

AcForge base_of(const Bytes& components) {
  AcForge f;
  f.attributes = join({credential_type(kBaseType), configuration(components)});
  return f;
}
AcForge delta_of(const Bytes& components, std::string_view serial, std::string_view on_serial,
                 std::string not_before = "20220101000000Z") {
  AcForge f;
  f.holder_issuer = "Maker";
  f.holder_serial = hex(on_serial);
  f.serial = hex(serial);
  f.not_before = std::move(not_before);
  f.attributes = join({credential_type(kDeltaType), configuration(components)});
  return f;
}

struct Set {
  std::vector<Certificate> certs;
  Assembly assembly;

  Set(std::initializer_list<AcForge> forges) {
    const Key key = Key::p256();
    std::vector<const Certificate*> views;
    for (const AcForge& f : forges)
      certs.push_back(parse_ac(attribute_certificate(f, key)).value());
    for (const Certificate& c : certs) views.push_back(&c);
    assembly = assemble(views);
  }
  [[nodiscard]] std::vector<std::string> serials() const {
    std::vector<std::string> out;
    for (const Component& c : assembly.components) out.push_back(c.serial);
    return out;
  }
};

const Bytes kDimms = join({component("00060016", "Samsung", "M393", "A"),
                           component("00060016", "Samsung", "M393", "B"),
                           component("00030003", "Maker", "Board", "M")});

TEST(PlatformAssembly, deltas_add_remove_and_modify) {
  const Set set{base_of(kDimms), delta_of(join({component("00060016", "Samsung", "M393", "A", 2),
                                                component("00060016", "Micron", "MTA", "C", 0),
                                                component("00030003", "Maker", "Board", "N", 1)}),
                                          "020120", "02011f")};
  EXPECT_TRUE(set.assembly.gaps.empty());
  EXPECT_EQ(set.assembly.base, 0U);
  EXPECT_EQ(set.assembly.applied, std::vector<std::size_t>{1});
  EXPECT_EQ(set.serials(), (std::vector<std::string>{"B", "N", "C"}));
}

TEST(PlatformAssembly, deltas_build_on_each_other_in_whatever_order_they_come) {
  const Set set{delta_of(component("00060016", "Samsung", "M393", "C", 2), "020121", "020120"),
                delta_of(component("00060016", "Samsung", "M393", "C", 0), "020120", "02011f"),
                base_of(kDimms)};
  EXPECT_TRUE(set.assembly.gaps.empty());
  EXPECT_EQ(set.assembly.applied, (std::vector<std::size_t>{1, 0}));
  EXPECT_EQ(set.serials(), (std::vector<std::string>{"A", "B", "M"}));
}

TEST(PlatformAssembly, a_missing_link_is_a_gap_and_nothing_behind_it_is_applied) {
  const Set set{base_of(kDimms),
                delta_of(component("00060016", "Samsung", "M393", "C", 0), "020122", "020121")};
  ASSERT_EQ(set.assembly.gaps.size(), 1U);
  EXPECT_EQ(set.assembly.gaps[0].certificate, 1U);
  EXPECT_NE(set.assembly.gaps[0].reason.find("serial 21"), std::string::npos);
  EXPECT_EQ(set.serials(), (std::vector<std::string>{"A", "B", "M"}));
}

TEST(PlatformAssembly, removing_what_is_not_there_is_a_gap) {
  const Set set{base_of(kDimms),
                delta_of(component("00060016", "Samsung", "M393", "Z", 2), "020120", "02011f")};
  ASSERT_EQ(set.assembly.gaps.size(), 1U);
  EXPECT_NE(set.assembly.gaps[0].reason.find("Samsung M393, serial Z"), std::string::npos);
  EXPECT_EQ(set.assembly.components.size(), 3U);
}

TEST(PlatformAssembly, a_delta_without_base_or_about_another_platform_is_a_gap) {
  const Set alone{delta_of(component("00060016", "S", "M", "C", 0), "020120", "02011f")};
  EXPECT_FALSE(alone.assembly.base);
  EXPECT_EQ(alone.assembly.gaps.size(), 1U);
  AcForge base = base_of(kDimms);
  base.extensions = platform_san("Dell", "R650", "ONE");
  AcForge delta = delta_of(component("00060016", "S", "M", "C", 0), "020120", "02011f");
  delta.extensions = platform_san("Dell", "R650", "TWO");
  const Set other{base, delta};
  EXPECT_EQ(other.assembly.gaps.size(), 1U);
  EXPECT_EQ(other.assembly.components.size(), 3U);
}

TEST(PlatformAssembly, a_rebase_replaces_what_was_before_it) {
  AcForge rebase = base_of(component("00060016", "Samsung", "M393", "R"));
  rebase.serial = hex("020130");
  rebase.attributes = join(
      {credential_type(kRebaseType), configuration(component("00060016", "Samsung", "M393", "R"))});
  const Set set{base_of(kDimms),
                delta_of(component("00060016", "Samsung", "M393", "C", 0), "020120", "02011f"),
                rebase,
                delta_of(component("00060016", "Samsung", "M393", "D", 0), "020131", "020130")};
  EXPECT_TRUE(set.assembly.gaps.empty());
  EXPECT_EQ(set.assembly.base, 2U);
  EXPECT_EQ(set.assembly.outdated, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(set.serials(), (std::vector<std::string>{"R", "D"}));
}

}  // namespace
}  // namespace assay::formats::platform
