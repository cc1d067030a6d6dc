#include "appraise/compare_inventory.h"

#include <gtest/gtest.h>

namespace assay::appraise {
namespace {

using evidence::FactSource;
using inspect::inventory::Component;
using inspect::inventory::Inventory;
using inspect::inventory::PartClass;

Component part(PartClass cls, std::string model, std::string serial = "", std::string place = "",
               std::string firmware = "") {
  Component c;
  c.cls = cls;
  c.vendor = "Acme";
  c.model = std::move(model);
  c.serial = std::move(serial);
  c.location = std::move(place);
  c.firmware = std::move(firmware);
  return c;
}

Inventory server(FactSource source, std::string serial, std::vector<Component> parts) {
  Inventory out;
  out.mark(source);
  out.identity.serial = std::move(serial);
  out.components = std::move(parts);
  return out;
}

std::string told(const Inventory& golden, const Inventory& observed) {
  std::string out;
  for (const auto& d : compare_inventories(golden, observed).differences)
    out += std::string(d.change) + ' ' + d.what + ' ' + d.path + ": " + d.golden + " > " +
           d.observed + '\n';
  return out;
}

TEST(CompareInventory, one_server_by_two_sources_that_word_things_differently) {
  const auto redfish = server(
      FactSource::redfish, "S1",
      {part(PartClass::cpu, "Intel Xeon Gold 6230", "", "CPU 1"),
       part(PartClass::dimm, "M393A4K40CB2-CTD", "12AB34CD", "A1"), part(PartClass::psu, "P800"),
       part(PartClass::bios, "", "", "", "U32 v2.10 (05/21/2019)")});
  const auto smbios =
      server(FactSource::smbios, "s1",
             {part(PartClass::cpu, "Intel(R) Xeon(R) Gold 6230 CPU @ 2.10GHz", "", "Proc 1"),
              part(PartClass::dimm, "M393A4K40CB2-CTD", "12AB34CD", "PROC 1 DIMM 1"),
              part(PartClass::bios, "", "", "", "U32"), part(PartClass::slot, "PCIe x16")});
  const auto compared = compare_inventories(redfish, smbios);
  EXPECT_EQ(told(redfish, smbios), "");
  EXPECT_EQ(compared.kind, "inventory");
  ASSERT_EQ(compared.notes.size(), 2U);
  EXPECT_EQ(compared.notes[0], "Only the golden side looked at: power supply.");
  EXPECT_EQ(compared.notes[1], "Only the observed side looked at: slot.");
  EXPECT_EQ(compared.summary, "No difference in 3 classes (the same server).");
}

TEST(CompareInventory, two_sources_that_contradict_each_other) {
  const auto redfish = server(FactSource::redfish, "S1",
                              {part(PartClass::cpu, "Intel Xeon Gold 6230"),
                               part(PartClass::dimm, "M393A4K40CB2-CTD", "12AB34CD", "A1")});
  const auto smbios = server(FactSource::smbios, "S1",
                             {part(PartClass::cpu, "Intel Xeon Gold 6230"),
                              part(PartClass::dimm, "M393A4K40CB2-CTD", "99999999", "DIMM 1"),
                              part(PartClass::dimm, "HMA84GR7", "12121212", "DIMM 2")});
  EXPECT_EQ(told(redfish, smbios),
            "modified memory module DIMM 1: 12AB34CD > 99999999\n"
            "added memory module DIMM 2:  > Acme HMA84GR7, serial 12121212, at DIMM 2\n");
}

TEST(CompareInventory, two_servers_differ_in_serial_numbers_by_nature) {
  const auto one =
      server(FactSource::smbios, "S1", {part(PartClass::dimm, "M393", "12AB34CD", "A1")});
  auto other = server(FactSource::smbios, "S2", {part(PartClass::dimm, "M393", "55555555", "A1")});
  EXPECT_EQ(told(one, other), "");
  other.identity.serial = "S1";
  EXPECT_EQ(told(one, other), "modified memory module A1: 12AB34CD > 55555555\n");
  other.components[0].model = "HMA8";
  EXPECT_EQ(told(one, other), "modified memory module A1: M393 > HMA8\n");
}

TEST(CompareInventory, a_controller_that_lists_no_adapters_says_nothing_of_them) {
  auto nic = part(PartClass::nic, "I350");
  nic.sources.push_back({FactSource::redfish, {}});
  const auto without = server(FactSource::redfish, "S1", {part(PartClass::cpu, "X")});
  const auto with = server(FactSource::redfish, "S1", {part(PartClass::cpu, "X"), nic});
  const auto by_system = server(FactSource::network, "S1", {part(PartClass::nic, "I350")});
  const auto none = server(FactSource::network, "S1", {part(PartClass::cpu, "X")});
  EXPECT_EQ(told(by_system, without), "");
  EXPECT_EQ(told(with, none), "removed network adapter nic: Acme I350 > \n");
}

TEST(CompareInventory, what_a_source_does_not_list_in_full_is_not_missing) {
  const auto redfish = server(
      FactSource::redfish, "S1",
      {part(PartClass::firmware, "CPLD"), part(PartClass::cpu, "X"), part(PartClass::cpu, "X")});
  const auto smbios = server(FactSource::smbios, "S1",
                             {part(PartClass::firmware, "iLO"), part(PartClass::cpu, "X")});
  EXPECT_EQ(told(redfish, smbios), "removed processor cpu: Acme X > \n");
  EXPECT_EQ(told(smbios, redfish), "added processor cpu:  > Acme X\n");
}

}  // namespace
}  // namespace assay::appraise
