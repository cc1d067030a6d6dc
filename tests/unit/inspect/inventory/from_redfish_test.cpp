#include "inspect/inventory/from_redfish.h"

#include <deque>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/spdm_builder.h"

namespace assay::inspect::inventory {
namespace {

using testing::SpdmDevice;

// A tree, resource by resource: URI, type, and the rest of the JSON object.
class Saved {
 public:
  Saved& add(const std::string& uri, const std::string& type, const std::string& rest = "") {
    return raw("inventory/redfish" + uri + "/index.json",
               fmt::format(R"({{"@odata.id":"{}","@odata.type":"#{}.v1_0_0.{}"{}{}}})", uri, type,
                           type, rest.empty() ? "" : ",", rest));
  }
  Saved& raw(const std::string& path, const std::string& json) {
    files_.push_back({path, evidence::Role::redfish, bytes::copy(bytes::as_bytes(json))});
    return *this;
  }
  [[nodiscard]] Inventory read(Inventory inventory = {}, const SpdmTrust& trust = {},
                               bytes::Limits limits = {}) const {
    std::vector<const evidence::Artefact*> views;
    for (const auto& f : files_) views.push_back(&f);
    bytes::Budget budget(limits);
    add_redfish(views, trust, budget, inventory);
    return inventory;
  }

 private:
  std::deque<evidence::Artefact> files_;
};

std::vector<Component> of(const Inventory& inventory, PartClass cls) {
  std::vector<Component> out;
  for (const auto& c : inventory.components)
    if (c.cls == cls) out.push_back(c);
  return out;
}

std::vector<evidence::Finding> raised(const Inventory& inventory, std::string_view code) {
  std::vector<evidence::Finding> out;
  for (const auto& f : inventory.findings)
    if (f.code == code) out.push_back(f);
  return out;
}

constexpr const char* kSystem =
    R"("Manufacturer":"Maker","Model":"M1","SKU":"K","SerialNumber":"S1",
       "UUID":"AAAAAAAA-1111-2222-3333-444444444444","BiosVersion":"1.2",
       "Links":{"Chassis":[{"@odata.id":"/redfish/v1/Chassis/1"}],
                "ManagedBy":[{"@odata.id":"/redfish/v1/Managers/1"}]})";

TEST(FromRedfish, a_server_comes_out_part_by_part) {
  const auto inv =
      Saved()
          .add("/redfish/v1/Systems/1", "ComputerSystem", kSystem)
          .add("/redfish/v1/Chassis/1", "Chassis",
               R"("ChassisType":"RackMount","SerialNumber":"C1")")
          .add("/redfish/v1/Chassis/Board", "Chassis",
               R"("ChassisType":"Card","Name":"Baseboard","Model":"B","SerialNumber":"B1")")
          .add("/redfish/v1/Managers/1", "Manager",
               R"("ManagerType":"BMC","Model":"AST","FirmwareVersion":"9")")
          .add("/redfish/v1/Systems/1/Processors/1", "Processor",
               R"("Socket":"CPU1","Model":"X","ProcessorType":"CPU","TotalCores":8)")
          .add("/redfish/v1/Systems/1/Processors/2", "Processor",
               R"("Socket":"CPU2","Status":{"State":"Absent"})")
          .add("/redfish/v1/Systems/1/Memory/1", "Memory",
               R"("DeviceLocator":"A1","PartNumber":"PN","SerialNumber":"D1","CapacityMiB":32768)")
          .add("/redfish/v1/Systems/1/Memory/2", "Memory",
               R"("DeviceLocator":"A2","Status":{"State":"Absent"})")
          .add("/redfish/v1/Chassis/1/Power", "Power",
               R"("PowerSupplies":[{"MemberId":"0","Name":"PSU1","Model":"P","SerialNumber":"P1"},
                                   {"MemberId":"1","Name":"PSU2","Status":{"State":"Absent"}}])")
          .add("/redfish/v1/Chassis/1/Thermal", "Thermal",
               R"("Fans":[{"FanName":"Fan 1"},{"Name":"Fan 2"}])")
          .read();
  EXPECT_TRUE(inv.has(evidence::FactSource::redfish));
  EXPECT_TRUE(inv.findings.empty());
  EXPECT_EQ(inv.identity.manufacturer, "Maker");
  EXPECT_EQ(inv.identity.uuid, "aaaaaaaa-1111-2222-3333-444444444444");
  EXPECT_EQ(inv.identity.board_serial, "B1");
  EXPECT_EQ(inv.identity.chassis_serial, "C1");
  const auto dimms = of(inv, PartClass::dimm);
  ASSERT_EQ(dimms.size(), 2U);
  EXPECT_EQ(dimms[0].model, "PN");
  EXPECT_EQ(dimms[0].location, "A1");
  EXPECT_EQ(dimms[0].attribute("size"), "32 GiB");
  EXPECT_TRUE(dimms[0].populated);
  EXPECT_FALSE(dimms[1].populated);
  ASSERT_EQ(of(inv, PartClass::cpu).size(), 2U);
  EXPECT_FALSE(of(inv, PartClass::cpu)[1].populated);
  ASSERT_EQ(of(inv, PartClass::psu).size(), 2U);
  EXPECT_FALSE(of(inv, PartClass::psu)[1].populated);
  EXPECT_EQ(of(inv, PartClass::fan).size(), 2U);
  EXPECT_EQ(of(inv, PartClass::bios).at(0).firmware, "1.2");
  EXPECT_EQ(of(inv, PartClass::bmc).at(0).firmware, "9");
  EXPECT_EQ(dimms[0].sources.at(0).cite.artefact,
            "inventory/redfish/redfish/v1/Systems/1/Memory/1/index.json");
}

