#include "inspect/inventory/from_hbom.h"

#include <gtest/gtest.h>

#include "bytes/text.h"

namespace assay::inspect::inventory {
namespace {

namespace hbom = formats::hbom;

hbom::Part part(std::string type, std::string name, std::string description = "") {
  hbom::Part p;
  p.type = std::move(type);
  p.name = std::move(name);
  p.description = std::move(description);
  return p;
}

TEST(FromHbom, an_inventory_comes_back_as_it_went) {
  Inventory inventory;
  inventory.identity.product = "R650";
  inventory.identity.manufacturer = "Dell Inc.";
  inventory.identity.serial = "SVC1";
  Component nic;
  nic.cls = PartClass::nic;
  nic.vendor = "Intel";
  nic.model = "8086:1572";
  nic.revision = "02";
  nic.serial = "N1";
  nic.firmware = "9.20";
  nic.location = "0000:3b:00.0";
  nic.set("mac", "aa:bb:cc:00:11:22");
  nic.set("name", "X710");
  Component bios;
  bios.cls = PartClass::bios;
  bios.vendor = "Dell Inc.";
  bios.firmware = "1.2.16";
  Component empty;
  empty.cls = PartClass::dimm;
  empty.populated = false;
  inventory.components = {nic, bios, empty};

  const hbom::Bom bom = to_hbom(inventory);
  const std::string text = formats::json::to_text(hbom::to_json(bom));
  bytes::Budget budget({.items = 10'000, .bytes = 1U << 20U, .depth = 32});
  const auto read = hbom::parse_bom(bytes::as_bytes(text), budget);
  ASSERT_TRUE(read) << read.error().describe();
  const auto parts = hbom_components(*read, "hbom.json");
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].cls, PartClass::system);
  EXPECT_EQ(parts[0].serial, "SVC1");
  const Component& back = parts[1];
  EXPECT_EQ(back.cls, nic.cls);
  for (const auto field : {&Component::vendor, &Component::model, &Component::revision,
                           &Component::serial, &Component::firmware, &Component::location})
    EXPECT_EQ(back.*field, nic.*field);
  EXPECT_EQ(back.attributes, nic.attributes);
  EXPECT_EQ(parts[2].cls, PartClass::bios);
  EXPECT_EQ(parts[2].firmware, "1.2.16");
  EXPECT_EQ(parts[2].model, "");
  EXPECT_EQ(back.sources.at(0).cite.at, "components[0]");
}

TEST(FromHbom, classes_are_told_from_words_and_nesting_is_followed) {
  hbom::Bom bom;
  hbom::Part board = part("device", "Mainboard X12");
  board.parts = {part("device", "Xeon 6338", "Processor"), part("device", "M393", "DDR4 DIMM"),
                 part("device", "bracket")};
  board.parts[0].parts = {part("device", "E810", "Ethernet adapter")};
  bom.parts = {board, part("firmware", "microcode"), part("device", "Infant seat")};
  const auto parts = hbom_components(bom, "hbom.json");
  std::vector<PartClass> classes;
  for (const Component& c : parts) classes.push_back(c.cls);
  EXPECT_EQ(classes, (std::vector<PartClass>{PartClass::board, PartClass::cpu, PartClass::nic,
                                             PartClass::dimm, PartClass::firmware}));
  EXPECT_EQ(parts[2].sources.at(0).cite.at, "components[0].components[0].components[0]");
}

}  // namespace
}  // namespace assay::inspect::inventory
