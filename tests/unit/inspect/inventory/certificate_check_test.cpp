#include "inspect/inventory/certificate_check.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "inspect/inventory/from_platform.h"
#include "unit/formats/platform/builder.h"

namespace assay::inspect::inventory {
namespace {

using namespace assay::testing;  // NOLINT(google-build-using-namespace): the builder's small words

constexpr base::Time kAsOf{1'750'000'000};  // 2025-06

AcForge base_of(const Bytes& components) {
  AcForge f;
  f.attributes = join({credential_type(kBaseType), configuration(components)});
  f.extensions = platform_san("Dell Inc.", "R650", "SVC1");
  return f;
}
AcForge delta_of(const Bytes& components, std::string_view on_serial = "02011f") {
  AcForge f;
  f.holder_issuer = "Maker";
  f.holder_serial = hex(on_serial);
  f.serial = hex("020120");
  f.attributes = join({credential_type(kDeltaType), configuration(components)});
  return f;
}

const Bytes kBoard = component("00030003", "Dell Inc.", "08PHDH", "CN001");
const Bytes kAddedNic = component("00090002", "Intel", "X710", "N1", 0);

// Evidence with a maker's root, an EK, and platform certificates.
struct Evidence {
  Key maker = Key::p256();
  Key ek_key = Key::p256();
  formats::x509::TrustStore roots{};
  evidence::Artefact ek{"boot/ek.crt", evidence::Role::ek_certificate,
                        ek_certificate(ek_key, ek_key)};
  std::vector<evidence::Artefact> files{};

  Evidence() {
    Forge root;
    root.subject = root.issuer = "Maker";
    bytes::Budget budget;
    roots.add_file(bytes::Reader(certificate(root, maker, maker)), "maker",
                   formats::x509::Role::by_shape, budget);
  }
  Evidence& add(const AcForge& f) { return add(attribute_certificate(f, maker)); }
  Evidence& add(Bytes bytes) {
    files.push_back({"inventory/platform/" + std::to_string(files.size()) + ".crt",
                     evidence::Role::platform_certificate, std::move(bytes)});
    return *this;
  }
  [[nodiscard]] PlatformCheck check(bool with_ek = true, bool with_roots = true,
                                    base::Time as_of = kAsOf) const {
    std::vector<const evidence::Artefact*> views;
    for (const auto& f : files) views.push_back(&f);
    bytes::Budget budget;
    return check_platform(views, with_ek ? &ek : nullptr, with_roots ? &roots : nullptr, as_of,
                          budget);
  }
};

std::vector<std::string> codes(const PlatformCheck& check) {
  std::vector<std::string> out;
  for (const auto& f : check.findings) out.push_back(f.code);
  return out;
}
using Codes = std::vector<std::string>;

TEST(CertificateCheck, a_good_certificate_proves_its_parts_without_a_finding) {
  Evidence e;
  const PlatformCheck check = e.add(base_of(kBoard)).check();
  EXPECT_EQ(codes(check), Codes{});
  EXPECT_TRUE(check.proven());
  EXPECT_TRUE(check.complete);
  EXPECT_EQ(check.identity.manufacturer, "Dell Inc.");
  EXPECT_EQ(check.identity.serial, "SVC1");
  ASSERT_EQ(check.expected.size(), 1U);
  EXPECT_EQ(check.expected[0].cls, PartClass::board);
  EXPECT_EQ(check.expected[0].serial, "CN001");
  EXPECT_EQ(check.expected[0].sources.at(0).kind, evidence::FactSource::certificate);
  EXPECT_EQ(check.expected[0].sources.at(0).cite.artefact, "inventory/platform/0.crt");
  EXPECT_TRUE(check.certificates.at(0).counted);
}

TEST(CertificateCheck, nothing_given_is_nothing_said) {
  const PlatformCheck check = Evidence().check();
  EXPECT_TRUE(check.findings.empty());
  EXPECT_FALSE(check.proven());
}

TEST(CertificateCheck, another_tpm_is_a_mismatch_and_no_ek_is_unbound) {
  Evidence e;
  e.add(base_of(kBoard));
  EXPECT_EQ(codes(e.check(false)), Codes{"inventory.certificate.unbound"});
  e.ek.bytes = ek_certificate(e.ek_key, e.ek_key, "02020999");
  const PlatformCheck check = e.check();
  EXPECT_EQ(codes(check), Codes{"inventory.certificate.holder-mismatch"});
  EXPECT_FALSE(check.proven());
  EXPECT_NE(check.findings[0].why.find("serial 0999"), std::string::npos) << check.findings[0].why;
}

TEST(CertificateCheck, an_altered_certificate_counts_for_nothing) {
  Evidence e;
  Bytes bytes = attribute_certificate(base_of(kBoard), e.maker);
  bytes[bytes::as_chars(bytes).find("08PHDH")] ^= std::byte{1};
  const PlatformCheck check = e.add(bytes).check();
  EXPECT_EQ(codes(check), Codes{"inventory.certificate.invalid"});
  EXPECT_TRUE(check.expected.empty());
  EXPECT_FALSE(check.certificates.at(0).counted);
}

TEST(CertificateCheck, without_roots_it_is_untrusted_but_read) {
  Evidence e;
  const PlatformCheck check = e.add(base_of(kBoard)).check(true, false);
  EXPECT_EQ(codes(check), Codes{"inventory.certificate.untrusted"});
  EXPECT_EQ(check.expected.size(), 1U);
  EXPECT_FALSE(check.proven());
}

TEST(CertificateCheck, an_expired_one_is_told_and_still_counts) {
  Evidence e;
  AcForge f = base_of(kBoard);
  f.not_after = "20240101000000Z";
  const PlatformCheck check = e.add(f).check();
  EXPECT_EQ(codes(check), Codes{"inventory.certificate.expired"});
  EXPECT_TRUE(check.proven());
}

TEST(CertificateCheck, a_delta_is_applied_and_a_gap_is_told) {
  Evidence e;
  const PlatformCheck good = e.add(delta_of(kAddedNic)).add(base_of(kBoard)).check();
  EXPECT_EQ(codes(good), Codes{});
  ASSERT_EQ(good.expected.size(), 2U);
  EXPECT_EQ(good.expected[1].model, "X710");

  Evidence gap;
  const PlatformCheck bad = gap.add(delta_of(kAddedNic, "020155")).add(base_of(kBoard)).check();
  EXPECT_EQ(codes(bad), Codes{"inventory.certificate.delta-gap"});
  EXPECT_EQ(bad.expected.size(), 1U);
  EXPECT_FALSE(bad.complete);
}

TEST(CertificateCheck, a_delta_that_anybody_signed_explains_no_part_away) {
  Evidence e;
  const Key attacker = Key::p256();
  AcForge delta = delta_of(kAddedNic);
  delta.issuer = "Attacker";
  const PlatformCheck check =
      e.add(base_of(kBoard)).add(attribute_certificate(delta, attacker)).check();
  EXPECT_EQ(codes(check),
            (Codes{"inventory.certificate.untrusted", "inventory.certificate.delta-gap"}));
  EXPECT_EQ(check.expected.size(), 1U);
}

TEST(CertificateCheck, a_base_that_anybody_signed_does_not_stand_beside_the_makers) {
  Evidence e;
  const Key attacker = Key::p256();
  AcForge forged = base_of(component("00030003", "Evil", "Board"));
  forged.issuer = "Attacker";
  forged.not_before = "20250101000000Z";
  const PlatformCheck check =
      e.add(base_of(kBoard)).add(attribute_certificate(forged, attacker)).check();
  ASSERT_EQ(check.expected.size(), 1U);
  EXPECT_EQ(check.expected[0].vendor, "Dell Inc.");
  EXPECT_TRUE(check.proven());
}

TEST(CertificateCheck, a_stray_certificate_of_another_server_is_set_aside) {
  Evidence e;
  AcForge stray = base_of(component("00030003", "Dell Inc.", "OTHER"));
  stray.holder_serial = hex("02020888");
  stray.serial = hex("020177");
  const PlatformCheck check = e.add(stray).add(base_of(kBoard)).check();
  EXPECT_EQ(codes(check), Codes{"inventory.certificate.quirk"});
  EXPECT_EQ(check.expected.at(0).model, "08PHDH");
  EXPECT_TRUE(check.proven());
}

TEST(CertificateCheck, what_cannot_be_read_is_malformed_with_its_offset) {
  Evidence e;
  Bytes bytes = attribute_certificate(base_of(kBoard), e.maker);
  bytes.resize(bytes.size() - 1);
  const PlatformCheck check = e.add(bytes).check();
  ASSERT_EQ(codes(check), Codes{"artefact.malformed"});
  EXPECT_FALSE(check.findings[0].cites.at(0).at.empty());
}

// Parts ------------------------------------------------------------------------------------------

namespace platform = formats::platform;

Component converted(platform::Component c) {
  const auto parts = certified_components(std::span(&c, 1), "p.crt");
  return parts.empty() ? Component{} : parts.front();
}
platform::Component raw(unsigned registry, std::uint32_t value, std::string manufacturer,
                        std::string model, std::string serial = "", std::string revision = "") {
  platform::Component c;
  c.cls = platform::ComponentClass{"2.23.133.18.3." + std::to_string(registry), value};
  c.manufacturer = std::move(manufacturer);
  c.model = std::move(model);
  c.serial = std::move(serial);
  c.revision = std::move(revision);
  return c;
}

TEST(FromPlatform, registry_values_become_classes) {
  const auto cls = [](unsigned registry, std::uint32_t value) {
    return part_class({"2.23.133.18.3." + std::to_string(registry), value});
  };
  EXPECT_EQ(cls(1, 0x00010002), PartClass::cpu);
  EXPECT_EQ(cls(1, 0x00040009), PartClass::tpm);
  EXPECT_EQ(cls(1, 0x00050004), PartClass::nic);
  EXPECT_EQ(cls(1, 0x0005000B), PartClass::storage);
  EXPECT_EQ(cls(1, 0x00130003), PartClass::bios);
  EXPECT_EQ(cls(1, 0x00120002), std::nullopt);  // a cable
  EXPECT_EQ(cls(2, 7), PartClass::fan);
  EXPECT_EQ(cls(3, 0x0011001A), PartClass::dimm);
  EXPECT_EQ(cls(4, 0x00020000), PartClass::nic);
  EXPECT_EQ(cls(4, 0x00060400), PartClass::bridge);
  EXPECT_EQ(cls(5, 0x02010802), PartClass::drive);
  EXPECT_EQ(part_class({"1.2.3", 1}), std::nullopt);
}

TEST(FromPlatform, pci_numbers_and_addresses_read_as_a_bus_would_show_them) {
  platform::Component c = raw(4, 0x00020000, "8086:1028:", "0D4E:09A1:", "D745A012:", "04");
  c.addresses.push_back({std::string(platform::kEthernetMac), "CC483A4BEB00"});
  const Component out = converted(c);
  EXPECT_EQ(out.cls, PartClass::nic);
  EXPECT_EQ(out.model, "8086:0d4e");
  EXPECT_EQ(out.vendor, "");
  EXPECT_EQ(out.revision, "04");
  EXPECT_EQ(out.serial, "D745A012");
  EXPECT_EQ(out.attribute("subsystem"), "1028:09a1");
  EXPECT_EQ(out.attribute("mac"), "cc:48:3a:4b:eb:00");
  EXPECT_EQ(converted(raw(4, 0x00020000, "Intel", "X710")).model, "X710");
}

TEST(FromPlatform, smbios_and_storage_fields_go_where_the_other_sources_have_them) {
  EXPECT_EQ(converted(raw(3, 0x830F, "Dell Inc.", "1.2.16", "", "0102")).firmware, "1.2.16");
  const Component processor = converted(raw(3, 0x00040003, "Intel(R) Corporation", "C6", " ",
                                            "Intel(R) Core(TM) i7-10810U CPU @ 1.10GHz"));
  EXPECT_EQ(processor.model, "Intel(R) Core(TM) i7-10810U CPU @ 1.10GHz");
  EXPECT_EQ(processor.serial, "");
  EXPECT_EQ(converted(raw(3, 0x002B0000, "53544D20", "0200")).vendor, "STM");
  const Component disk = converted(raw(5, 0x02010802, "1179:1179:8CE38E", "KXG6 NVMe",
                                       "00:30OF304WF7SL:nqn.x", "00010300:10605105"));
  EXPECT_EQ(disk.serial, "30OF304WF7SL");
  EXPECT_EQ(disk.firmware, "10605105");
  EXPECT_EQ(disk.vendor, "1179");
}

}  // namespace
}  // namespace assay::inspect::inventory
