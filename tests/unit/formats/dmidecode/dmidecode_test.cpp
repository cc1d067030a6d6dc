#include "formats/dmidecode/dmidecode.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "support/mutate.h"

namespace assay::formats::dmidecode {
namespace {

using namespace smbios;

constexpr std::string_view kText =
    "# dmidecode 3.3\n"
    "Getting SMBIOS data from sysfs.\n"
    "SMBIOS 3.2.1 present.\n"
    "109 structures occupying 6879 bytes.\n"
    "Table at 0x6F3C6000.\n"
    "\n"
    "Handle 0x0000, DMI type 0, 26 bytes\n"
    "BIOS Information\n"
    "\tVendor: Maker BIOS\n"
    "\tVersion: 4.2\n"
    "\tRelease Date: 12/15/2023\n"
    "\tAddress: 0xF0000\n"
    "\tRuntime Size: 64 kB\n"
    "\tROM Size: 32 MB\n"
    "\tCharacteristics:\n"
    "\t\tPCI is supported\n"
    "\t\tUEFI is supported\n"
    "\tBIOS Revision: 5.14\n"
    "\n"
    "Handle 0x0001, DMI type 1, 27 bytes\n"
    "System Information\n"
    "\tManufacturer: Acme\n"
    "\tProduct Name: Server: 9\n"
    "\tVersion: Not Specified\n"
    "\tSerial Number: --\n"
    "\tUUID: 4c4c4544-0039-3010-8048-b7c04f384432\n"
    "\tWake-up Type: Power Switch\n"
    "\tSKU Number: <BAD INDEX>\n"
    "\n"
    "Handle 0x0002, DMI type 2, 15 bytes\n"
    "Base Board Information\n"
    "\tManufacturer: Acme\n"
    "\tFeatures:\n"
    "\t\tBoard is a hosting board\n"
    "\t\tBoard is replaceable\n"
    "\tChassis Handle: 0x0003\n"
    "\tType: Motherboard\n"
    "\tContained Object Handles: 2\n"
    "\t\t0x0004\n"
    "\t\t0x0005\n"
    "\n"
    "Handle 0x0400, DMI type 4, 48 bytes\n"
    "Processor Information\n"
    "\tSocket Designation: CPU1\n"
    "\tType: Central Processor\n"
    "\tFamily: Xeon\n"
    "\tID: 57 06 05 00 FF FB EB BF\n"
    "\tSignature: Type 0, Family 6, Model 85, Stepping 7\n"
    "\tFlags:\n"
    "\t\tFPU (Floating-point unit on-chip)\n"
    "\tVersion: Intel(R) Xeon(R) Silver 4208 CPU @ 2.10GHz\n"
    "\tVoltage: 1.6 V\n"
    "\tMax Speed: 4000 MHz\n"
    "\tStatus: Populated, Enabled\n"
    "\tUpgrade: <OUT OF SPEC>\n"
    "\tL1 Cache Handle: 0x0070\n"
    "\tL2 Cache Handle: Not Provided\n"
    "\tCore Count: 8\n"
    "\tCharacteristics:\n"
    "\t\t64-bit capable\n"
    "\n"
    "Handle 0x0070, DMI type 7, 27 bytes\n"
    "Cache Information\n"
    "\tConfiguration: Enabled, Not Socketed, Level 2\n"
    "\tOperational Mode: Write Back\n"
    "\tInstalled Size: 512 kB\n"
    "\tInstalled SRAM Type: Synchronous\n"
    "\n"
    "Handle 0x0900, DMI type 9, 17 bytes\n"
    "System Slot Information\n"
    "\tDesignation: SLOT1\n"
    "\tType: x16 PCI Express 3 x16\n"
    "\tCurrent Usage: In Use\n"
    "\tLength: Long\n"
    "\tID: 1\n"
    "\tCharacteristics:\n"
    "\t\t3.3 V is provided\n"
    "\t\tPME signal is supported\n"
    "\tBus Address: 0000:3b:02.0\n"
    "\tData Bus Width: 16\n"
    "\tPeer Devices: 1\n"
    "\tPeer Device 1: 0000:3b:02.1 (Width 8)\n"
    "\n"
    "Handle 0x0010, DMI type 10, 8 bytes\n"
    "On Board Device 1 Information\n"
    "\tType: Video\n"
    "\tStatus: Enabled\n"
    "\tDescription: ASPEED\n"
    "On Board Device 2 Information\n"
    "\tType: Ethernet\n"
    "\tStatus: Disabled\n"
    "\tDescription: LAN\n"
    "\n"
    "Handle 0x0011, DMI type 11, 5 bytes\n"
    "OEM Strings\n"
    "\tString 1: Dell System\n"
    "\tString 2: 5[0000]\n"
    "\n"
    "Invalid entry length (16). Fixed up to 11.\n"
    "Handle 0x1100, DMI type 17, 84 bytes\n"
    "Memory Device\n"
    "\tArray Handle: 0x1000\n"
    "\tError Information Handle: Not Provided\n"
    "\tTotal Width: 72 bits\n"
    "\tSize: 32 GB\n"
    "\tForm Factor: DIMM\n"
    "\tSet: None\n"
    "\tLocator: P1-DIMMA1\n"
    "\tType: DDR4\n"
    "\tType Detail: Synchronous Registered (Buffered)\n"
    "\tSpeed: 3200 MT/s\n"
    "\tManufacturer:  Samsung \n"
    "\tPart Number: M393A4K40DB3-CWE    \n"
    "\tRank: Unknown\n"
    "\tConfigured Clock Speed: 2933 MHz\n"
    "\tMinimum voltage:  1.200 V\n"
    "\tModule Manufacturer ID: Bank 1, Hex 0xCE\n"
    "\tNon-Volatile Size: None\n"
    "\n"
    "Handle 0x1300, DMI type 19, 31 bytes\n"
    "Memory Array Mapped Address\n"
    "\tStarting Address: 0x0000000100000000k\n"
    "\tEnding Address: 0x007FFFFFFFF\n"
    "\tRange Size: 32 GB\n"
    "\n"
    "Handle 0x2600, DMI type 38, 18 bytes\n"
    "IPMI Device Information\n"
    "\tInterface Type: KCS (Keyboard Control Style)\n"
    "\tSpecification Version: 2.0\n"
    "\tI2C Slave Address: 0x10\n"
    "\tNV Storage Device: Not Present\n"
    "\tBase Address: 0x0000000000000CA2 (I/O)\n"
    "\n"
    "Handle 0x2700, DMI type 39, 22 bytes\n"
    "System Power Supply\n"
    "\tStatus: Not Present\n"
    "\tMax Power Capacity: Unknown\n"
    "\n"
    "Handle 0x2A00, DMI type 42, 120 bytes\n"
    "Management Controller Host Interface\n"
    "\tHost Interface Type: Network\n"
    "\tDevice Type: USB\n"
    "\t\tidVendor: 0x046b\n"
    "\t\tidProduct: 0xffb0\n"
    "\t\tProtocol ID: 04 (Redfish over IP)\n"
    "\t\t\tService UUID: 4c4c4544-0039-3010-8048-b7c04f384432\n"
    "\t\t\tHost IP Assignment Type: Static\n"
    "\t\t\tIPv4 Address: 169.254.3.1\n"
    "\t\t\tIPv4 Redfish Service Address: 169.254.3.254\n"
    "\t\t\tRedfish Service Port: 443\n"
    "\n"
    "Handle 0x2B00, DMI type 43, 31 bytes\n"
    "TPM Device\n"
    "\tVendor ID: IFX\n"
    "\tSpecification Version: 2.0\tFirmware Revision: 7.85\n"
    "\tDescription: INFINEON\tCharacteristics:\n"
    "\t\tFamily configurable via firmware update\n"
    "\n"
    "Handle 0x2D00, DMI type 45, 26 bytes\n"
    "Firmware Inventory Information\n"
    "\tFirmware Component Name: BMC Firmware\n"
    "\tFirmware Version: 1.74\n"
    "\tCharacteristics:\n"
    "\t\tUpdatable: Yes\n"
    "\t\tWrite-Protect: No\n"
    "\tState: Enabled\n"
    "\tAssociated Components: 1\n"
    "\t\t0x2600\n"
    "\n"
    "Handle 0x2D01, DMI type 45, 24 bytes\n"
    "Unknown Type\n"
    "\tHeader and Data:\n"
    "\t\t2D 18 01 2D 01 02 00 00 00 00 00 00 FF FF FF FF\n"
    "\t\tFF FF FF FF 00 00 04 00\n"
    "\tStrings:\n"
    "\t\tBIOS Firmware\n"
    "\t\t2.15\n"
    "\n"
    "Handle 0xFEFF, DMI type 127, 4 bytes\n"
    "End Of Table\n"
    "\n";

Model parse(std::string_view text) {
  bytes::Budget budget;
  return parse_dmidecode(bytes::Reader(bytes::as_bytes(text)), budget);
}

template <class T>
const T& body(const Model& m, std::uint16_t handle) {
  for (const auto& e : m.entries)
    if (e.handle == handle) return std::get<T>(e.body);
  throw std::runtime_error("no such handle");
}

TEST(Dmidecode, header_and_entries) {
  const auto m = parse(kText);
  EXPECT_EQ(m.version, (Version{3, 2, 1}));
  EXPECT_FALSE(m.broken);
  ASSERT_EQ(m.entries.size(), 17U);
  EXPECT_EQ(m.entries[0].at, 7U) << "the line";
  EXPECT_EQ(m.entries[0].length, 26);
  EXPECT_EQ(m.entries[0].handle, 0x0000);
  EXPECT_EQ(m.entries.back().type, 127);
  EXPECT_EQ(m.entries.back().title, "End Of Table");
  ASSERT_EQ(m.notes.size(), 1U);
  EXPECT_EQ(m.notes[0].second, "Invalid entry length (16). Fixed up to 11.");
}

TEST(Dmidecode, identity) {
  const auto m = parse(kText);
  const auto& bios = body<Bios>(m, 0);
  EXPECT_EQ(bios.vendor, "Maker BIOS");
  EXPECT_EQ(bios.starting_address, 0xF0000U);
  EXPECT_EQ(bios.rom_size->bytes, 32U << 20U);
  EXPECT_EQ(bios.characteristics->bits, (1ULL << 7U) | (1ULL << 43U));
  EXPECT_EQ(to_text(*bios.release), "5.14");
  const auto& system = body<System>(m, 1);
  EXPECT_EQ(system.product_name, "Server: 9") << "only the first colon ends the label";
  EXPECT_FALSE(system.version);
  EXPECT_EQ(system.serial_number, "--") << "masked, but there";
  EXPECT_FALSE(system.sku_number);
  EXPECT_FALSE(system.family) << "not printed";
  EXPECT_EQ(to_text(*system.uuid), "4c4c4544-0039-3010-8048-b7c04f384432");
  const auto& board = body<BaseBoard>(m, 2);
  EXPECT_EQ(board.features->bits, 9U);
  ASSERT_EQ(board.contained.size(), 2U);
  EXPECT_EQ(board.contained[1].value, 5);
}

TEST(Dmidecode, processor_and_cache) {
  const auto m = parse(kText);
  const auto& cpu = body<Processor>(m, 0x400);
  EXPECT_EQ(cpu.id, 0xBFEBFBFF00050657U);
  EXPECT_EQ(signature(cpu), "family 6, model 85, stepping 7");
  EXPECT_EQ(cpu.voltage->value, 1600U);
  EXPECT_EQ(cpu.max_speed, 4000);
  EXPECT_TRUE(cpu.populated.value());
  EXPECT_TRUE(is(cpu.status, "Enabled"));
  EXPECT_EQ(to_text(*cpu.upgrade), "out of spec");
  EXPECT_EQ(cpu.l1_cache->value, 0x70);
  EXPECT_FALSE(cpu.l2_cache);
  EXPECT_EQ(cpu.core_count, 8);
  EXPECT_FALSE(cpu.thread_count);
  EXPECT_EQ(cpu.characteristics->bits, 4U);
  const auto& cache = body<Cache>(m, 0x70);
  EXPECT_EQ(cache.level, 2);
  EXPECT_TRUE(is(cache.socketed, "Not Socketed"));
  EXPECT_EQ(cache.installed_size->bytes, 512U << 10U);
  EXPECT_EQ(cache.current_sram->bits, 32U);
}

TEST(Dmidecode, memory) {
  const auto m = parse(kText);
  const auto& dimm = body<MemoryDevice>(m, 0x1100);
  EXPECT_EQ(dimm.array->value, 0x1000);
  EXPECT_FALSE(dimm.error_information);
  EXPECT_EQ(dimm.total_width, 72);
  EXPECT_EQ(dimm.size->bytes, 32ULL << 30U);
  EXPECT_FALSE(dimm.device_set);
  EXPECT_EQ(dimm.type_detail->bits, 0x2080U);
  EXPECT_EQ(dimm.speed, 3200U);
  EXPECT_EQ(dimm.manufacturer, " Samsung ") << "as it stands in the structure";
  EXPECT_EQ(dimm.part_number, "M393A4K40DB3-CWE    ");
  EXPECT_FALSE(dimm.rank);
  EXPECT_EQ(dimm.configured_speed, 2933U) << "the label before 3.2";
  EXPECT_EQ(dimm.minimum_voltage->value, 1200U) << "the label of some versions";
  EXPECT_EQ(to_text(*dimm.module_manufacturer), "bank 1, 0xCE");
  EXPECT_EQ(dimm.non_volatile_size->bytes, 0U);
  const auto& range = body<ArrayMappedAddress>(m, 0x1300);
  EXPECT_EQ(range.start, 1ULL << 32U);
  EXPECT_EQ(range.end, 0x7FFFFFFFFU);
}

TEST(Dmidecode, slots_and_devices) {
  const auto m = parse(kText);
  const auto& slot = body<SystemSlot>(m, 0x900);
  EXPECT_TRUE(is(slot.type, "PCI Express 3 x16"));
  EXPECT_TRUE(is(slot.width, "x16")) << "before the type";
  EXPECT_EQ(slot.base_width, 16) << "what 3.3 to 3.6 call Data Bus Width";
  EXPECT_TRUE(is(slot.usage, "In Use"));
  EXPECT_EQ(slot.characteristics->bits, 0x104U);
  EXPECT_EQ(to_text(*slot.address), "0000:3b:02.0");
  ASSERT_EQ(slot.peers.size(), 1U);
  EXPECT_EQ(slot.peers[0].width, 8);
  const auto& on = body<OnBoardDevices>(m, 0x10).devices;
  ASSERT_EQ(on.size(), 2U);
  EXPECT_EQ(on[1].description, "LAN");
  EXPECT_TRUE(is(on[1].status, "Disabled"));
  EXPECT_EQ(body<OemStrings>(m, 0x11).strings,
            (std::vector<std::string_view>{"Dell System", "5[0000]"}));
  EXPECT_FALSE(body<PowerSupply>(m, 0x2700).present.value());
  EXPECT_FALSE(body<PowerSupply>(m, 0x2700).max_power);
}

TEST(Dmidecode, management) {
  const auto m = parse(kText);
  const auto& ipmi = body<IpmiDevice>(m, 0x2600);
  EXPECT_EQ(ipmi.base_address, 0xCA2U);
  EXPECT_TRUE(is(ipmi.address_space, "I/O"));
  EXPECT_EQ(ipmi.i2c_address, 0x10);
  const auto& host = body<HostInterface>(m, 0x2A00);
  EXPECT_EQ(host.vendor_id, 0x046B);
  EXPECT_EQ(host.product_id, 0xFFB0);
  ASSERT_EQ(host.protocols.size(), 1U);
  EXPECT_EQ(host.protocols[0].service_address, "169.254.3.254");
  EXPECT_EQ(host.protocols[0].service_port, 443);
  const auto& tpm = body<TpmDevice>(m, 0x2B00);
  EXPECT_EQ(to_text(*tpm.specification), "2.0");
  EXPECT_EQ(to_text(*tpm.firmware), "7.85") << "behind a tab, not a line end";
  EXPECT_EQ(tpm.description, "INFINEON");
  EXPECT_EQ(tpm.characteristics->bits, 8U);
  const auto& firmware = body<FirmwareInventory>(m, 0x2D00);
  EXPECT_EQ(firmware.characteristics->bits, 1U);
  EXPECT_EQ(firmware.components.at(0).value, 0x2600);
}

TEST(Dmidecode, a_hex_dump_is_decoded_as_the_structure_it_is) {
  const auto m = parse(kText);
  const auto& firmware = body<FirmwareInventory>(m, 0x2D01);
  EXPECT_EQ(firmware.component_name, "BIOS Firmware");
  EXPECT_EQ(firmware.version, "2.15");
  EXPECT_TRUE(is(firmware.state, "Enabled"));
  for (const auto& e : m.entries)
    if (e.handle == 0x2D01) {
      EXPECT_EQ(e.title, "Firmware Inventory Information");
    }
}

TEST(Dmidecode, dumped_strings_come_once_with_or_without_quotes) {
  for (const std::string quote : {"", "\""}) {
    const auto text =
        "Handle 0x0001, DMI type 1, 8 bytes\n"
        "\tHeader and Data:\n"
        "\t\t01 08 01 00 01 02 00 00\n"
        "\tStrings:\n"
        "\t\t41 63 6D 65 00\n"
        "\t\t" +
        quote + "Acme" + quote +
        "\n"
        "\t\t42 41 44 20 46 4F 4F 44 20 43 41 46 45 20 42 45\n"
        "\t\t45 46 00\n"
        "\t\t" +
        quote + "BAD FOOD CAFE BEEF" + quote + "\n";
    const auto m = parse(text);
    const auto& system = body<System>(m, 1);
    EXPECT_EQ(system.manufacturer, "Acme");
    EXPECT_EQ(system.product_name, "BAD FOOD CAFE BEEF");
    EXPECT_EQ(m.entries.at(0).strings.size(), 2U);
  }
}

TEST(Dmidecode, a_string_that_looks_like_hex_stays_a_string) {
  const auto m = parse(
      "Handle 0x0080, DMI type 128, 5 bytes\n"
      "OEM-specific Type\n"
      "\tHeader and Data:\n"
      "\t\t80 05 80 00 01\n"
      "\tStrings:\n"
      "\t\t2A\n"
      "\t\tother\n");
  EXPECT_EQ(m.entries.at(0).strings, (std::vector<std::string_view>{"2A", "other"}));
}

TEST(Dmidecode, quiet_output_has_no_handles) {
  const auto m = parse(
      "BIOS Information\n"
      "\tVendor: Maker\n"
      "\n"
      "Processor Information\n"
      "\tSocket Designation: CPU1\n"
      "\tSignature: Type 0, Family 6, Model 85, Stepping 7\n"
      "\n"
      "Memory Device\n"
      "\tSize: 8192 MB\n"
      "\n"
      "Memory Device\n"
      "\tSize: No Module Installed\n");
  ASSERT_EQ(m.entries.size(), 4U);
  EXPECT_FALSE(m.entries[0].handle);
  EXPECT_EQ(std::get<Bios>(m.entries[0].body).vendor, "Maker");
  EXPECT_EQ(signature(std::get<Processor>(m.entries[1].body)), "family 6, model 85, stepping 7");
  EXPECT_EQ(std::get<MemoryDevice>(m.entries[2].body).size->bytes, 8ULL << 30U);
  EXPECT_EQ(std::get<MemoryDevice>(m.entries[3].body).size->bytes, 0U);
}

TEST(Dmidecode, dumps_of_before_2_8) {
  const auto m = parse(
      "# dmidecode 2.7\n"
      "SMBIOS 2.3 present.\n"
      "\n"
      "Handle 0x0000\n"
      "\tDMI type 0, 20 bytes.\n"
      "\tBIOS Information\n"
      "\t\tVendor: Maker\n"
      "\t\tCharacteristics:\n"
      "\t\t\tPCI is supported\n"
      "Handle 0x0001\n"
      "\tDMI type 1, 25 bytes.\n"
      "\tSystem Information\n"
      "\t\tManufacturer: Acme\n");
  ASSERT_EQ(m.entries.size(), 2U);
  EXPECT_EQ(m.entries[0].length, 20);
  EXPECT_EQ(std::get<Bios>(m.entries[0].body).characteristics->bits, 1U << 7U);
  EXPECT_EQ(std::get<System>(m.entries[1].body).manufacturer, "Acme");
}

TEST(Dmidecode, what_3_7_renamed) {
  const auto m = parse(
      "Handle 0x0000, DMI type 0, 26 bytes\n"
      "Platform Firmware Information\n"
      "\tROM Size: 32 MiB\n"
      "\tCharacteristics:\n"
      "\t\tFirmware is upgradeable\n"
      "\tPlatform Firmware Revision: 5.14\n"
      "\tEmbedded Controller Firmware Revision: 2.81\n"
      "\n"
      "Handle 0x0900, DMI type 9, 17 bytes\n"
      "System Slot Information\n"
      "\tType: PCI Express 5 x16\n"
      "\tData Bus Width: 16x or x16\n"
      "\tData Bus Width (Base): 8\n"
      "\tSlot Physical Width: 32 bit\n"
      "\tPitch: 20.32 mm\n");
  const auto& bios = body<Bios>(m, 0);
  EXPECT_EQ(bios.rom_size->bytes, 32U << 20U);
  EXPECT_EQ(bios.characteristics->bits, 1U << 11U);
  EXPECT_EQ(to_text(*bios.controller_release), "2.81");
  const auto& slot = body<SystemSlot>(m, 0x900);
  EXPECT_TRUE(is(slot.width, "x16"));
  EXPECT_EQ(slot.base_width, 8);
  EXPECT_TRUE(is(slot.physical_width, "32-bit"));
  EXPECT_EQ(slot.pitch, 2032);
}

TEST(Dmidecode, blanks_for_tabs_and_carriage_returns) {
  std::string text;
  for (const char c : kText) {
    if (c == '\t')
      text += "        ";
    else if (c == '\n')
      text += "\r\n";
    else
      text += c;
  }
  const auto m = parse(text);
  ASSERT_EQ(m.entries.size(), parse(kText).entries.size());
  EXPECT_EQ(body<Processor>(m, 0x400).core_count, 8);
  EXPECT_EQ(body<MemoryDevice>(m, 0x1100).size->bytes, 32ULL << 30U);
  EXPECT_EQ(body<System>(m, 1).manufacturer, "Acme");
}

TEST(Dmidecode, indentation_that_was_lost) {
  const auto m = parse(
      "Handle 0x0001, DMI type 1, 27 bytes\n"
      "System Information\n"
      "Manufacturer: Acme\n"
      "Product Name: Server\n"
      "\n"
      "Handle 0x0002, DMI type 2, 15 bytes\n"
      "Base Board Information\n"
      "Manufacturer: Acme\n"
      "Features:\n"
      "Board is a hosting board\n"
      "Type: Motherboard\n");
  EXPECT_EQ(body<System>(m, 1).product_name, "Server");
  EXPECT_EQ(body<BaseBoard>(m, 2).features->bits, 1U);
  EXPECT_TRUE(is(body<BaseBoard>(m, 2).board_type, "Motherboard"));
}

TEST(Dmidecode, lines_of_no_member_are_kept) {
  const auto m = parse(
      "Handle 0x00CB, DMI type 203, 28 bytes\n"
      "HP Device Correlation Record\n"
      "\tAssociated Device Record: 0x0028\n"
      "\tFuture Field: 7\n"
      "\n"
      "Handle 0x0001, DMI type 1, 27 bytes\n"
      "System Information\n"
      "\tManufacturer: HP\n"
      "\tFuture Field: 7\n");
  ASSERT_EQ(m.entries.size(), 2U);
  EXPECT_EQ(m.entries[0].title, "HP Device Correlation Record");
  ASSERT_EQ(m.entries[0].other.size(), 2U);
  EXPECT_EQ(m.entries[0].other[0].first, "Associated Device Record");
  ASSERT_EQ(m.entries[1].other.size(), 1U);
  EXPECT_EQ(m.entries[1].other[0].second, "7");
}

TEST(Dmidecode, vendors_types_get_their_names) {
  const auto m = parse(
      "Handle 0x00DA, DMI type 218, 5 bytes\n"
      "OEM-specific Type\n"
      "\tHeader and Data:\n"
      "\t\tDA 05 DA 00 00\n"
      "\n"
      "Handle 0x0001, DMI type 1, 27 bytes\n"
      "System Information\n"
      "\tManufacturer: Dell Inc.\n");
  EXPECT_EQ(m.entries.at(0).title, "Dell Calling Interface");
}

TEST(Dmidecode, what_the_table_was_like_is_noted) {
  const auto m = parse(
      "# dmidecode 2.12\n"
      "SMBIOS version fixup (2.31 -> 2.3).\n"
      "Handle 0x0001, DMI type 1, 27 bytes\n"
      "System Information\n"
      "\tManufacturer: Acme\n"
      "\n"
      "Wrong DMI structures length: 6879 bytes announced, structures occupy 20 bytes.\n"
      "Invalid entry length (0). DMI table is broken! Stop.\n");
  ASSERT_EQ(m.notes.size(), 3U);
  EXPECT_EQ(m.notes[2].first, 8U);
  EXPECT_TRUE(m.entries.at(0).other.empty());
}

TEST(Dmidecode, recognised_by_its_lines) {
  const auto is_it = [](std::string_view text) {
    return looks_like_dmidecode(bytes::as_bytes(text));
  };
  EXPECT_TRUE(is_it(kText));
  EXPECT_TRUE(is_it("# dmidecode 3.3\n# No SMBIOS nor DMI entry point found, sorry.\n"));
  EXPECT_TRUE(is_it("$ sudo dmidecode\nSMBIOS 2.7 present.\n"));
  EXPECT_TRUE(is_it("Memory Device\n\tSize: 8 GB\n"));
  EXPECT_TRUE(is_it("Handle 0x0000\n\tDMI type 0, 20 bytes.\n"));
  for (const std::string_view other :
       {"", "Memory Device\nSize: 8 GB\n", "System Information\n", "Handle 0x0000 is nice\n",
        "{\"SMBIOS\": true}", "some text about Memory Device\n\tSize: 3\n"})
    EXPECT_FALSE(is_it(other)) << other;
  EXPECT_FALSE(is_it(std::string_view("# dmidecode 3.3\n\0", 17))) << "no text";
}

TEST(Dmidecode, the_budget_ends_a_text_without_end) {
  std::string text = "Handle 0x0001, DMI type 1, 27 bytes\nSystem Information\n";
  for (int i = 0; i < 1000; ++i) text += "\tFuture: 1\n";
  bytes::Budget budget({.items = 100, .bytes = 0, .depth = 1});
  const auto m = parse_dmidecode(bytes::Reader(bytes::as_bytes(text)), budget);
  ASSERT_TRUE(m.broken);
  EXPECT_EQ(m.broken->fault, bytes::Fault::budget);
  EXPECT_EQ(m.entries.at(0).other.size(), 98U);
  bytes::Budget no_bytes({.items = 1000, .bytes = 3, .depth = 1});
  const auto dump = parse_dmidecode(
      bytes::Reader(bytes::as_bytes("Handle 0x0080, DMI type 128, 4 bytes\nOEM-specific Type\n"
                                    "\tHeader and Data:\n\t\t80 04 80 00\n")),
      no_bytes);
  EXPECT_TRUE(dump.broken);
}

TEST(Dmidecode, every_prefix_has_the_entries_of_its_lines) {
  std::size_t last = 0;
  testing::every_prefix(bytes::as_bytes(kText), [&](bytes::ByteSpan b) {
    bytes::Budget budget;
    const auto m = parse_dmidecode(bytes::Reader(b), budget);
    EXPECT_FALSE(m.broken);
    EXPECT_LE(m.entries.size(), 17U);
    if (b.size() == kText.size()) last = m.entries.size();
  });
  EXPECT_EQ(last, 17U);
}

TEST(Dmidecode, survives_mutations) {
  testing::mutations(bytes::as_bytes(kText), 1000, 23, [](bytes::ByteSpan b) {
    bytes::Budget budget({.items = 5000, .bytes = 1U << 16U, .depth = 4});
    const auto m = parse_dmidecode(bytes::Reader(b), budget);
    for (const auto& e : m.entries) EXPECT_FALSE(e.title.empty() && !e.handle);
  });
}

}  // namespace
}  // namespace assay::formats::dmidecode
