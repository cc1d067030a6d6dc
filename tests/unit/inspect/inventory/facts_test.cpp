// Which facts a component gives: what siblings share in name and value, what is each host's own
// beside it, and nothing for what is not there.
#include "inspect/inventory/facts.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace assay::inspect::inventory {
namespace {

using evidence::Fact;
using evidence::FactKind;
using evidence::FactSource;

Component part(PartClass cls, std::string model, FactSource source = FactSource::smbios) {
  Component c;
  c.cls = cls;
  c.model = std::move(model);
  c.sources.push_back({source, {"inventory/smbios.bin", "structure 7"}});
  return c;
}

std::vector<Fact> facts(std::vector<Component> components) {
  Inventory inventory;
  inventory.components = std::move(components);
  return facts_of(inventory);
}

// "part dimm=Samsung M393", one line a fact.
std::vector<std::string> lines(const std::vector<Component>& components) {
  std::vector<std::string> out;
  for (const auto& f : facts(components))
    out.push_back(fmt::format("{} {}={}", evidence::name(f.kind), f.name, f.value));
  return out;
}
using Lines = std::vector<std::string>;

TEST(Facts, a_part_is_its_maker_and_model_and_its_own_stands_apart) {
  Component dimm = part(PartClass::dimm, "M393");
  dimm.vendor = "Samsung";
  dimm.serial = "40AB";
  dimm.location = "P1-DIMMA1";
  const auto all = facts({dimm});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].kind, FactKind::part);
  EXPECT_EQ(all[0].source, FactSource::smbios);
  EXPECT_EQ(all[0].name, "dimm");
  EXPECT_EQ(all[0].value, "Samsung M393");
  EXPECT_EQ(all[0].place, "P1-DIMMA1");
  EXPECT_EQ(all[0].serial, "40AB");
  EXPECT_EQ(all[0].cite, (evidence::Cite{"inventory/smbios.bin", "structure 7"}));
}

TEST(Facts, what_makes_two_parts_alike) {
  Component c = part(PartClass::nic, "8086:1521", FactSource::pci);
  EXPECT_EQ(part_value(c), "8086:1521");
  c.vendor = "Intel";
  c.revision = "01";
  c.set("subsystem", "15d9:1521");
  EXPECT_EQ(part_value(c), "Intel 8086:1521 rev 01 [15d9:1521]");
  c.serial = "S1";
  c.location = "0000:3b:00.0";
  c.firmware = "1.63";
  c.set("mac", "02:00:00:00:00:01");
  c.set("size", "1 GiB");
  EXPECT_EQ(part_value(c), "Intel 8086:1521 rev 01 [15d9:1521]") << "each host's own is not in it";
  Component unnamed = part(PartClass::dimm, "");
  unnamed.set("size", "32 GiB");
  EXPECT_EQ(part_value(unnamed), "32 GiB");
  EXPECT_EQ(part_value(Component{}), "");
}

TEST(Facts, empty_sockets_slots_and_parts_without_a_word_give_none) {
  Component empty = part(PartClass::dimm, "M393");
  empty.populated = false;
  EXPECT_EQ(lines({empty}), Lines{});
  EXPECT_EQ(lines({part(PartClass::slot, "PCIe 1")}), Lines{});
  EXPECT_EQ(lines({part(PartClass::fan, "")}), Lines{});
  Component only_serial = part(PartClass::psu, "");
  only_serial.serial = "P1";
  EXPECT_EQ(lines({only_serial}), Lines{"part psu="})
      << "a serial number says that there is a part";
}

