#include "inspect/inventory/from_smbios.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "support/smbios_builder.h"

namespace assay::inspect::inventory {
namespace {

using evidence::FactSource;
using evidence::Role;
using testing::SmbiosStructure;

evidence::Artefact artefact(base::Bytes bytes, std::string path = "inventory/smbios.bin") {
  return {std::move(path), Role::smbios, std::move(bytes)};
}

Inventory of(const std::vector<SmbiosStructure>& structures) {
  Inventory out;
  bytes::Budget budget;
  add_smbios(artefact(testing::smbios_table(structures)), nullptr, budget, out);
  return out;
}

Inventory of_text(std::string_view text) {
  Inventory out;
  bytes::Budget budget;
  add_dmidecode({"inventory/dmidecode.txt", Role::dmidecode, bytes::copy(bytes::as_bytes(text))},
                budget, out);
  return out;
}

std::vector<const Component*> all(const Inventory& inv, PartClass cls) {
  std::vector<const Component*> out;
  for (const auto& c : inv.components)
    if (c.cls == cls) out.push_back(&c);
  return out;
}

const Component& one(const Inventory& inv, PartClass cls) {
  const auto found = all(inv, cls);
  EXPECT_EQ(found.size(), 1U) << name(cls);
  return *found.at(0);
}

TEST(FromSmbios, identity) {
  const auto inv = of(testing::smbios_server());
  EXPECT_TRUE(inv.findings.empty());
  EXPECT_TRUE(inv.has(FactSource::smbios));
  const auto& id = inv.identity;
  EXPECT_EQ(id.manufacturer, "Acme");
  EXPECT_EQ(id.product, "Server 9");
  EXPECT_EQ(id.sku, "SKU-1");
  EXPECT_EQ(id.serial, "SN-1");
  EXPECT_EQ(id.uuid, "13121110-1514-1716-1819-1a1b1c1d1e1f");
  EXPECT_EQ(id.board_manufacturer, "Acme");
  EXPECT_EQ(id.board_product, "Board 9");
  EXPECT_EQ(id.board_revision, "A02");
  EXPECT_EQ(id.board_serial, "BSN-1");
  EXPECT_EQ(id.chassis_serial, "CSN-1");
}

TEST(FromSmbios, identity_that_is_there_stands) {
  Inventory out;
  out.identity.serial = "by another source";
  bytes::Budget budget;
  add_smbios(artefact(testing::smbios_table(testing::smbios_server())), nullptr, budget, out);
  EXPECT_EQ(out.identity.serial, "by another source");
  EXPECT_EQ(out.identity.product, "Server 9");
}

TEST(FromSmbios, every_part_has_its_component) {
  const auto inv = of(testing::smbios_server());
  const auto& bios = one(inv, PartClass::bios);
  EXPECT_EQ(bios.firmware, "1.2.3");
  EXPECT_EQ(bios.vendor, "Maker BIOS");
  EXPECT_EQ(bios.attribute("date"), "02/03/2024");
  EXPECT_EQ(bios.attribute("uefi"), "yes");
  const auto& chassis = one(inv, PartClass::chassis);
  EXPECT_EQ(chassis.attribute("type"), "Rack Mount Chassis");
  EXPECT_EQ(chassis.attribute("asset-tag"), "") << "a placeholder";
  EXPECT_EQ(chassis.revision, "") << "a placeholder";
  const auto& slot = one(inv, PartClass::slot);
  EXPECT_EQ(slot.location, "RISER SLOT1");
  EXPECT_TRUE(slot.populated);
  EXPECT_EQ(slot.attribute("usage"), "in use");
  EXPECT_EQ(slot.attribute("type"), "PCI Express 3 x16");
  EXPECT_EQ(slot.attribute("width"), "x16");
  EXPECT_EQ(slot.attribute("bus-address"), "0000:3b:02.0");
  const auto& psu = one(inv, PartClass::psu);
  EXPECT_EQ(psu.vendor, "SUPERMICRO");
  EXPECT_EQ(psu.model, "PWS-706P-1R");
  EXPECT_EQ(psu.serial, "PSN");
  EXPECT_EQ(psu.attribute("max-power"), "700 W");
  const auto& nic = one(inv, PartClass::nic);
  EXPECT_EQ(nic.location, "0000:1c:00.1");
  EXPECT_EQ(nic.attribute("name"), "Intel LAN X722 #1");
  const auto& tpm = one(inv, PartClass::tpm);
  EXPECT_EQ(tpm.vendor, "IFX");
  EXPECT_EQ(tpm.firmware, "7.85");
  EXPECT_EQ(tpm.attribute("specification"), "2.0");
  const auto& firmware = one(inv, PartClass::firmware);
  EXPECT_EQ(firmware.model, "BMC Firmware");
  EXPECT_EQ(firmware.firmware, "1.74");
  const auto& bmc = one(inv, PartClass::bmc);
  EXPECT_EQ(bmc.attribute("ipmi-version"), "2.0");
  EXPECT_EQ(bmc.attribute("base-address"), "0xca2 I/O");
}

TEST(FromSmbios, processors_with_their_caches) {
  const auto inv = of(testing::smbios_server());
  const auto cpus = all(inv, PartClass::cpu);
  ASSERT_EQ(cpus.size(), 2U);
  EXPECT_TRUE(cpus[0]->populated);
  EXPECT_EQ(cpus[0]->model, "Intel(R) Xeon(R) Silver 4208");
  EXPECT_EQ(cpus[0]->location, "CPU1");
  EXPECT_EQ(cpus[0]->serial, "");
  EXPECT_EQ(cpus[0]->attribute("signature"), "family 6, model 85, stepping 7");
  EXPECT_EQ(cpus[0]->attribute("cores"), "300");
  EXPECT_EQ(cpus[0]->attribute("threads"), "16");
  EXPECT_EQ(cpus[0]->attribute("l1-cache"), "1 MiB");
  EXPECT_EQ(cpus[0]->attribute("l2-cache"), "");
  EXPECT_FALSE(cpus[1]->populated);
  EXPECT_EQ(cpus[1]->model, "") << "what an empty socket says is not a part";
}

TEST(FromSmbios, memory_sockets_full_and_empty) {
  const auto inv = of(testing::smbios_server());
  const auto dimms = all(inv, PartClass::dimm);
  ASSERT_EQ(dimms.size(), 2U);
  EXPECT_EQ(dimms[0]->vendor, "Samsung");
  EXPECT_EQ(dimms[0]->model, "M393A4K40DB3-CWE");
  EXPECT_EQ(dimms[0]->serial, "1234ABCD");
  EXPECT_EQ(dimms[0]->location, "P1-DIMMA1");
  EXPECT_EQ(dimms[0]->attribute("bank"), "NODE 0");
  EXPECT_EQ(dimms[0]->attribute("size"), "32 GiB");
  EXPECT_EQ(dimms[0]->attribute("type"), "DDR4");
  EXPECT_EQ(dimms[0]->attribute("type-detail"), "Synchronous, Registered (Buffered)");
  EXPECT_EQ(dimms[0]->attribute("speed"), "3200 MT/s");
  EXPECT_EQ(dimms[0]->attribute("rank"), "2");
  EXPECT_EQ(dimms[0]->attribute("voltage"), "1.2 V");
  EXPECT_FALSE(dimms[1]->populated);
  EXPECT_EQ(dimms[1]->model, "");
  EXPECT_EQ(dimms[1]->attribute("size"), "");
}

TEST(FromSmbios, cites_name_structure_handle_and_offset) {
  const auto inv = of({testing::smbios_bios(), testing::smbios_system()});
  const auto& system = one(inv, PartClass::system);
  ASSERT_EQ(system.sources.size(), 1U);
  EXPECT_EQ(system.sources[0].kind, FactSource::smbios);
  EXPECT_EQ(system.sources[0].cite.artefact, "inventory/smbios.bin");
  const auto at = testing::smbios_bios().bytes().size();
  EXPECT_EQ(system.sources[0].cite.at,
            "structure 1, handle 0x0001, offset " + std::to_string(at) + " (0x37)");
}

TEST(FromSmbios, the_motherboard_is_the_board_even_where_a_riser_comes_first) {
  SmbiosStructure riser(2, 0x20);
  riser.text("Acme").text("Riser").text("X").text("RSN").u8(0).u8(0).u8(0).le16(3).u8(7);
  const auto inv = of({riser, testing::smbios_board(), testing::smbios_board(0x21)});
  EXPECT_EQ(all(inv, PartClass::board).size(), 3U);
  EXPECT_EQ(inv.identity.board_product, "Board 9");
  EXPECT_EQ(all(inv, PartClass::board)[0]->attribute("type"), "I/O Module");
}

TEST(FromSmbios, what_is_not_there) {
  SmbiosStructure no_tpm(43, 1);
  no_tpm.raw(base::Bytes(4)).u8(0).u8(0).raw(base::Bytes(21));
  SmbiosStructure fpu(4, 2);
  fpu.text("FPU").u8(4);
  SmbiosStructure disabled(41, 3);
  disabled.text("VGA").u8(0x03).u8(1).le16(0).u8(3).u8(0);
  const auto inv =
      of({no_tpm, fpu, disabled, testing::smbios_slot(3), testing::smbios_power_supply(false)});
  EXPECT_TRUE(all(inv, PartClass::tpm).empty());
  EXPECT_TRUE(all(inv, PartClass::cpu).empty());
  EXPECT_FALSE(one(inv, PartClass::gpu).populated);
  EXPECT_FALSE(one(inv, PartClass::slot).populated);
  EXPECT_EQ(one(inv, PartClass::slot).attribute("usage"), "available");
  EXPECT_FALSE(one(inv, PartClass::psu).populated);
}

TEST(FromSmbios, type_10_counts_where_there_is_no_type_41) {
  SmbiosStructure old(10, 1);
  old.u8(0x83).text("ASPEED").u8(0x85).text("LAN");
  EXPECT_EQ(all(of({old}), PartClass::nic).size(), 1U);
  EXPECT_EQ(all(of({old}), PartClass::gpu).size(), 1U);
  const auto both = of({old, testing::smbios_onboard()});
  EXPECT_EQ(all(both, PartClass::nic).size(), 1U);
  EXPECT_TRUE(all(both, PartClass::gpu).empty());
}

TEST(FromSmbios, a_host_interface_speaks_of_the_same_bmc) {
  SmbiosStructure host(42, 0x2A);
  host.u8(2).u8(0).u8(0).raw(base::Bytes(4));
  const auto inv = of({testing::smbios_ipmi(), host});
  const auto& bmc = one(inv, PartClass::bmc);
  EXPECT_EQ(bmc.attribute("host-interface"), "KCS: Keyboard Controller Style");
  EXPECT_EQ(bmc.sources.size(), 2U);
  EXPECT_EQ(all(of({host}), PartClass::bmc).size(), 1U) << "also where IPMI is not told of";
}

TEST(FromSmbios, a_broken_table_keeps_what_was_before) {
  auto bytes = testing::smbios_table({testing::smbios_system(), testing::smbios_board()});
  const auto system = testing::smbios_system().bytes().size();
  bytes[system + 1] = std::byte{3};
  Inventory out;
  bytes::Budget budget;
  add_smbios(artefact(bytes), nullptr, budget, out);
  EXPECT_EQ(out.identity.product, "Server 9");
  EXPECT_TRUE(out.identity.board_product.empty());
  ASSERT_EQ(out.findings.size(), 1U);
  EXPECT_EQ(out.findings[0].code, "artefact.malformed");
  EXPECT_NE(out.findings[0].why.find("Length"), std::string::npos);
  EXPECT_EQ(out.findings[0].cites.at(0).at.rfind("offset " + std::to_string(system + 1), 0), 0U);
}

TEST(FromSmbios, an_entry_point_in_a_file_of_its_own) {
  const auto table = testing::smbios_table({testing::smbios_system()}, false);
  const auto size = static_cast<std::uint16_t>(table.size());
  const auto with = [&](base::Bytes entry) {
    Inventory out;
    bytes::Budget budget;
    const auto apart = artefact(std::move(entry), "inventory/smbios_entry_point");
    add_smbios(artefact(table), &apart, budget, out);
    return out;
  };
  const auto counted = with(testing::smbios2_entry_point(size, 1, 5));
  EXPECT_TRUE(counted.findings.empty()) << "it says that one structure is all";
  EXPECT_EQ(counted.identity.uuid, "10111213-1415-1617-1819-1a1b1c1d1e1f") << "before 2.6";
  const auto longer = with(testing::smbios2_entry_point(size, 2));
  EXPECT_EQ(longer.findings.size(), 1U);
  auto bad = testing::smbios2_entry_point(size, 1);
  bad[4] ^= std::byte{0x40};
  const auto checksum = with(bad);
  ASSERT_EQ(checksum.findings.size(), 1U);
  EXPECT_NE(checksum.findings[0].why.find("checksum"), std::string::npos);
  EXPECT_EQ(checksum.findings[0].cites.at(0).artefact, "inventory/smbios_entry_point");
  const auto none = with(base::Bytes(31));
  EXPECT_EQ(none.findings.size(), 2U) << "neither entry point nor end of table";
  EXPECT_EQ(none.identity.product, "Server 9");
}

TEST(FromSmbios, a_dump_of_one_file) {
  const auto table = testing::smbios_table(testing::smbios_server());
  const auto entry = testing::smbios3_entry_point(static_cast<std::uint32_t>(table.size()));
  Inventory out;
  bytes::Budget budget;
  add_smbios(artefact(testing::smbios_dump(entry, table)), nullptr, budget, out);
  EXPECT_TRUE(out.findings.empty());
  EXPECT_EQ(out.identity.product, "Server 9");
}

TEST(FromSmbios, nothing_is_no_source) {
  const auto inv = of_text("# dmidecode 3.3\n# No SMBIOS nor DMI entry point found, sorry.\n");
  EXPECT_FALSE(inv.has(FactSource::smbios));
  EXPECT_TRUE(inv.components.empty());
}

TEST(FromSmbios, text_cites_lines_and_masks_are_no_serials) {
  const auto inv = of_text(
      "# dmidecode 3.3\n"
      "\n"
      "Handle 0x0001, DMI type 1, 27 bytes\n"
      "System Information\n"
      "\tManufacturer: Supermicro\n"
      "\tProduct Name: SYS-1029P-WTR\n"
      "\tVersion: 0123456789\n"
      "\tSerial Number: --\n"
      "\tUUID: --\n");
  const auto& system = one(inv, PartClass::system);
  EXPECT_EQ(system.model, "SYS-1029P-WTR");
  EXPECT_EQ(system.serial, "");
  EXPECT_EQ(system.revision, "");
  EXPECT_EQ(inv.identity.uuid, "");
  EXPECT_EQ(system.sources.at(0).cite.at, "line 3");
  EXPECT_EQ(system.sources.at(0).cite.artefact, "inventory/dmidecode.txt");
}

TEST(FromSmbios, the_budget_of_a_text_is_told) {
  Inventory out;
  bytes::Budget budget({.items = 3, .bytes = 0, .depth = 1});
  add_dmidecode({"d.txt", Role::dmidecode,
                 bytes::copy(bytes::as_bytes("Handle 0x0001, DMI type 1, 27 bytes\n"
                                             "System Information\n\tManufacturer: A\n"
                                             "\tProduct Name: B\n"))},
                budget, out);
  EXPECT_EQ(out.identity.manufacturer, "A");
  EXPECT_EQ(out.identity.product, "");
  ASSERT_EQ(out.findings.size(), 1U);
  EXPECT_EQ(out.findings[0].code, "artefact.malformed");
}

TEST(FromSmbios, control_characters_do_not_reach_a_person) {
  SmbiosStructure s(1, 1);
  s.text("Ac\x1b[2Jme").text("P\nQ").u8(0).u8(0);
  const auto inv = of({s});
  EXPECT_EQ(inv.identity.manufacturer.find('\x1b'), std::string::npos);
  EXPECT_EQ(inv.identity.product, "P Q");
}

}  // namespace
}  // namespace assay::inspect::inventory
