// ACPI tables, memory modules, FRUs and the output of tools as components.
#include <gtest/gtest.h>

#include "buses_builder.h"
#include "bytes/writer.h"
#include "inspect/inventory/from_acpi.h"
#include "inspect/inventory/from_hardware.h"
#include "inspect/inventory/from_ipmi.h"
#include "inspect/inventory/from_pci.h"
#include "inspect/inventory/from_spd.h"
#include "inspect/inventory/joining.h"

namespace assay::inspect::inventory {
namespace {

using testing::Files;

base::Bytes acpi_table(std::string_view signature, std::string_view table_id, char filler) {
  bytes::Writer w;
  w.raw(bytes::as_bytes(signature)).le32(40).u8(2).u8(0).raw(bytes::as_bytes("DELL  "));
  w.raw(bytes::as_bytes(table_id)).le32(1).raw(bytes::as_bytes("INTL")).le32(2);
  w.le32(static_cast<std::uint32_t>(filler));
  auto out = std::move(w).release();
  unsigned sum = 0;
  for (const std::byte b : out) sum += static_cast<unsigned>(b);
  out[9] = static_cast<std::byte>((256 - sum % 256) % 256);
  return out;
}

TEST(FromAcpi, tables_are_told_apart_by_signature_table_id_and_number) {
  auto broken = acpi_table("APIC", "PE_SC3  ", 'a');
  broken[39] ^= std::byte{1};
  const auto out = Files()
                       .add("inventory/acpi/DSDT", acpi_table("DSDT", "PE_SC3  ", 'a'))
                       .add("inventory/acpi/SSDT1", acpi_table("SSDT", "CpuPm   ", 'a'))
                       .add("inventory/acpi/SSDT2", acpi_table("SSDT", "CpuPm   ", 'b'))
                       .add("inventory/acpi/APIC", broken)
                       .add("inventory/acpi/BAD", "no table")
                       .add("inventory/acpi/data/BGRT", "a picture")
                       .into(add_acpi);
  ASSERT_EQ(out.components.size(), 4U);
  EXPECT_EQ(out.components[0].cls, PartClass::acpi);
  EXPECT_EQ(out.components[0].model, "DSDT");
  EXPECT_EQ(out.components[0].revision, "2");
  EXPECT_EQ(out.components[0].vendor, "DELL");
  EXPECT_EQ(out.components[0].attribute("digest").size(), 64U);
  EXPECT_EQ(out.components[1].model, "SSDT CpuPm");
  EXPECT_EQ(out.components[2].model, "SSDT CpuPm #2");
  EXPECT_NE(out.components[1].attribute("digest"), out.components[2].attribute("digest"));
  ASSERT_EQ(out.findings.size(), 2U) << "a checksum and a file that is no table";
  EXPECT_NE(out.findings[0].why.find("Checksum"), std::string::npos);
}

TEST(FromSpd, a_module_has_its_maker_serial_and_size) {
  base::Bytes b(512);
  const auto put = [&](std::size_t at, std::initializer_list<unsigned> values) {
    for (const unsigned v : values) b[at++] = static_cast<std::byte>(v);
  };
  put(0, {0x23, 0x11, 0x0C, 0x01, 0x85, 0x21, 0x00});
  put(12, {0x08, 0x0B});
  put(18, {0x06});
  put(320, {0x80, 0xCE, 0x02, 0x19, 0x12, 0x03, 0x9A, 0x1C, 0x2D});
  std::ranges::copy(bytes::as_bytes("M393A4K40CB2-CTD    "), b.begin() + 329);
  const auto out = Files()
                       .add("inventory/spd/1-0050/eeprom", b)
                       .add("inventory/spd/1-0051.bin", "short")
                       .into(add_spd);
  ASSERT_EQ(out.components.size(), 1U);
  const Component& c = out.components[0];
  EXPECT_EQ(c.cls, PartClass::dimm);
  EXPECT_EQ(c.vendor, "Samsung");
  EXPECT_EQ(c.model, "M393A4K40CB2-CTD");
  EXPECT_EQ(c.serial, "039A1C2D");
  EXPECT_EQ(c.location, "1-0050");
  EXPECT_EQ(c.attribute("size"), "32 GiB");
  EXPECT_EQ(c.attribute("made"), "2019-W12");
  EXPECT_EQ(out.findings.size(), 2U) << "the wrong CRC and the short file";
}

constexpr std::string_view kFru =
    "FRU Device Description : Builtin FRU Device (ID 0)\n"
    " Chassis Part Number   : CSE-829\n Chassis Serial        : C829\n"
    " Board Mfg             : Supermicro\n Board Product         : X11\n"
    " Board Serial          : ZM19\n Board Part Number     : X11DPH-T\n"
    " Product Manufacturer  : Supermicro\n Product Name          : SSG\n"
    " Product Part Number   : SSG-6029P\n Product Serial        : A401\n\n"
    "FRU Device Description : PSU1 (ID 3)\n"
    " Product Manufacturer  : DELTA\n Product Name          : PWS-1K2\n"
    " Product Version       : 1.1\n Product Serial        : P1K2\n\n"
    "FRU Device Description : Riser (ID 4)\n"
    " Board Mfg             : Supermicro\n Board Serial          : R1\n";

TEST(FromIpmi, the_servers_own_fru_its_supplies_and_other_boards) {
  const auto out = Files()
                       .add("inventory/fru/fru.txt", kFru)
                       .add("inventory/fru/mc-info.txt",
                            "Device ID : 32\nFirmware Revision : 1.71\nIPMI Version : 2.0\n"
                            "Manufacturer Name : Supermicro\nProduct Name : Unknown (0x962)\n"
                            "Product ID : 2402 (0x0962)\n")
                       .into(add_ipmi);
  ASSERT_EQ(out.components.size(), 6U);
  EXPECT_EQ(out.components[0].cls, PartClass::board);
  EXPECT_EQ(out.components[0].model, "X11");
  EXPECT_EQ(out.components[0].attribute("part-number"), "X11DPH-T");
  EXPECT_EQ(out.components[0].sources.at(0).cite.at, "line 1");
  EXPECT_EQ(out.components[1].cls, PartClass::system);
  EXPECT_EQ(out.components[1].serial, "A401");
  EXPECT_EQ(out.components[2].cls, PartClass::chassis);
  EXPECT_EQ(out.components[2].serial, "C829");
  EXPECT_EQ(out.components[3].cls, PartClass::psu);
  EXPECT_EQ(out.components[3].location, "PSU1");
  EXPECT_EQ(out.components[3].model, "PWS-1K2");
  EXPECT_EQ(out.components[4].cls, PartClass::board);
  EXPECT_EQ(out.components[4].location, "Riser");
  EXPECT_EQ(out.components[5].cls, PartClass::bmc);
  EXPECT_EQ(out.components[5].firmware, "1.71");
  EXPECT_EQ(out.components[5].model, "2402 (0x0962)");
  EXPECT_EQ(out.identity.serial, "A401");
  EXPECT_EQ(out.identity.board_serial, "ZM19");
  EXPECT_TRUE(out.has(evidence::FactSource::fru));
  EXPECT_TRUE(out.findings.empty());
}

TEST(FromIpmi, an_identity_that_is_known_already_stands) {
  Inventory out;
  out.identity.serial = "by SMBIOS";
  Files().add("inventory/fru/fru.txt", kFru).into(add_ipmi, out);
  EXPECT_EQ(out.identity.serial, "by SMBIOS");
  EXPECT_EQ(out.identity.product, "SSG");
}

TEST(FromIpmi, a_file_that_is_no_fru_is_told) {
  EXPECT_EQ(Files().add("inventory/fru/0.bin", "hello").into(add_ipmi).findings.size(), 1U);
  EXPECT_TRUE(Files().add("inventory/other.txt", "hello").into(add_ipmi).findings.empty());
}

TEST(FromHardware, two_tools_that_tell_of_one_drive_make_one_component) {
  const auto out =
      Files()
          .add(
              "inventory/nvme/list.json",
              R"({"Devices":[{"DevicePath":"/dev/nvme0n1","Firmware":"GDC5","ModelNumber":"SAMSUNG X","SerialNumber":"S439","PhysicalSize":960197124096}]})")
          .add(
              "inventory/smartctl/nvme0.json",
              R"({"smartctl":{},"device":{"name":"/dev/nvme0","protocol":"NVMe"},"model_name":"SAMSUNG X","serial_number":"S439","firmware_version":"GDC5302Q"})")
          .add(
              "inventory/lsblk.json",
              R"({"blockdevices":[{"kname":"sda","vendor":"ATA     ","model":"MTFD","serial":"2033","rev":"2B6Q"}]})")
          .add(
              "inventory/storcli.json",
              R"({"Controllers":[{"Response Data":{"Product Name":"LSI","PD LIST":[{"EID:Slt":"12:0","Model":"MTFD"},{"EID:Slt":"12:1","Model":"HGST"}]}}]})")
          .into(add_hardware);
  std::vector<const Component*> drives;
  for (const auto& c : out.components)
    if (c.cls == PartClass::drive) drives.push_back(&c);
  ASSERT_EQ(drives.size(), 3U);
  EXPECT_EQ(drives[0]->serial, "S439");
  EXPECT_EQ(drives[0]->firmware, "GDC5302Q") << "the whole version, not its four first characters";
  EXPECT_EQ(drives[0]->sources.size(), 2U);
  EXPECT_EQ(drives[0]->attribute("size"), "960 GB");
  EXPECT_EQ(drives[1]->vendor, "") << "ATA is no maker";
  EXPECT_EQ(drives[2]->location, "12:1") << "MTFD at 12:0 is known by its serial";
  EXPECT_TRUE(out.findings.empty());
}

TEST(FromHardware, interfaces_join_the_function_that_they_sit_on) {
  Inventory out;
  Files files;
  files.add("inventory/lspci.txt", "03:00.0 0200: 8086:1521\n03:00.1 0200: 8086:1521\n")
      .add(
          "inventory/net.json",
          R"([{"ifname":"lo","link_type":"loopback"},{"ifname":"eth0","link_type":"ether","address":"02:00:00:00:00:01","permaddr":"b4:96:91:a1:b2:c3","parentbus":"pci","parentdev":"0000:03:00.0"},{"ifname":"br0","address":"02:00:00:00:00:02"}])")
      .add("inventory/net/eth1.txt",
           "driver: igb\nversion: 6\nfirmware-version: 1.63\nbus-info: 0000:03:00.1\n")
      .add("inventory/net/eth0/ethtool.txt", "driver: igb\nfirmware-version: 1.62\nbus-info: \n");
  files.into([](auto a, bytes::Budget& b, Inventory& i) { add_pci(a, b, i); }, out);
  files.into(add_hardware, out);
  ASSERT_EQ(out.components.size(), 2U);
  EXPECT_EQ(out.components[0].attribute("mac"), "b4:96:91:a1:b2:c3");
  EXPECT_EQ(out.components[0].attribute("mac-in-use"), "02:00:00:00:00:01");
  EXPECT_EQ(out.components[0].attribute("interface"), "eth0");
  EXPECT_EQ(out.components[0].firmware, "1.62") << "tied by the interface's name in the path";
  EXPECT_EQ(out.components[1].firmware, "1.63");
  EXPECT_EQ(out.components[1].attribute("driver"), "igb");
}

TEST(FromHardware, processors_and_usb_devices) {
  const auto out =
      Files()
          .add("inventory/cpuinfo",
               "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t: 85\n"
               "model name\t: Xeon  6230\nstepping\t: 7\nmicrocode\t: 0x5003604\n")
          .add(
              "inventory/usb.json",
              R"([{"port":"1-1","idVendor":"046b","idProduct":"ff10","serial":"AAA"},{"port":"usb1","idVendor":"1d6b","idProduct":"0002","serial":"0000:00:14.0","bcdDevice":"0601"}])")
          .into(add_hardware);
  ASSERT_EQ(out.components.size(), 3U);
  EXPECT_EQ(out.components[0].model, "046b:ff10");
  EXPECT_EQ(out.components[0].serial, "AAA");
  EXPECT_EQ(out.components[1].serial, "") << "a root hub's is its controller's address";
  EXPECT_EQ(out.components[2].cls, PartClass::cpu);
  EXPECT_EQ(out.components[2].vendor, "Intel");
  EXPECT_EQ(out.components[2].model, "Xeon 6230");
  EXPECT_EQ(out.components[2].attribute("microcode"), "0x5003604");
  EXPECT_EQ(out.components[2].attribute("signature"), "family 6 model 85 stepping 7");
}

TEST(FromHardware, broken_and_foreign_files_are_told_by_their_role_alone) {
  const auto out = Files()
                       .add("inventory/nvme.json", "{\"Devices\":")
                       .add("inventory/smartctl.json", "{\"a\":1}")
                       .add("inventory/usb.json", "[]")
                       .add("inventory/net/eth0.txt", "no such device")
                       .add("inventory/notes.txt", "whatever")
                       .add("inventory/notes.json", "{\"a\":1}")
                       .into(add_hardware);
  EXPECT_TRUE(out.components.empty());
  ASSERT_EQ(out.findings.size(), 3U);
  for (const auto& f : out.findings) EXPECT_EQ(f.code, "artefact.malformed");
}

TEST(Joining, sizes_read_as_people_write_them) {
  EXPECT_EQ(size_text(32ULL << 30U), "32 GiB");
  EXPECT_EQ(size_text(1536), "1536 bytes");
  EXPECT_EQ(size_text(1536ULL << 10U), "1536 KiB");
  EXPECT_EQ(capacity_text(480'103'981'056), "480 GB");
  EXPECT_EQ(capacity_text(7'681'501'126'656), "7.68 TB");
  EXPECT_EQ(file_name("a/b/c"), "c");
  EXPECT_EQ(folder_name("a/b/c"), "b");
  EXPECT_EQ(folder_name("c"), "");
}

}  // namespace
}  // namespace assay::inspect::inventory