TEST(FromRedfish, what_sources_above_said_is_not_replaced) {
  Inventory before;
  before.identity.serial = "SMBIOS";
  const auto inv = Saved().add("/redfish/v1/Systems/1", "ComputerSystem", kSystem).read(before);
  EXPECT_EQ(inv.identity.serial, "SMBIOS");
  EXPECT_EQ(inv.identity.product, "M1");
}

TEST(FromRedfish, one_card_is_one_component) {
  const auto inv =
      Saved()
          .add("/redfish/v1/Chassis/1/PCIeDevices/N", "PCIeDevice",
               R"("Name":"Card","Slot":{"Location":{"PartLocation":{"ServiceLabel":"Slot 3"}}})")
          .add("/redfish/v1/Chassis/1/PCIeDevices/N/PCIeFunctions/0", "PCIeFunction",
               R"("DeviceClass":"NetworkController","VendorId":"0x15b3","DeviceId":"0x1017")")
          .add("/redfish/v1/Chassis/1/NetworkAdapters/N", "NetworkAdapter",
               R"("Manufacturer":"Nic","Model":"CX5","SerialNumber":"N1",
                  "Controllers":[{"FirmwarePackageVersion":"16.1","Links":{"PCIeDevices":
                    [{"@odata.id":"/redfish/v1/chassis/1/pciedevices/n"}]}}])")
          .add("/redfish/v1/Chassis/1/NetworkAdapters/N/NetworkDeviceFunctions/1",
               "NetworkDeviceFunction", R"("Ethernet":{"PermanentMACAddress":"AA:BB:CC:00:11:22"})")
          .add("/redfish/v1/Systems/1/EthernetInterfaces/1", "EthernetInterface",
               R"("MACAddress":"aa:bb:cc:00:11:22","Name":"eth0")")
          .add("/redfish/v1/UpdateService/FirmwareInventory/N", "SoftwareInventory",
               R"("Name":"Nic firmware","Version":"16.1",
                  "RelatedItem":[{"@odata.id":"/redfish/v1/Chassis/1/NetworkAdapters/N"}])")
          .read();
  ASSERT_EQ(inv.components.size(), 1U);
  const auto& c = inv.components[0];
  EXPECT_EQ(c.cls, PartClass::nic);
  EXPECT_EQ(c.vendor, "Nic");
  EXPECT_EQ(c.serial, "N1");
  EXPECT_EQ(c.firmware, "16.1");
  EXPECT_EQ(c.location, "Slot 3");
  EXPECT_EQ(c.attribute("pci-id"), "15b3:1017");
  EXPECT_EQ(c.attribute("mac"), "aa:bb:cc:00:11:22");
  EXPECT_GE(c.sources.size(), 3U);
}

TEST(FromRedfish, supplies_told_of_twice_count_once) {
  const auto inv = Saved()
                       .add("/redfish/v1/Chassis/1/Power", "Power",
                            R"("PowerSupplies":[{"Name":"old"},{"Name":"old 2"}])")
                       .add("/redfish/v1/Chassis/1/PowerSubsystem/PowerSupplies/1", "PowerSupply",
                            R"("Name":"PSU1","FirmwareVersion":"1")")
                       .read();
  ASSERT_EQ(of(inv, PartClass::psu).size(), 1U);
  EXPECT_EQ(of(inv, PartClass::psu)[0].location, "PSU1");
}

