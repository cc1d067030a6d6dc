#include "formats/redfish/resource.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "formats/redfish/chassis.h"
#include "formats/redfish/device.h"
#include "formats/redfish/integrity.h"
#include "formats/redfish/system.h"
#include "formats/redfish/tree.h"
#include "support/mutate.h"

namespace assay::formats::redfish {
namespace {

base::Result<Resource> parse(std::string_view json, std::string_view path = "index.json",
                             bytes::Limits limits = {}) {
  bytes::Budget budget(limits);
  return parse_resource(bytes::Reader(bytes::as_bytes(json)), path, budget);
}

constexpr std::string_view kDimm = R"({"@odata.type":"#Memory.v9_9_9.Memory",
  "@odata.id":"/redfish/v1/Systems/1/Memory/A1","Id":"A1","Name":"DIMM A1","Manufacturer":"Maker",
  "PartNumber":"PN-1","SerialNumber":12345,"CapacityMiB":16384,"OperatingSpeedMhz":3200.5,
  "MemoryDeviceType":"DDR4","DeviceLocator":"P1-DIMMA1",
  "Location":{"PartLocation":{"ServiceLabel":"Slot A1"}},"Status":{"State":"Enabled"}})";

TEST(RedfishResource, type_tells_the_kind_whatever_its_version) {
  EXPECT_EQ(parse(kDimm)->kind, Kind::memory);
  EXPECT_EQ(parse(R"({"@odata.type":"#Chassis.Chassis"})")->kind, Kind::chassis);
  EXPECT_EQ(parse(R"({"@odata.type":"#MemoryCollection.MemoryCollection"})")->kind,
            Kind::collection);
  EXPECT_EQ(parse(R"({"@odata.type":"#LogEntry.v1_0_0.LogEntry"})")->kind, Kind::other);
  EXPECT_EQ(parse(R"({"error":{"code":"Base.1.0.GeneralError"}})")->kind, Kind::error);
}

TEST(RedfishResource, without_a_type_its_place_tells_the_kind) {
  EXPECT_EQ(parse("{}", "redfish/v1/Systems/1/Processors/CPU1/index.json")->kind, Kind::processor);
  EXPECT_EQ(parse("{}", "Systems/1/bios/index.json")->kind, Kind::bios);
  EXPECT_EQ(parse("{}", "inventory/redfish/Chassis/1/Power.json")->kind, Kind::power);
  EXPECT_EQ(parse("{}", "Systems/1/Foo/1/index.json")->kind, Kind::other);
}

TEST(RedfishResource, uris_come_from_either_layout) {
  EXPECT_EQ(uri_of_path("index.json"), "/redfish/v1");
  EXPECT_EQ(uri_of_path("Systems/1/index.json"), "/redfish/v1/Systems/1");
  EXPECT_EQ(uri_of_path("inventory/redfish/redfish/v1/Systems/1.json"), "/redfish/v1/Systems/1");
  EXPECT_EQ(normal_uri("/redfish/v1/Systems/1/#/Fans/0"), "/redfish/v1/systems/1");
}

TEST(RedfishResource, what_is_no_inventory_is_skipped_by_its_name) {
  EXPECT_TRUE(is_inventory_path("inventory/redfish/Systems/1/index.json"));
  EXPECT_FALSE(is_inventory_path("inventory/redfish/Systems/1/error.txt"));
  EXPECT_FALSE(is_inventory_path("Registries/Base.1.0.0.json/index.json"));
  EXPECT_FALSE(is_inventory_path("redfish/v1/JsonSchemas/Chassis/index.json"));
  EXPECT_FALSE(is_inventory_path("Managers/1/LogServices/IEL/Entries/1/index.json"));
}

TEST(RedfishResource, every_field_of_a_dimm_comes_out) {
  const auto r = parse(kDimm);
  Mistyped mistyped;
  const auto m = memory(*r, mistyped);
  EXPECT_TRUE(mistyped.names().empty());
  EXPECT_EQ(m.part.serial, "12345") << "a number as its digits";
  EXPECT_EQ(m.part.place, "Slot A1");
  EXPECT_EQ(m.device_locator, "P1-DIMMA1");
  EXPECT_EQ(m.mebibytes, 16384U);
  EXPECT_EQ(m.speed, 3200U);
  EXPECT_FALSE(m.part.absent());
}

TEST(RedfishResource, wrong_types_are_empty_and_named) {
  const auto r = parse(R"({"@odata.type":"#Memory.v1_0_0.Memory","SerialNumber":[1],
    "Manufacturer":{"a":1},"CapacityMiB":"many","Status":7,"Location":3,"PartNumber":null})");
  Mistyped mistyped;
  const auto m = memory(*r, mistyped);
  EXPECT_EQ(m.part.serial, "");
  EXPECT_EQ(m.mebibytes, 0U);
  const auto& names = mistyped.names();
  for (const char* name : {"SerialNumber", "Manufacturer", "CapacityMiB", "Status", "Location"})
    EXPECT_NE(std::find(names.begin(), names.end(), name), names.end()) << name;
  EXPECT_EQ(std::find(names.begin(), names.end(), "PartNumber"), names.end()) << "null is absent";
}

TEST(RedfishResource, no_value_of_any_type_breaks_any_decoder) {
  const std::vector<std::string> keys{"Status",
                                      "Location",
                                      "PhysicalLocation",
                                      "Links",
                                      "TrustedModules",
                                      "Controllers",
                                      "Devices",
                                      "PowerSupplies",
                                      "Fans",
                                      "Assemblies",
                                      "Ethernet",
                                      "VLAN",
                                      "SPDM",
                                      "TPM",
                                      "Actions",
                                      "Slot",
                                      "RelatedItem",
                                      "StorageControllers",
                                      "Drives",
                                      "ProcessorId",
                                      "FirmwareVersion",
                                      "DeviceInstances",
                                      "PCIeDevices",
                                      "Certificate",
                                      "Oem"};
  for (const std::string value :
       {"null", "true", "-1", "1e300", "\"x\"", "[]", "[[]]", "[1,\"a\",null,{}]", "{}",
        "{\"State\":{}}", "[{\"@odata.id\":5}]", "{\"@odata.id\":\"/redfish/v1/x\"}"}) {
    std::string json = "{";
    for (const auto& key : keys) json += "\"" + key + "\":" + value + ",";
    json += R"("Name":"n"})";
    const auto r = parse(json);
    ASSERT_TRUE(r) << value;
    Mistyped m;
    (void)computer_system(*r, m);
    (void)bios(*r, m);
    (void)secure_boot(*r, m);
    (void)processor(*r, m);
    (void)memory(*r, m);
    (void)chassis(*r, m);
    (void)manager(*r, m);
    (void)supply(*r, m);
    (void)power_supplies(*r, m);
    (void)fans(*r, m);
    (void)assemblies(*r, m);
    (void)pcie_device(*r, m);
    (void)pcie_function(*r, m);
    (void)network_adapter(*r, m);
    (void)network_interface(*r, m);
    (void)network_address(*r, m);
    (void)storage_controller(*r, m);
    (void)storage(*r, m);
    (void)drive(*r, m);
    (void)simple_storage(*r, m);
    (void)hpe_device(*r, m);
    (void)hpe_pci_device(*r, m);
    (void)software_inventory(*r, m);
    (void)certificate(*r, m);
    (void)trusted_component(*r, m);
    (void)component_integrity(*r, m);
    (void)signed_measurements(*r, m);
    EXPECT_LE(m.names().size(), Mistyped::kMostMistyped);
    EXPECT_EQ(part(*r, m).name, "n") << value;
  }
}

TEST(RedfishResource, errors_name_what_was_expected) {
  EXPECT_EQ(parse("[]").error().message, "Redfish resource: expected a JSON object");
  EXPECT_TRUE(parse(R"({"a":)").error().offset);
  EXPECT_NE(parse(R"({"Id":"1","Id":"2"})").error().message.find("stands twice"),
            std::string::npos);
  const auto deep =
      parse(R"({"a":{"b":{"c":{}}}})", "index.json", {.items = 1000, .bytes = 0, .depth = 2});
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().kind, base::ErrorKind::budget);
  EXPECT_FALSE(parse(kDimm, "index.json", {.items = 3, .bytes = 0, .depth = 9}));
}

TEST(RedfishResource, survives_every_prefix_and_mutation) {
  testing::every_prefix(bytes::as_bytes(kDimm), [](bytes::ByteSpan b) {
    EXPECT_EQ(parse(bytes::as_chars(b)).has_value(), b.size() == kDimm.size());
  });
  testing::mutations(bytes::as_bytes(kDimm), 1000, 3, [](bytes::ByteSpan b) {
    (void)looks_like_resource(b);
    const auto r = parse(bytes::as_chars(b));
    if (!r) return;
    Mistyped m;
    (void)memory(*r, m);
  });
}

TEST(RedfishTree, links_are_found_however_they_are_written) {
  Tree tree;
  EXPECT_FALSE(tree.add(*parse(kDimm)));
  EXPECT_NE(tree.find("/redfish/v1/systems/1/memory/a1/"), nullptr);
  EXPECT_NE(tree.find("/redfish/v1/Systems/1/Memory/A1#/Status"), nullptr);
  EXPECT_EQ(tree.find("/redfish/v1/Systems/1/Memory/A2"), nullptr) << "a dangling link";
  EXPECT_EQ(tree.of(Kind::memory).size(), 1U);
  EXPECT_TRUE(tree.of(Kind::fan).empty());
}

TEST(RedfishTree, two_documents_of_one_uri_are_told) {
  Tree tree;
  EXPECT_FALSE(tree.add(*parse(kDimm, "a/index.json")));
  EXPECT_FALSE(tree.add(*parse(kDimm, "b/index.json"))) << "the very same";
  std::string other(kDimm);
  other.replace(other.find("PN-1"), 4, "PN-2");
  const auto twice = tree.add(*parse(other, "c/index.json"));
  ASSERT_TRUE(twice);
  EXPECT_EQ(twice->first_path, "a/index.json");
  EXPECT_EQ(tree.resources().size(), 1U);
}

}  // namespace
}  // namespace assay::formats::redfish
