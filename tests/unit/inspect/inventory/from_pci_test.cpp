#include "inspect/inventory/from_pci.h"

#include <gtest/gtest.h>

#include "../../formats/pci/config_builder.h"
#include "buses_builder.h"
#include "bytes/writer.h"
#include "support/mutate.h"

namespace assay::inspect::inventory {
namespace {

using testing::express_endpoint;
using testing::Files;

void add(std::span<const evidence::Artefact* const> artefacts, bytes::Budget& budget,
         Inventory& inventory) {
  add_pci(artefacts, budget, inventory);
}

base::Bytes rom() {
  bytes::Writer w;
  w.le16(0xAA55).zeros(0x16).le16(0x1C).zeros(2).raw(bytes::as_bytes("PCIR"));
  w.le16(0x8086).le16(0x1521).le16(0).le16(0x18).zeros(4).le16(1).le16(7).u8(3).u8(0x80).zeros(2);
  auto out = std::move(w).release();
  out.resize(512);
  return out;
}

Files sysfs() {
  Files files;
  const std::string folder = "inventory/pci/0000:03:00.0/";
  files.add(folder + "config", express_endpoint().bytes)
      .add(folder + "vendor", "0x8086\n")
      .add(folder + "device", "0x1521\n")
      .add(folder + "numa_node", "1\n")
      .add(folder + "rom", rom())
      .add(folder + "uevent", "DRIVER=igb\nPCI_CLASS=20000\n");
  return files;
}

TEST(FromPci, a_function_of_sysfs_becomes_a_component_with_all_that_is_known) {
  const auto out = sysfs().into(add);
  ASSERT_EQ(out.components.size(), 1U);
  const Component& c = out.components[0];
  EXPECT_EQ(c.cls, PartClass::nic);
  EXPECT_EQ(c.location, "0000:03:00.0");
  EXPECT_EQ(c.model, "8086:1521");
  EXPECT_EQ(c.vendor, "Intel");
  EXPECT_EQ(c.revision, "01");
  EXPECT_EQ(c.serial, "b4-96-91-ff-ff-a1-b2-c3");
  EXPECT_EQ(c.attribute("subsystem"), "1028:0123");
  EXPECT_EQ(c.attribute("class"), "Ethernet controller");
  EXPECT_EQ(c.attribute("class-code"), "020000");
  EXPECT_EQ(c.attribute("link"), "5GT/s x2");
  EXPECT_EQ(c.attribute("link-most"), "8GT/s x4");
  EXPECT_EQ(c.attribute("option-rom"), "yes");
  EXPECT_EQ(c.attribute("option-rom-digest").size(), 64U);
  EXPECT_EQ(c.attribute("driver"), "igb");
  EXPECT_EQ(c.attribute("numa-node"), "1");
  ASSERT_EQ(c.sources.size(), 1U);
  EXPECT_EQ(c.sources[0].kind, evidence::FactSource::pci);
  EXPECT_EQ(c.sources[0].cite.artefact, "inventory/pci/0000:03:00.0/config");
  EXPECT_TRUE(out.has(evidence::FactSource::pci));
  EXPECT_TRUE(out.findings.empty());
}

TEST(FromPci, lspci_adds_words_to_what_sysfs_told_and_functions_that_it_did_not) {
  auto files = sysfs();
  files.add("inventory/lspci.txt",
            "03:00.0 Ethernet controller [0200]: Intel Corporation I350 [8086:1521] (rev 01)\n"
            "\tPhysical Slot: 3\n"
            "04:00.0 Non-Volatile memory controller [0108]: X [144d:a80a]\n");
  const auto out = files.into(add);
  ASSERT_EQ(out.components.size(), 2U);
  EXPECT_EQ(out.components[0].attribute("name"), "Intel Corporation I350");
  EXPECT_EQ(out.components[0].attribute("slot"), "3");
  EXPECT_EQ(out.components[0].sources.size(), 2U);
  EXPECT_EQ(out.components[0].sources[1].cite.at, "line 1");
  EXPECT_EQ(out.components[1].cls, PartClass::storage);
  EXPECT_EQ(out.components[1].vendor, "Samsung");
  EXPECT_EQ(out.components[1].location, "0000:04:00.0");
}

TEST(FromPci, another_device_at_the_same_place_stays_another) {
  auto files = sysfs();
  files.add("inventory/lspci.txt", "03:00.0 Ethernet controller [0200]: X [8086:9999]\n");
  EXPECT_EQ(files.into(add).components.size(), 2U);
}

TEST(FromPci, classes_become_part_classes) {
  const auto out = Files()
                       .add("inventory/lspci.txt",
                            "00:00.0 0600: 8086:0001\n01:00.0 0302: 10de:0002\n02:00.0 1200: "
                            "1da3:0003\n03:00.0 0c03: 8086:0004\n04:00.0 0104: 1000:0005\n")
                       .into(add);
  std::vector<PartClass> classes;
  for (const auto& c : out.components) classes.push_back(c.cls);
  EXPECT_EQ(classes, (std::vector{PartClass::bridge, PartClass::gpu, PartClass::gpu, PartClass::pci,
                                  PartClass::storage}));
}

TEST(FromPci, a_virtual_functions_ids_come_from_the_kernel) {
  auto config = express_endpoint();
  config.le(0, 4, 0xFFFFFFFF);
  const std::string folder = "inventory/pci/0000:03:10.0/";
  const auto out = Files()
                       .add(folder + "config", config.bytes)
                       .add(folder + "vendor", "0x8086\n")
                       .add(folder + "device", "0x1520\n")
                       .add(folder + "class", "0x020000\n")
                       .into(add);
  ASSERT_EQ(out.components.size(), 1U);
  EXPECT_EQ(out.components[0].model, "8086:1520");
  EXPECT_EQ(out.components[0].attribute("virtual-function"), "yes");
}

TEST(FromPci, broken_files_become_findings_and_the_rest_goes_on) {
  auto looped = express_endpoint();
  looped.extended(0x200, 0x23, 1, 0x140);
  auto files = sysfs();
  files.add("inventory/pci/0000:05:00.0/config", looped.bytes)
      .add("inventory/pci/0000:06:00.0/config", base::Bytes(100))
      .add("inventory/pci/0000:06:00.0/vendor", "8086 hello\n")
      .add("inventory/lspci.txt", "nothing\n");
  const auto out = files.into(add);
  EXPECT_EQ(out.components.size(), 2U);
  ASSERT_EQ(out.findings.size(), 4U);
  for (const auto& f : out.findings) EXPECT_EQ(f.code, "artefact.malformed");
  EXPECT_EQ(out.findings[0].cites.at(0).artefact, "inventory/pci/0000:05:00.0/config");
  EXPECT_NE(out.findings[0].cites[0].at.find("0x202"), std::string::npos);
}

TEST(FromPci, a_broken_dump_in_lspcis_text_is_cited_by_line_and_register) {
  const auto out =
      Files()
          .add("inventory/lspci.txt", "00:00.0 Host bridge: X\n\n03:00.0 Y: Z\n00: ff ff ff ff\n")
          .into(add);
  ASSERT_EQ(out.findings.size(), 1U);
  EXPECT_EQ(out.findings[0].cites.at(0).at, "line 3, 0000:03:00.0, register 0x4");
}

TEST(FromPci, names_of_pci_ids_are_used_where_given) {
  bytes::Budget budget;
  const std::string_view text = "8086  Intel Corporation\n\t1521  I350 Gigabit\n";
  const auto ids = formats::pci::parse_ids(bytes::Reader(bytes::as_bytes(text)), budget).value();
  Inventory out;
  sysfs().into(
      [&](auto artefacts, bytes::Budget& b, Inventory& into) { add_pci(artefacts, b, into, &ids); },
      out);
  EXPECT_EQ(out.components.at(0).vendor, "Intel") << "the built-in name stands";
  EXPECT_EQ(out.components[0].attribute("name"), "I350 Gigabit");
}

TEST(FromPci, hostile_text_is_made_safe) {
  const auto out =
      Files().add("inventory/lspci.txt", "00:00.0 A\x1b[2J: B\x1b[2J [8086:0001]\n").into(add);
  ASSERT_EQ(out.components.size(), 1U);
  EXPECT_EQ(out.components[0].attribute("name").find('\x1b'), std::string_view::npos);
}

TEST(FromPci, survives_mutated_files) {
  const auto good = express_endpoint();
  testing::mutations(good.bytes, 300, 11, [](bytes::ByteSpan b) {
    const auto out = Files().add("inventory/pci/0000:03:00.0/config", b).into(add);
    EXPECT_EQ(out.components.size() + out.findings.size() > 0, true);
  });
  const auto tight = sysfs().into(add, {.items = 2, .bytes = 0, .depth = 1});
  EXPECT_FALSE(tight.findings.empty());
}

}  // namespace
}  // namespace assay::inspect::inventory