TEST(FromRedfish, firmware_that_belongs_to_nothing_is_a_part_of_its_own) {
  const auto inv = Saved()
                       .add("/redfish/v1/UpdateService/FirmwareInventory/CPLD", "SoftwareInventory",
                            R"("Id":"CPLD","Name":"Software Inventory","Version":"7")")
                       .read();
  ASSERT_EQ(of(inv, PartClass::firmware).size(), 1U);
  EXPECT_EQ(inv.components[0].model, "CPLD");
  EXPECT_EQ(inv.components[0].firmware, "7");
}

Saved blades() {
  Saved s;
  for (const std::string n : {"1", "2"}) {
    s.add("/redfish/v1/Systems/" + n, "ComputerSystem",
          fmt::format(R"("SerialNumber":"S{0}","UUID":"0000000{0}-1111-2222-3333-444444444444",
             "Links":{{"Chassis":[{{"@odata.id":"/redfish/v1/Chassis/{0}"}}]}})",
                      n));
    s.add("/redfish/v1/Systems/" + n + "/Memory/1", "Memory",
          fmt::format(R"("DeviceLocator":"A1","PartNumber":"PN{}")", n));
    s.add("/redfish/v1/Chassis/" + n + "/Power", "Power",
          fmt::format(R"("PowerSupplies":[{{"Name":"of {}"}}])", n));
  }
  s.add("/redfish/v1/Chassis/Enclosure", "Chassis",
        R"("ChassisType":"Enclosure","Links":{"ComputerSystems":[
           {"@odata.id":"/redfish/v1/Systems/1"},{"@odata.id":"/redfish/v1/Systems/2"}]})");
  return s;
}

TEST(FromRedfish, of_several_systems_only_the_one_that_this_is_counts) {
  Inventory known;
  known.identity.uuid = "00000002-1111-2222-3333-444444444444";
  const auto inv = blades().read(known);
  ASSERT_EQ(of(inv, PartClass::dimm).size(), 1U);
  EXPECT_EQ(of(inv, PartClass::dimm)[0].model, "PN2");
  ASSERT_EQ(of(inv, PartClass::psu).size(), 1U);
  EXPECT_EQ(of(inv, PartClass::psu)[0].location, "of 2");
  EXPECT_TRUE(of(inv, PartClass::chassis).empty()) << "the enclosure is nobody's";
  EXPECT_TRUE(inv.findings.empty());

  Inventory swapped;  // SMBIOS before 2.6 has the first three fields in the other order
  swapped.identity.uuid = "02000000-1111-2222-3333-444444444444";
  EXPECT_EQ(of(blades().read(swapped), PartClass::dimm).at(0).model, "PN2");

  Inventory by_serial;
  by_serial.identity.serial = "S2";
  EXPECT_EQ(of(blades().read(by_serial), PartClass::dimm).at(0).model, "PN2");
}

TEST(FromRedfish, where_nothing_chooses_the_first_system_counts_and_that_is_said) {
  const auto inv = blades().read();
  EXPECT_EQ(of(inv, PartClass::dimm).at(0).model, "PN1");
  EXPECT_EQ(raised(inv, "inventory.redfish.several-systems").size(), 1U);
}

TEST(FromRedfish, cycles_and_dangling_links_are_survived) {
  const auto inv = Saved()
                       .add("/redfish/v1/Systems/1", "ComputerSystem",
                            R"("Links":{"Chassis":[{"@odata.id":"/redfish/v1/Chassis/1"}]})")
                       .add("/redfish/v1/Systems/2", "ComputerSystem",
                            R"("Links":{"Chassis":[{"@odata.id":"/redfish/v1/Nowhere"}]})")
                       .add("/redfish/v1/Chassis/1", "Chassis",
                            R"("Links":{"ContainedBy":{"@odata.id":"/redfish/v1/Chassis/2"}})")
                       .add("/redfish/v1/Chassis/2", "Chassis",
                            R"("Links":{"ContainedBy":{"@odata.id":"/redfish/v1/Chassis/1"}})")
                       .add("/redfish/v1/Chassis/1/NetworkAdapters/1", "NetworkAdapter",
                            R"("Controllers":[{"Links":{"PCIeDevices":[{"@odata.id":
                  "/redfish/v1/Chassis/1/NetworkAdapters/1"}]}}])")
                       .read();
  EXPECT_EQ(of(inv, PartClass::nic).size(), 1U);
}

