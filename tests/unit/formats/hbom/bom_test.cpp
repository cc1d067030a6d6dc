#include "formats/hbom/bom.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/mutate.h"

namespace assay::formats::hbom {
namespace {

constexpr std::string_view kSample = R"({
  "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 3,
  "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
  "metadata": {"timestamp": "2026-01-01T00:00:00Z",
    "component": {"type": "device", "name": "R650", "manufacturer": {"name": "Dell Inc."}}},
  "components": [
    {"type": "device", "bom-ref": "nic1", "name": "X710", "version": "02",
     "manufacturer": {"name": "Intel"}, "supplier": {"name": "Dell"}, "group": "g",
     "description": "network adapter",
     "hashes": [{"alg": "SHA-256", "content": "AB01"}],
     "properties": [{"name": "cdx:device:serialNumber", "value": "SN1"}, {"name": "empty"}],
     "components": [{"type": "firmware", "name": "NVM", "version": "9.20"}]}
  ]})";

base::Result<Bom> parse(std::string_view text, std::uint32_t depth = 64) {
  bytes::Budget budget({.items = 10'000, .bytes = 1U << 20U, .depth = depth});
  return parse_bom(bytes::as_bytes(text), budget);
}

// kSample's one component with these members in place of its own.
std::string with_component(std::string_view members) {
  return R"({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [{)" +
         std::string(members) + "}]}";
}

TEST(Hbom, reads_every_field_it_keeps) {
  const auto bom = parse(kSample);
  ASSERT_TRUE(bom) << bom.error().describe();
  EXPECT_EQ(bom->spec_version, "1.6");
  EXPECT_EQ(bom->version, 3U);
  EXPECT_EQ(bom->serial_number, "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79");
  EXPECT_EQ(bom->timestamp, "2026-01-01T00:00:00Z");
  EXPECT_EQ(bom->subject->manufacturer, "Dell Inc.");
  ASSERT_EQ(bom->parts.size(), 1U);
  const Part& p = bom->parts[0];
  EXPECT_EQ(p.bom_ref, "nic1");
  EXPECT_EQ(p.name, "X710");
  EXPECT_EQ(p.manufacturer, "Intel");
  EXPECT_EQ(p.supplier, "Dell");
  EXPECT_EQ(p.hashes.at(0).second, "ab01");
  EXPECT_EQ(p.property({"CDX:device:serialnumber"}), "SN1");
  EXPECT_EQ(p.property({"other"}), "");
  EXPECT_EQ(p.parts.at(0).version, "9.20");
}

TEST(Hbom, writes_what_it_reads_and_always_the_same) {
  const auto bom = parse(kSample);
  ASSERT_TRUE(bom);
  const std::string text = json::to_text(to_json(*bom));
  EXPECT_EQ(text, json::to_text(to_json(*bom)));
  const auto again = parse(text);
  ASSERT_TRUE(again) << again.error().describe();
  EXPECT_EQ(json::to_text(to_json(*again)), text);
  EXPECT_TRUE(looks_like_bom(bytes::as_bytes(text)));
}

TEST(Hbom, earlier_versions_have_the_maker_as_publisher) {
  const auto bom = parse(with_component(R"("type": "device", "name": "n", "publisher": "Intel")"));
  ASSERT_TRUE(bom) << bom.error().describe();
  EXPECT_EQ(bom->parts.at(0).manufacturer, "Intel");
  const json::Value out = to_json(*bom);
  EXPECT_EQ(out["components"][0]["publisher"], "Intel");
  EXPECT_FALSE(out["components"][0].contains("manufacturer"));
}

TEST(Hbom, says_which_member_is_wrong) {
  const auto message = [](std::string_view members) {
    const auto bom = parse(with_component(members));
    return bom ? std::string("read") : bom.error().message;
  };
  EXPECT_EQ(message(R"("type": "device")"), "components[0].name: a component's name expected");
  EXPECT_EQ(message(R"("name": "n")"), "components[0].type: a component's type expected");
  EXPECT_EQ(message(R"("type": "device", "name": 4)"), "components[0].name: a string expected");
  EXPECT_EQ(message(R"("type": "device", "name": "n", "components": [{"type": 1}])"),
            "components[0].components[0].type: a string expected");
  EXPECT_EQ(message(R"("type": "device", "name": "n", "properties": [7])"),
            "components[0].properties[0]: an object expected");
  EXPECT_EQ(message(R"("type": "device", "name": "n", "supplier": [])"),
            "components[0].supplier: an object with a name expected");
}

TEST(Hbom, refuses_other_documents_and_versions) {
  EXPECT_FALSE(parse("[]"));
  EXPECT_FALSE(parse("{}"));
  EXPECT_FALSE(parse(R"({"bomFormat": "SPDX", "specVersion": "1.6"})"));
  EXPECT_FALSE(parse(R"({"bomFormat": "CycloneDX", "specVersion": "1.3"})"));
  EXPECT_FALSE(parse(R"({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": -1})"));
  EXPECT_TRUE(parse(R"({"bomFormat": "CycloneDX", "specVersion": "1.4"})"));
  EXPECT_FALSE(looks_like_bom(bytes::as_bytes(R"({"bomFormat": "SPDX"})")));
  EXPECT_FALSE(looks_like_bom({}));
}

TEST(Hbom, depth_and_number_of_parts_are_charged) {
  std::string nested = R"({"type":"device","name":"n"})";
  for (int i = 0; i < 20; ++i)
    nested = R"({"type":"device","name":"n","components":[)" + nested + "]}";
  const std::string text =
      R"({"bomFormat":"CycloneDX","specVersion":"1.6","components":[)" + nested + "]}";
  EXPECT_TRUE(parse(text));
  const auto deep = parse(text, 30);
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().kind, base::ErrorKind::budget);
}

TEST(Hbom, every_prefix_is_refused_and_mutations_are_survived) {
  testing::every_prefix(bytes::as_bytes(kSample), [](bytes::ByteSpan prefix) {
    if (prefix.size() == kSample.size()) return;
    EXPECT_FALSE(parse(bytes::as_chars(prefix))) << prefix.size();
  });
  unsigned refused = 0;
  testing::mutations(bytes::as_bytes(kSample), 1000, 3, [&](bytes::ByteSpan mutated) {
    if (!parse(bytes::as_chars(mutated))) ++refused;
  });
  EXPECT_GT(refused, 100U);
}

}  // namespace
}  // namespace assay::formats::hbom
