#include <gtest/gtest.h>

#include "inspect/artefact.h"
#include "inspect/platform_links.h"
#include "unit/formats/platform/builder.h"

namespace assay::inspect {
namespace {

using namespace assay::testing;  // NOLINT(google-build-using-namespace): the builder's small words

InspectedArtefact look(bytes::ByteSpan b, const std::string& path) {
  crypto::HashEngine hash;
  return inspect(path, b, {}, hash).at(0);
}

struct Set {
  Key maker = Key::p256();
  Key ek_key = Key::p256();
  AcForge forge{};
  Forge root{};

  Set() {
    forge.attributes = join(
        {credential_type(kBaseType), configuration(component("00030003", "Maker", "Board", "S1"))});
    forge.extensions = platform_san("Dell", "R650", "SVC1");
    root.subject = root.issuer = "Maker";
  }
  [[nodiscard]] InspectedArtefact platform() const {
    return look(attribute_certificate(forge, maker), "p.crt");
  }
  [[nodiscard]] InspectedArtefact ca(const Key& key) const {
    return look(certificate(root, key, key), "ca.crt");
  }
  [[nodiscard]] InspectedArtefact ek(std::string_view serial = "02021234") const {
    return look(ek_certificate(ek_key, ek_key, serial), "ek.crt");
  }
};

void link(std::initializer_list<InspectedArtefact*> artefacts) {
  PlatformLinks links;
  links.add(std::vector<InspectedArtefact*>(artefacts));
}

TEST(OpenPlatform, tells_what_the_certificate_states) {
  const InspectedArtefact a = Set().platform();
  EXPECT_EQ(a.kind, "platform.certificate");
  EXPECT_FALSE(a.refused);
  EXPECT_EQ(a.summary, "base platform certificate of Dell R650, serial SVC1, 1 component");
  const auto& d = a.detail;
  EXPECT_EQ(d["type"], "base");
  EXPECT_EQ(d["platform"]["serial"], "SVC1");
  EXPECT_EQ(d["holder"]["serial"], "1234");
  EXPECT_EQ(d["issuer"], "CN=Maker");
  EXPECT_EQ(d["components"][0]["class"], "motherboard");
  EXPECT_EQ(d["components"][0]["class_value"], "00030003");
  EXPECT_EQ(d["components"][0]["serial"], "S1");
  EXPECT_EQ(d["chain"], "incomplete");
  EXPECT_TRUE(d["holder_match"].is_null());
  EXPECT_NE(a.text.find("part    motherboard Maker Board, serial S1"), std::string::npos);
}

TEST(OpenPlatform, a_broken_one_is_refused_with_its_offset) {
  Set set;
  set.forge.attributes = configuration(hex("0500"));
  const InspectedArtefact a = set.platform();
  ASSERT_TRUE(a.refused);
  EXPECT_TRUE(a.refused->offset);
  EXPECT_EQ(a.findings.at(0).code, "artefact.malformed");
}

TEST(OpenPlatform, text_of_the_file_cannot_move_the_terminal) {
  Set set;
  set.forge.extensions = platform_san("\x1b[2J", "R650", "SVC1");
  const InspectedArtefact a = set.platform();
  EXPECT_EQ(a.text.find('\x1b'), std::string::npos);
  EXPECT_EQ(a.summary.find('\x1b'), std::string::npos);
  EXPECT_EQ(a.detail.dump().find('\x1b'), std::string::npos);
}

TEST(PlatformLinks, find_issuer_and_holder_among_the_files_given) {
  const Set set;
  auto p = set.platform();
  auto ca = set.ca(set.maker);
  auto wrong = set.ek("02020001");
  wrong.path = "wrong.crt";
  auto ek = set.ek();
  link({&p, &wrong, &ca, &ek});
  EXPECT_EQ(p.detail["chain"], "valid");
  EXPECT_EQ(p.detail["chain_files"], formats::json::Value::array({"ca.crt"}));
  EXPECT_EQ(p.detail["holder_match"], "ek.crt");
  EXPECT_TRUE(p.findings.empty());
}

TEST(PlatformLinks, remember_what_came_before) {
  const Set set;
  auto p = set.platform();
  auto ca = set.ca(set.maker);
  PlatformLinks links;
  InspectedArtefact* const first[] = {&ca};
  InspectedArtefact* const second[] = {&p};
  links.add(first);
  links.add(second);
  EXPECT_EQ(p.detail["chain"], "valid");
}

TEST(PlatformLinks, a_namesake_with_another_key_makes_it_invalid_and_a_stranger_incomplete) {
  Set set;
  auto p = set.platform();
  auto ca = set.ca(set.ek_key);
  link({&p, &ca});
  EXPECT_EQ(p.detail["chain"], "invalid");
  EXPECT_TRUE(p.detail["holder_match"].is_null());
  EXPECT_EQ(p.findings.at(0).code, "inventory.certificate.invalid");

  auto q = set.platform();
  set.root.subject = set.root.issuer = "Somebody";
  auto other = set.ca(set.maker);
  link({&q, &other});
  EXPECT_EQ(q.detail["chain"], "incomplete");
  EXPECT_TRUE(q.findings.empty());
}

TEST(OpenHbom, tells_the_parts) {
  const InspectedArtefact a =
      look(bytes::as_bytes(R"({"bomFormat":"CycloneDX","specVersion":"1.6","components":[)"
                           R"({"type":"device","name":"M393","manufacturer":{"name":"Samsung"},)"
                           R"("description":"DIMM"}]})"),
           "b.json");
  EXPECT_EQ(a.kind, "cyclonedx.hbom");
  EXPECT_EQ(a.summary, "CycloneDX 1.6 bill of materials, 1 part of hardware");
  EXPECT_EQ(a.detail["components"][0]["class"], "dimm");
  EXPECT_NE(a.text.find("memory module Samsung M393"), std::string::npos);
  EXPECT_TRUE(
      look(bytes::as_bytes(R"({"bomFormat":"CycloneDX","specVersion":"1.2"})"), "b.json").refused);
}

}  // namespace
}  // namespace assay::inspect
