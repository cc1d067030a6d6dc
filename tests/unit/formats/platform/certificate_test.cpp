#include "formats/platform/certificate.h"

#include <gtest/gtest.h>

#include "builder.h"
#include "formats/platform/class_registry.h"
#include "support/mutate.h"

namespace assay::formats::platform {
namespace {

using namespace assay::testing;  // NOLINT(google-build-using-namespace): the builder's small words

// Everything that profile 1.1 knows of one component.
Bytes full_component() {
  const Bytes reference =
      join({tlv(0xA0, join({sequence({oid("608648016503040201")}), tlv(4, Bytes(32))})),
            tlv(0xA1, join({general_names("Part maker"), hex("020107")}))});
  return sequence(
      {component_class(1, "00090002"), utf8("Intel"), utf8("X710"), tagged(0, "SN1"),
       tagged(1, "02"), tlv(0x82, hex("2b060104018257")), tlv(0x83, hex("ff")),
       tlv(0xA4, sequence({oid("6781051101"), utf8("AA:BB:CC:00:11:22")})), tlv(0xA5, reference),
       tlv(0xA6, tlv(22, text_bytes("https://maker.example/1.cer"))), tlv(0x87, hex("01"))});
}

AcForge full() {
  AcForge f;
  const Bytes version = sequence({hex("020101"), hex("020101"), hex("020113")});
  const Bytes fips = join({tlv(22, text_bytes("140-2")), hex("0a0102"), hex("0101ff")});
  const Bytes cc = join({tlv(22, text_bytes("3.1")), hex("0a0104"), hex("0a0102")});
  f.attributes = join(
      {credential_type(kBaseType), attribute("6781050217", version),
       attribute("6781050211", sequence({version, tlv(4, hex("00000001"))})),
       attribute("6781050213",
                 sequence({hex("020100"), tlv(0xA0, cc), tlv(0xA1, fips), hex("820105"),
                           hex("0101ff"), tlv(22, text_bytes("https://iso.example"))})),
       attribute("678105050103", sequence({tlv(22, text_bytes("https://maker.example/config"))})),
       attribute(
           "67810505010702",
           sequence({tlv(0xA0, join({full_component(), component("00030003", "Maker", "Board")})),
                     tlv(0xA1, tlv(22, text_bytes("https://maker.example/parts"))),
                     tlv(0xA2, sequence({utf8("AMT"), utf8("true")})),
                     tlv(0xA3, tlv(22, text_bytes("https://maker.example/props")))})),
       attribute("2a0304", hex("0500"))});
  const Bytes notice = sequence({tlv(12, text_bytes("TCG Trusted Platform Endorsement"))});
  f.extensions = join(
      {platform_san("Dell", "R650", "SVC1"),
       extension("551d20", false,
                 sequence({sequence(
                     {oid("2a0304"), sequence({sequence({oid("2b06010505070202"), notice})})})}))});
  return f;
}

TEST(PlatformCertificate, reads_every_field_of_profile_1_1) {
  const Bytes bytes = attribute_certificate(full(), Key::p256());
  const auto cert = parse_ac(bytes);
  ASSERT_TRUE(cert) << cert.error().describe() << " at " << cert.error().offset;
  EXPECT_EQ(cert->holder.text(), "CN=EK CA, serial 1234");
  EXPECT_EQ(cert->issuer.text(), "CN=Maker");
  EXPECT_EQ(cert->serial_text(), "1f");
  EXPECT_EQ(base::to_rfc3339(cert->not_before), "2021-01-01T00:00:00Z");
  const Statement& s = cert->statement;
  EXPECT_EQ(s.kind, Kind::base);
  EXPECT_EQ(s.profile->text(), "1.1 revision 19");
  EXPECT_EQ(s.specification->platform_class, 1U);
  EXPECT_EQ(s.platform.manufacturer, "Dell");
  EXPECT_EQ(s.platform.model, "R650");
  EXPECT_EQ(s.platform.serial, "SVC1");
  ASSERT_TRUE(s.assertions);
  EXPECT_EQ(s.assertions->common_criteria->assurance_level, 4U);
  EXPECT_EQ(s.assertions->fips->version, "140-2");
  EXPECT_TRUE(s.assertions->fips->plus);
  EXPECT_EQ(root_of_trust_name(*s.assertions->root_of_trust), "virtual");
  EXPECT_TRUE(s.assertions->iso9000_certified);
  EXPECT_EQ(s.assertions->iso9000_uri, "https://iso.example");
  EXPECT_EQ(s.configuration_uri->uri, "https://maker.example/config");
  ASSERT_TRUE(s.configuration);
  EXPECT_EQ(s.configuration->version, 2U);
  EXPECT_EQ(s.configuration->components_uri->uri, "https://maker.example/parts");
  EXPECT_EQ(s.configuration->properties_uri->uri, "https://maker.example/props");
  EXPECT_EQ(s.configuration->properties.at(0).name, "AMT");
  EXPECT_EQ(s.others, std::vector<std::string>{"1.2.3.4"});
  ASSERT_EQ(cert->policies.size(), 1U);
  EXPECT_EQ(cert->policies[0].notices.at(0), "TCG Trusted Platform Endorsement");
  EXPECT_TRUE(cert->encoding_quirks.empty());
  EXPECT_EQ(cert->quirks.all(), std::vector<Quirk>{Quirk::status_in_base});
}

TEST(PlatformCertificate, reads_every_field_of_a_component) {
  const auto cert = parse_ac(attribute_certificate(full(), Key::p256()));
  ASSERT_TRUE(cert);
  ASSERT_EQ(cert->components().size(), 2U);
  const Component& c = cert->components()[0];
  EXPECT_EQ(class_name(*c.cls), "Ethernet adapter");
  EXPECT_EQ(c.manufacturer, "Intel");
  EXPECT_EQ(c.model, "X710");
  EXPECT_EQ(c.serial, "SN1");
  EXPECT_EQ(c.revision, "02");
  EXPECT_EQ(c.manufacturer_id, "1.3.6.1.4.1.343");
  EXPECT_EQ(c.field_replaceable, true);
  EXPECT_EQ(c.addresses, (std::vector<Address>{{std::string(kEthernetMac), "AA:BB:CC:00:11:22"}}));
  EXPECT_EQ(c.certificate->generic->issuer_text(), "CN=Part maker");
  EXPECT_EQ(c.certificate->digest.size(), 32U);
  EXPECT_EQ(c.certificate_uri->uri, "https://maker.example/1.cer");
  EXPECT_EQ(c.status, Status::modified);
  EXPECT_FALSE(cert->components()[1].status);
}

TEST(PlatformCertificate, reads_version_1_components_without_class) {
  AcForge f;
  const Bytes part =
      sequence({utf8("Oracle"), utf8("VirtualBox"), hex("8000"), hex("8100"), hex("a400")});
  f.attributes = attribute("67810505010701", sequence({tlv(0xA0, part), tlv(0xA1, Bytes{})}));
  const auto cert = parse_ac(attribute_certificate(f, Key::p256()));
  ASSERT_TRUE(cert) << cert.error().describe();
  ASSERT_EQ(cert->components().size(), 1U);
  EXPECT_FALSE(cert->components()[0].cls);
  EXPECT_EQ(cert->components()[0].model, "VirtualBox");
  EXPECT_TRUE(cert->quirks.has(Quirk::no_credential_type));
}

TEST(PlatformCertificate, reads_traits_wrapped_and_bare) {
  for (const bool wrapped : {true, false}) {
    AcForge f;
    const Bytes v11 = component("00060016", "Samsung", "M393", "S1");
    const Bytes single =
        join({trait(4, 7, tlv(4, hex("00090002")), wrapped), trait(18, 8, utf8("Intel"), wrapped),
              trait(18, 9, utf8("E810"), wrapped), trait(18, 10, utf8("S2"), wrapped),
              trait(18, 12, utf8("Slot 3"), wrapped), trait(18, 13, utf8("04"), wrapped),
              trait(1, 14, hex("0101ff"), wrapped), trait(16, 11, hex("0a0100"), wrapped),
              trait(8, 29, sequence({oid("6781051101"), utf8("AABBCC001122")}), wrapped)});
    f.attributes = join({credential_type(kDeltaType),
                         attribute("67810505010703",
                                   sequence({tlv(0xA0, join({tlv(0x30, trait(5, 26, v11, wrapped)),
                                                             tlv(0x30, single)}))}))});
    const auto cert = parse_ac(attribute_certificate(f, Key::p256()));
    ASSERT_TRUE(cert) << cert.error().describe() << " at " << cert.error().offset;
    EXPECT_EQ(cert->statement.kind, Kind::delta);
    EXPECT_EQ(cert->quirks.has(Quirk::unwrapped_trait), !wrapped);
    ASSERT_EQ(cert->components().size(), 2U);
    EXPECT_EQ(cert->components()[0].model, "M393");
    const Component& c = cert->components()[1];
    EXPECT_EQ(c.cls->value, 0x00090002U);
    EXPECT_EQ(c.cls->registry, "2.23.133.19.3.1");
    EXPECT_EQ(c.manufacturer, "Intel");
    EXPECT_EQ(c.model, "E810");
    EXPECT_EQ(c.serial, "S2");
    EXPECT_EQ(c.location, "Slot 3");
    EXPECT_EQ(c.revision, "04");
    EXPECT_EQ(c.field_replaceable, true);
    EXPECT_EQ(c.status, Status::added);
    EXPECT_EQ(c.addresses.at(0).value, "AABBCC001122");
    EXPECT_EQ(category_name(c.traits.at(1).category), "componentManufacturer");
  }
}

TEST(PlatformCertificate, a_key_certificate_has_its_statement_in_the_directory_attributes) {
  Forge f;
  f.issuer = "Maker";
  f.subject = "Platform";
  f.ca = false;
  f.key_usage = "03020780";
  f.extra_extensions =
      join({extension("551d25", false, sequence({oid("6781050804")})),
            extension("551d09", false,
                      sequence({credential_type("6781050804"),
                                configuration(component("00030003", "Maker", "Board"))})),
            platform_san("Maker", "Server", "S1")});
  const Bytes der = certificate(f, Key::p256(), Key::p256());
  EXPECT_TRUE(looks_like_platform_certificate(der));
  const std::string text = pem(der);
  EXPECT_TRUE(looks_like_platform_certificate(bytes::as_bytes(text)));
  bytes::Budget budget;
  const auto file = read_certificates(bytes::Reader(bytes::as_bytes(text)), budget);
  ASSERT_EQ(file.certificates.size(), 1U);
  const Certificate& cert = file.certificates[0];
  EXPECT_EQ(cert.form, Form::key);
  EXPECT_EQ(cert.components().at(0).model, "Board");
  EXPECT_EQ(cert.statement.platform.serial, "S1");
  EXPECT_EQ(cert.subject.text(), "CN=Platform");
}

TEST(PlatformCertificate, other_certificates_are_none) {
  const Key key = Key::p256();
  EXPECT_FALSE(looks_like_platform_certificate(certificate(Forge{}, key, key)));
  EXPECT_FALSE(looks_like_platform_certificate(ek_certificate(key, key)));
  Forge issuer;  // a CA for platform certificates is not one itself
  issuer.extra_extensions = extension("551d25", false, sequence({oid("6781050804")}));
  EXPECT_FALSE(looks_like_platform_certificate(certificate(issuer, key, key)));
  EXPECT_FALSE(looks_like_platform_certificate({}));
}

TEST(PlatformCertificate, pem_under_either_label_and_with_its_issuer_beside_it) {
  const Key maker = Key::p256();
  const Bytes der = attribute_certificate(AcForge{}, maker);
  std::string text = pem(certificate(Forge{}, maker, maker)) + pem(der);
  std::string labelled = "-----BEGIN ATTRIBUTE CERTIFICATE-----\n" + bytes::to_base64(der) +
                         "\n-----END ATTRIBUTE CERTIFICATE-----\n";
  EXPECT_TRUE(looks_like_platform_certificate(bytes::as_bytes(labelled)));
  text += labelled;
  bytes::Budget budget;
  const auto file = read_certificates(bytes::Reader(bytes::as_bytes(text)), budget);
  EXPECT_TRUE(file.errors.empty());
  EXPECT_EQ(file.others.size(), 1U);
  ASSERT_EQ(file.certificates.size(), 2U);
  EXPECT_EQ(file.certificates[1].offset, text.find("-----BEGIN ATTRIBUTE"));
}

TEST(PlatformCertificate, what_decides_and_does_not_decode_is_refused_at_its_byte) {
  const auto refused = [](const Bytes& attributes, std::string_view field) {
    AcForge f;
    f.attributes = attributes;
    const Bytes bytes = attribute_certificate(f, Key::p256());
    const auto cert = parse_ac(bytes);
    ASSERT_FALSE(cert) << field;
    EXPECT_EQ(cert.error().field, field);
    EXPECT_GT(cert.error().offset, 60U);
    EXPECT_LT(cert.error().offset, bytes.size());
  };
  refused(configuration(hex("0500")), "ComponentIdentifier");
  refused(configuration(component("00030003", "Maker", "Board", "S", 7)), "status");
  refused(configuration(sequence({component_class(1, "00030003"), utf8("only maker")})),
          "componentModel");
  // A tagged field twice, and out of order.
  refused(configuration(sequence({utf8("a"), utf8("b"), tagged(1, "r"), tagged(0, "s")})),
          "ComponentIdentifier");
  refused(configuration(sequence({utf8("a"), utf8("b"), hex("8800")})), "ComponentIdentifier");
  refused(attribute("6781050219", sequence({})), "certificateType");
  refused(attribute("67810505010702", Bytes{}), "Attribute.values");
}

TEST(PlatformCertificate, what_does_not_decide_becomes_a_quirk) {
  AcForge f;
  f.attributes = join(
      {credential_type(kBaseType), credential_type(kDeltaType),
       attribute("6781050213", sequence({hex("0500")})),
       attribute("6781050211",
                 sequence({sequence({hex("020101"), hex("020102"), hex("020101")}), utf8("1")}))});
  const auto cert = parse_ac(attribute_certificate(f, Key::p256()));
  ASSERT_TRUE(cert) << cert.error().describe();
  EXPECT_EQ(cert->statement.kind, Kind::base);  // the first counts
  EXPECT_TRUE(cert->quirks.has(Quirk::repeated_attribute));
  EXPECT_TRUE(cert->quirks.has(Quirk::malformed_attribute));
  EXPECT_TRUE(cert->quirks.has(Quirk::odd_platform_class));
  EXPECT_FALSE(cert->statement.assertions);
}

TEST(PlatformCertificate, sloppy_components_are_read_and_noted) {
  AcForge f;
  const Bytes printable = tlv(19, text_bytes("Intel"));
  const Bytes bare_class = sequence({tlv(4, hex("01000000")), printable, utf8("Core i5")});
  const Bytes long_class =
      sequence({sequence({oid("678105120301"), tlv(4, hex("0001"))}), utf8(std::string(300, 'x')),
                utf8("m"), tlv(0xA0, utf8("explicit"))});
  f.attributes = join({credential_type(kBaseType), configuration(join({bare_class, long_class}))});
  const auto cert = parse_ac(attribute_certificate(f, Key::p256()));
  ASSERT_TRUE(cert) << cert.error().describe();
  EXPECT_EQ(cert->quirks.all(), (std::vector<Quirk>{Quirk::odd_component_class, Quirk::odd_text,
                                                    Quirk::long_text, Quirk::explicit_tag}));
  EXPECT_EQ(cert->components().at(1).serial, "explicit");
}

TEST(PlatformCertificate, every_prefix_is_refused) {
  const Bytes bytes = attribute_certificate(full(), Key::p256());
  every_prefix(bytes, [&](bytes::ByteSpan prefix) {
    if (prefix.size() == bytes.size()) return;
    bytes::Budget budget;
    const auto cert = parse_attribute_certificate(bytes::Reader(prefix), budget);
    ASSERT_FALSE(cert) << prefix.size();
    EXPECT_LE(cert.error().offset, prefix.size());
  });
}

TEST(PlatformCertificate, mutations_never_point_outside) {
  const Bytes bytes = attribute_certificate(full(), Key::p256());
  unsigned refused = 0;
  mutations(bytes, 1000, 11, [&](bytes::ByteSpan mutated) {
    bytes::Budget budget;
    const auto cert = parse_attribute_certificate(bytes::Reader(mutated), budget);
    if (cert) return;
    ++refused;
    EXPECT_LE(cert.error().offset, mutated.size());
  });
  EXPECT_GT(refused, 100U);
}

TEST(PlatformCertificate, costs_what_it_holds_and_stops_at_the_edge) {
  const Bytes bytes = attribute_certificate(full(), Key::p256());
  bytes::Budget all;
  ASSERT_TRUE(parse_attribute_certificate(bytes::Reader(bytes), all));
  const std::uint64_t items = bytes::Limits{}.items - all.left().items;
  bytes::Budget enough({.items = items, .bytes = 1U << 20U, .depth = 32});
  EXPECT_TRUE(parse_attribute_certificate(bytes::Reader(bytes), enough));
  bytes::Budget short_of({.items = items - 1, .bytes = 1U << 20U, .depth = 32});
  const auto cert = parse_attribute_certificate(bytes::Reader(bytes), short_of);
  ASSERT_FALSE(cert);
  EXPECT_EQ(cert.error().fault, bytes::Fault::budget);
}

TEST(PlatformCertificate, absurd_nesting_and_lengths_are_refused) {
  Bytes nested = hex("0500");
  for (int i = 0; i < 60; ++i) nested = tlv(0x30, nested);
  AcForge f;
  f.attributes = join({credential_type(kBaseType), attribute("2a0304", nested)});
  const auto deep = parse_ac(attribute_certificate(f, Key::p256()));
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().fault, bytes::Fault::budget);
  EXPECT_FALSE(parse_ac(hex("3084ffffffff3003020101")));
  EXPECT_FALSE(parse_ac(hex("30800201")));
}

TEST(ClassRegistry, names_what_it_knows_and_spells_what_it_does_not) {
  EXPECT_EQ(class_name({"2.23.133.18.3.1", 0x00030003}), "motherboard");
  EXPECT_EQ(class_name({"2.23.133.18.3.1", 0x00030099}), "board");
  EXPECT_EQ(class_name({"2.23.133.18.3.2", 12}), "processor");
  EXPECT_EQ(class_name({"2.23.133.18.3.3", 0x0011001A}), "memory device");
  EXPECT_EQ(class_name({"2.23.133.18.3.4", 0x00020000}), "network controller");
  EXPECT_EQ(class_name({"2.23.133.18.3.1", 0x00FF0000}), "class 0x00ff0000 of TCG");
  EXPECT_EQ(class_name({"1.2.3", 1}), "class 0x00000001 of 1.2.3");
}

}  // namespace
}  // namespace assay::formats::platform