TEST(FromRedfish, broken_files_are_findings_and_the_rest_is_read) {
  const auto inv =
      Saved()
          .raw("inventory/redfish/Systems/1/Memory/1/index.json", R"({"Id":"1","Id":"2"})")
          .raw("inventory/redfish/Systems/1/Memory/2/index.json", "[")
          .add("/redfish/v1/Systems/1/Memory/3", "Memory", R"("SerialNumber":["x"],"Name":"D")")
          .raw("inventory/redfish/Systems/1/LogServices/x.json", "no JSON and no resource")
          .read();
  EXPECT_EQ(raised(inv, "artefact.malformed").size(), 3U);
  EXPECT_EQ(of(inv, PartClass::dimm).size(), 1U);
}

TEST(FromRedfish, a_spent_budget_is_told) {
  Saved s;
  for (int i = 0; i < 50; ++i)
    s.add(fmt::format("/redfish/v1/Systems/1/Memory/{}", i), "Memory", R"("Name":"D")");
  const auto inv = s.read({}, {}, {.items = 60, .bytes = 0, .depth = 8});
  EXPECT_LT(inv.components.size(), 50U);
  EXPECT_FALSE(raised(inv, "artefact.malformed").empty());
}

TEST(FromRedfish, a_tree_not_read_to_its_end_is_told) {
  Saved s;
  s.add("/redfish/v1/Systems/1", "ComputerSystem", kSystem);
  EXPECT_TRUE(raised(s.raw("inventory/redfish/collected.json", R"({"complete":true})").read(),
                     "inventory.redfish.incomplete")
                  .empty());
  const auto inv =
      Saved()
          .add("/redfish/v1/Systems/1", "ComputerSystem", kSystem)
          .raw("inventory/redfish/collected.json", R"({"complete":false,"why":"too slow"})")
          .read();
  ASSERT_EQ(raised(inv, "inventory.redfish.incomplete").size(), 1U);
  EXPECT_NE(inv.findings[0].why.find("too slow"), std::string::npos);
}

// A GPU with SPDM, its answer signed by `device`.
Saved with_spdm(const SpdmDevice& device, const base::Bytes& transcript) {
  std::string pem = device.certificate_pem();
  std::string escaped;
  for (const char c : pem) escaped += c == '\n' ? "\\n" : std::string(1, c);
  Saved s;
  s.add("/redfish/v1/Systems/1/Processors/GPU1", "Processor", R"("ProcessorType":"GPU")")
      .add("/redfish/v1/Chassis/1/Certificates/1", "Certificate",
           fmt::format(R"("CertificateType":"PEM","CertificateString":"{}")", escaped))
      .add("/redfish/v1/ComponentIntegrity/GPU1", "ComponentIntegrity",
           R"("ComponentIntegrityType":"SPDM","ComponentIntegrityEnabled":true,
              "TargetComponentURI":"/redfish/v1/Systems/1/Processors/GPU1",
              "SPDM":{"MeasurementSet":{"Measurements":[{"MeasurementIndex":1,
                "Measurement":"AAAA","MeasurementHashAlgorithm":"TPM_ALG_SHA_256"}]}})")
      .raw(
          "inventory/redfish/redfish/v1/ComponentIntegrity/GPU1/Actions/"
          "ComponentIntegrity.SPDMGetSignedMeasurements/index.json",
          fmt::format(R"({{"Version":"1.2.0","HashingAlgorithm":"TPM_ALG_SHA_256",
             "SigningAlgorithm":"{}","SignedMeasurements":"{}",
             "Certificate":{{"@odata.id":"/redfish/v1/Chassis/1/Certificates/1"}}}})",
                      device.algorithm_name(), bytes::to_base64(transcript)));
  return s;
}

formats::x509::TrustStore store_of(const SpdmDevice& device) {
  formats::x509::TrustStore store;
  bytes::Budget budget;
  const auto der = device.certificate_der();
  store.add_file(bytes::Reader(der), "root", formats::x509::Role::anchor, budget);
  return store;
}

const SpdmDevice& gpu() {
  static const SpdmDevice device(SpdmDevice::Key::p384);
  return device;
}