TEST(Facts, firmware_is_told_by_what_it_runs_on) {
  Component bios = part(PartClass::bios, "any words");
  bios.firmware = "3.4";
  EXPECT_EQ(lines({bios}), Lines{"firmware bios=3.4"}) << "the BIOS is a version, not a part";
  Component bmc = part(PartClass::bmc, "");
  bmc.vendor = "ASPEED";
  bmc.firmware = "1.73";
  EXPECT_EQ(lines({bmc}), (Lines{"part bmc=ASPEED", "firmware bmc=1.73"}));
  Component nic = part(PartClass::nic, "X710");
  nic.firmware = "8.30";
  EXPECT_EQ(lines({nic}), (Lines{"part nic=X710", "firmware nic X710=8.30"}));
  nic.populated = false;
  EXPECT_EQ(lines({nic}), Lines{});
  Component cpld = part(PartClass::firmware, "CPLD");
  cpld.firmware = "F1";
  EXPECT_EQ(lines({cpld}), Lines{"firmware firmware CPLD=F1"});
}

TEST(Facts, soldered_parts_are_counted_and_parts_to_order_are_not) {
  const Component bridge = part(PartClass::bridge, "8086:2030", FactSource::pci);
  EXPECT_EQ(lines({bridge, bridge}), (Lines{"part bridge=8086:2030", "part bridge=8086:2030",
                                            "count bridge 8086:2030=2 of them"}));
  const Component dimm = part(PartClass::dimm, "M393");
  for (const auto& line : lines({dimm, dimm})) EXPECT_EQ(line, "part dimm=M393");
  for (const PartClass cls : {PartClass::nic, PartClass::drive, PartClass::psu, PartClass::gpu})
    EXPECT_EQ(lines({part(cls, "M")}).size(), 1U) << name(cls);
}

TEST(Facts, two_views_of_one_bridge_are_counted_apart) {
  const auto all = facts({part(PartClass::bridge, "8086:2030", FactSource::pci),
                          part(PartClass::bridge, "8086:2030", FactSource::smbios)});
  std::size_t counts = 0;
  for (const auto& f : all)
    if (f.kind == FactKind::count) {
      EXPECT_EQ(f.value, "1 of them");
      ++counts;
    }
  EXPECT_EQ(counts, 2U);
}

TEST(Facts, a_part_that_is_not_there_does_not_count) {
  Component gone = part(PartClass::bridge, "8086:2030", FactSource::pci);
  gone.populated = false;
  EXPECT_EQ(lines({gone}), Lines{});
}

TEST(Facts, a_table_is_its_digest) {
  Component dsdt = part(PartClass::acpi, "DSDT", FactSource::acpi);
  EXPECT_EQ(lines({dsdt}), Lines{}) << "a table without a digest says nothing";
  dsdt.set("digest", "ab12");
  EXPECT_EQ(lines({dsdt}), Lines{"table acpi DSDT=ab12"});
}

TEST(Facts, the_first_source_is_the_view_that_is_compared) {
  Component dimm = part(PartClass::dimm, "M393");
  dimm.sources.push_back({FactSource::redfish, {"redfish", "Memory/1"}});
  EXPECT_EQ(facts({dimm}).at(0).source, FactSource::smbios);
  Component nobody = part(PartClass::dimm, "M393");
  nobody.sources.clear();
  EXPECT_EQ(facts({nobody}).at(0).source, FactSource::other);
}

TEST(Facts, a_name_begins_with_its_class_and_tells_it) {
  for (std::size_t c = 0; c < kPartClasses; ++c) {
    const auto cls = static_cast<PartClass>(c);
    EXPECT_EQ(class_of_fact(name(cls)), cls);
    EXPECT_EQ(class_of_fact(std::string(name(cls)) + " any words"), cls);
    Component all = part(cls, "M");
    all.firmware = "1";
    all.set("digest", "ab12");
    for (const auto& f : facts({all})) EXPECT_EQ(class_of_fact(f.name), cls) << f.name;
  }
  EXPECT_EQ(class_of_fact(""), PartClass::pci);
  EXPECT_EQ(class_of_fact("nicx"), PartClass::pci);
}

}  // namespace
}  // namespace assay::inspect::inventory