TEST(FromRedfish, a_fresh_signature_of_a_trusted_device_is_verified) {
  const auto pem = gpu().certificate_pem();  // each certificate is signed anew: one for both sides
  const auto s = with_spdm(gpu(), gpu().transcript(0x12, {{1, 1, "digest"}}));
  formats::x509::TrustStore store;
  bytes::Budget budget;
  store.add_file(bytes::Reader(bytes::as_bytes(pem)), "root", formats::x509::Role::anchor, budget);
  const std::vector<base::Bytes> nonces{base::Bytes(32, std::byte{0xA5})};
  const SpdmTrust trust{&store, base::Time{1'700'000'000}, nonces};
  const auto inv = s.read({}, trust);
  ASSERT_EQ(inv.components.size(), 1U);
  EXPECT_EQ(inv.components[0].attribute("spdm"), "verified")
      << (inv.findings.empty() ? "" : inv.findings[0].why);
  EXPECT_TRUE(inv.findings.empty());
  EXPECT_EQ(inv.components[0].attribute("spdm-measurement-1"), "mutable firmware: 646967657374");

  const SpdmTrust no_nonce{&store, base::Time{1'700'000'000}, {}};
  const auto stale = s.read({}, no_nonce);
  ASSERT_EQ(raised(stale, "inventory.spdm.unverified").size(), 1U);
  EXPECT_NE(stale.findings[0].why.find("fresh"), std::string::npos);
}

TEST(FromRedfish, a_good_signature_without_trust_proves_nothing) {
  const auto inv = with_spdm(gpu(), gpu().transcript(0x12, {{1, 1, "digest"}})).read();
  ASSERT_EQ(raised(inv, "inventory.spdm.unverified").size(), 1U);
  EXPECT_EQ(inv.components[0].attribute("spdm"), "unverified");
  const SpdmDevice other(SpdmDevice::Key::p384);
  const auto store = store_of(other);
  const SpdmTrust trust{&store, base::Time{1'700'000'000}, {}};
  const auto foreign = with_spdm(gpu(), gpu().transcript(0x12, {{1, 1, "digest"}})).read({}, trust);
  ASSERT_EQ(raised(foreign, "inventory.spdm.unverified").size(), 1U);
}

TEST(FromRedfish, altered_measurements_are_invalid) {
  auto transcript = gpu().transcript(0x12, {{1, 1, "digest"}});
  const auto text = bytes::to_string(transcript);
  transcript[text.find("digest")] = std::byte{'D'};
  const auto inv = with_spdm(gpu(), transcript).read();
  ASSERT_EQ(raised(inv, "inventory.spdm.invalid").size(), 1U);
  EXPECT_EQ(inv.findings[0].severity, evidence::Severity::critical);
  EXPECT_EQ(inv.components[0].attribute("spdm"), "invalid");
}

TEST(FromRedfish, a_truncated_transcript_is_malformed_not_a_pass) {
  auto transcript = gpu().transcript(0x12, {{1, 1, "digest"}});
  transcript.resize(transcript.size() / 2);
  const auto inv = with_spdm(gpu(), transcript).read();
  EXPECT_EQ(raised(inv, "artefact.malformed").size(), 1U);
  EXPECT_EQ(inv.components[0].attribute("spdm"), "unreadable");
}

TEST(FromRedfish, measurements_that_only_the_bmc_states_are_unverified) {
  const auto inv = Saved()
                       .add("/redfish/v1/ComponentIntegrity/1", "ComponentIntegrity",
                            R"("ComponentIntegrityType":"SPDM","TargetComponentURI":"/redfish/v1/X",
                  "SPDM":{"MeasurementSet":{"Measurements":[{"MeasurementIndex":1}]}})")
                       .add("/redfish/v1/ComponentIntegrity/2", "ComponentIntegrity",
                            R"("ComponentIntegrityType":"SPDM","ComponentIntegrityEnabled":false,
                  "SPDM":{"MeasurementSet":{"Measurements":[{"MeasurementIndex":1}]}})")
                       .add("/redfish/v1/ComponentIntegrity/3", "ComponentIntegrity",
                            R"("ComponentIntegrityType":"TPM")")
                       .read();
  ASSERT_EQ(raised(inv, "inventory.spdm.unverified").size(), 1U);
  EXPECT_NE(inv.findings[0].why.find("1 component"), std::string::npos) << inv.findings[0].why;
}

}  // namespace
}  // namespace assay::inspect::inventory
