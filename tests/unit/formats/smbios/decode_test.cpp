#include "formats/smbios/decode.h"

#include <gtest/gtest.h>
#include <set>

#include "support/mutate.h"
#include "support/smbios_builder.h"

namespace assay::formats::smbios {
namespace {

using testing::SmbiosStructure;

// Keeps the bytes beside the views.
struct Decoded {
  base::Bytes bytes;
  Table table;
  Model model;
};

std::unique_ptr<Decoded> decoded(const std::vector<SmbiosStructure>& structures) {
  auto out = std::make_unique<Decoded>();
  out->bytes = testing::smbios_table(structures);
  bytes::Budget budget;
  out->table = parse_table(bytes::Reader(out->bytes), budget);
  out->model = decode(out->table);
  return out;
}

template <class T>
const T& only(const Decoded& d) {
  return std::get<T>(d.model.entries.at(0).body);
}

TEST(SmbiosDecode, bios) {
  const auto d = decoded({testing::smbios_bios()});
  const auto& s = only<Bios>(*d);
  EXPECT_EQ(s.vendor, "Maker BIOS");
  EXPECT_EQ(s.version, "1.2.3");
  EXPECT_EQ(s.starting_address, 0xF0000U);
  EXPECT_EQ(s.release_date, "02/03/2024");
  EXPECT_EQ(s.rom_size->bytes, 32U << 20U) << "of the extended size";
  EXPECT_EQ(s.characteristics->bits, (1ULL << 7U) | (1ULL << 32U) | (8ULL << 40U));
  EXPECT_EQ(words::bios_characteristics(43), "UEFI is supported");
  EXPECT_EQ(to_text(*s.release), "5.14");
  EXPECT_FALSE(s.controller_release) << "0xFF is none";
}

TEST(SmbiosDecode, an_older_bios_is_shorter) {
  SmbiosStructure s(0, 0);
  s.text("V").text("1").le16(0).text("01/01/99").u8(15).le64(0);
  const auto d = decoded({s});
  const auto& b = only<Bios>(*d);
  EXPECT_EQ(b.rom_size->bytes, 1U << 20U);
  EXPECT_FALSE(b.starting_address) << "0 is none, as on UEFI";
  EXPECT_FALSE(b.release);
  EXPECT_EQ(b.characteristics->bits, 0U);
}

TEST(SmbiosDecode, system_and_the_order_of_its_uuid) {
  const auto d = decoded({testing::smbios_system()});
  const auto& s = only<System>(*d);
  EXPECT_EQ(s.manufacturer, "Acme");
  EXPECT_EQ(s.product_name, "Server 9");
  EXPECT_EQ(s.serial_number, "SN-1");
  EXPECT_EQ(s.sku_number, "SKU-1");
  EXPECT_EQ(s.family, "Nine");
  EXPECT_TRUE(is(s.wake_up_type, "Power Switch"));
  EXPECT_EQ(to_text(*s.uuid), "13121110-1514-1716-1819-1a1b1c1d1e1f");
  const auto old = std::get<System>(decode(d->table.structures[0], Version{2, 5, 0}));
  EXPECT_EQ(to_text(*old.uuid), "10111213-1415-1617-1819-1a1b1c1d1e1f");
  const auto since = std::get<System>(decode(d->table.structures[0], Version{2, 6, 0}));
  EXPECT_EQ(to_text(*since.uuid), to_text(*s.uuid));
}

TEST(SmbiosDecode, a_system_of_version_2_0_has_no_uuid_and_says_so) {
  SmbiosStructure s(1, 1);
  s.text("Acme").u8(0).u8(9).u8(0);
  const auto d = decoded({s});
  const auto& system = only<System>(*d);
  EXPECT_EQ(system.manufacturer, "Acme");
  EXPECT_FALSE(system.product_name) << "no string is named";
  EXPECT_FALSE(system.version) << "string 9 of 1";
  EXPECT_FALSE(system.uuid);
  EXPECT_FALSE(system.wake_up_type);
}

TEST(SmbiosDecode, board_and_chassis) {
  const auto d = decoded({testing::smbios_board(), testing::smbios_chassis()});
  const auto& board = std::get<BaseBoard>(d->model.entries[0].body);
  EXPECT_EQ(board.product, "Board 9");
  EXPECT_EQ(board.location_in_chassis, "Slot A");
  EXPECT_EQ(board.features->bits, 9U);
  EXPECT_TRUE(is(board.board_type, "Motherboard"));
  EXPECT_EQ(board.chassis_handle->value, 3U);
  ASSERT_EQ(board.contained.size(), 1U);
  EXPECT_EQ(board.contained[0].value, 4U);
  const auto& chassis = std::get<Chassis>(d->model.entries[1].body);
  EXPECT_TRUE(is(chassis.type, "Rack Mount Chassis"));
  EXPECT_TRUE(is(chassis.lock, "Present"));
  EXPECT_EQ(chassis.height, 2);
  ASSERT_EQ(chassis.contained.size(), 1U);
  EXPECT_EQ(chassis.contained[0].maximum, 4);
  EXPECT_EQ(chassis.sku_number, "CH-SKU") << "behind the contained elements";
  EXPECT_FALSE(chassis.rack_type);
}

TEST(SmbiosDecode, a_rack_since_3_9_only) {
  SmbiosStructure s(3, 3);
  s.text("A").u8(0x17).u8(0).u8(0).u8(0).u8(3).u8(3).u8(3).u8(3).le32(0).u8(0).u8(0).u8(0).u8(0);
  s.text("SKU").u8(1).u8(42);
  const auto d = decoded({s});
  const auto late = std::get<Chassis>(decode(d->table.structures[0], Version{3, 9, 0}));
  EXPECT_TRUE(is(late.rack_type, "OU"));
  EXPECT_EQ(late.rack_height, 42);
  EXPECT_FALSE(late.height) << "0 is unspecified";
  const auto early = std::get<Chassis>(decode(d->table.structures[0], Version{2, 7, 0}));
  EXPECT_FALSE(early.rack_type) << "what is there is firmware's own";
  EXPECT_EQ(early.sku_number, "SKU");
}

TEST(SmbiosDecode, processor) {
  const auto d = decoded({testing::smbios_processor(0x400, true)});
  const auto& s = only<Processor>(*d);
  EXPECT_EQ(s.socket_designation, "CPU1");
  EXPECT_TRUE(is(s.family, "Xeon")) << "0xFE sends to family 2";
  EXPECT_EQ(s.voltage->value, 1600U);
  EXPECT_FALSE(s.voltages);
  EXPECT_EQ(s.current_speed, 2100);
  EXPECT_TRUE(s.populated.value());
  EXPECT_TRUE(is(s.status, "Enabled"));
  EXPECT_TRUE(is(s.upgrade, "Socket LGA3647-1"));
  EXPECT_EQ(s.l1_cache->value, 0x70);
  EXPECT_FALSE(s.l2_cache);
  EXPECT_EQ(s.core_count, 300) << "0xFF sends to core count 2";
  EXPECT_EQ(s.core_enabled, 8);
  EXPECT_EQ(s.thread_count, 16);
  EXPECT_EQ(s.thread_enabled, 12);
  EXPECT_FALSE(s.socket_type) << "the structure ends before it";
  EXPECT_EQ(signature(s), "family 6, model 85, stepping 7");
}

TEST(SmbiosDecode, an_empty_socket_has_no_status) {
  const auto d = decoded({testing::smbios_processor(0x401, false)});
  const auto& s = only<Processor>(*d);
  EXPECT_FALSE(s.populated.value());
  EXPECT_FALSE(s.status);
  EXPECT_FALSE(s.id);
  EXPECT_EQ(signature(s), "");
}

TEST(SmbiosDecode, signatures_of_other_makers) {
  Processor p;
  p.id = 0x178BFBFF00830F10U;
  p.family = Coded{0x6B, "Zen"};
  EXPECT_EQ(signature(p), "family 23, model 49, stepping 0");
  p.id = 0x00000000413FD0C1U;
  p.family = Coded{0x101, "ARMv8"};
  EXPECT_EQ(signature(p), "implementer 0x41, variant 0x3, architecture 15, part 0xD0C, revision 1");
  p.characteristics = Flags{1U << 9U};
  EXPECT_EQ(signature(p), "JEP-106 bank 0x41 manufacturer 0x3f, SoC 0xd0c1, revision 0x0");
  p.family = Coded{0x200, "RV32"};
  EXPECT_EQ(signature(p), "");
  p.id.reset();
  p.printed_signature = "Type 0, Family 6, Model 60, Stepping 3";
  EXPECT_EQ(signature(p), "family 6, model 60, stepping 3");
}

TEST(SmbiosDecode, family_be_depends_on_the_maker) {
  for (const auto& [maker, family] :
       {std::pair{"Intel", "Core 2"}, {"AMD", "K7"}, {"Other", "Core 2 or K7"}}) {
    SmbiosStructure s(4, 4);
    s.text("CPU").u8(3).u8(0xBE).text(maker);
    const auto d = decoded({s});
    EXPECT_TRUE(is(only<Processor>(*d).family, family)) << maker;
  }
}

TEST(SmbiosDecode, older_voltages_are_what_the_socket_can_do) {
  SmbiosStructure s(4, 4);
  s.text("CPU").u8(3).u8(0x0B).text("Intel").le64(0).u8(0).u8(3);
  const auto d = decoded({s});
  EXPECT_FALSE(only<Processor>(*d).voltage);
  EXPECT_EQ(only<Processor>(*d).voltages->bits, 3U);
}

TEST(SmbiosDecode, cache) {
  const auto d = decoded({testing::smbios_cache()});
  const auto& s = only<Cache>(*d);
  EXPECT_EQ(s.level, 1);
  EXPECT_TRUE(is(s.enabled, "Enabled"));
  EXPECT_TRUE(is(s.mode, "Write Back"));
  EXPECT_TRUE(is(s.socketed, "Not Socketed"));
  EXPECT_EQ(s.maximum_size->bytes, 512U << 10U) << "of the 32-bit size";
  EXPECT_EQ(s.installed_size->bytes, 1U << 20U) << "16 of 64 KiB";
  EXPECT_TRUE(is(s.associativity, "8-way Set-associative"));

  SmbiosStructure old(7, 7);
  old.u8(0).le16(0).le16(0x8002).le16(100);
  const auto o = decoded({old});
  EXPECT_EQ(only<Cache>(*o).maximum_size->bytes, 128U << 10U);
  EXPECT_EQ(only<Cache>(*o).installed_size->bytes, 100U << 10U);
  EXPECT_FALSE(only<Cache>(*o).speed);
}

TEST(SmbiosDecode, memory_device) {
  const auto d = decoded({testing::smbios_dimm(0x1100, true)});
  const auto& s = only<MemoryDevice>(*d);
  EXPECT_EQ(s.size->bytes, 32ULL << 30U) << "0x7FFF sends to the extended size";
  EXPECT_EQ(s.total_width, 72);
  EXPECT_EQ(s.device_locator, "P1-DIMMA1");
  EXPECT_EQ(s.part_number, "M393A4K40DB3-CWE  ") << "as it stands";
  EXPECT_TRUE(is(s.memory_type, "DDR4"));
  EXPECT_EQ(s.type_detail->bits, 0x2080U);
  EXPECT_EQ(s.speed, 3200U);
  EXPECT_EQ(s.configured_speed, 2933U);
  EXPECT_EQ(s.rank, 2);
  EXPECT_EQ(s.configured_voltage->value, 1200U);
  EXPECT_TRUE(is(s.technology, "DRAM"));
  EXPECT_EQ(to_text(*s.module_manufacturer), "bank 1, 0xCE");
  EXPECT_EQ(s.volatile_size->bytes, 1ULL << 35U);
  EXPECT_FALSE(s.error_information) << "0xFFFE is not provided";
  EXPECT_FALSE(s.device_set);
  EXPECT_FALSE(s.pmic0_manufacturer);
}

TEST(SmbiosDecode, sizes_and_speeds_of_memory) {
  const auto size = [](std::uint16_t word, std::optional<std::uint32_t> extended) {
    SmbiosStructure s(17, 17);
    s.le16(0).le16(0).le16(64).le16(64).le16(word);
    if (extended)
      s.u8(0).u8(0).u8(0).u8(0).u8(0).le16(0).le16(0xFFFF).u8(0).u8(0).u8(0).u8(0).u8(0).le32(
          *extended);
    const auto d = decoded({s});
    return only<MemoryDevice>(*d).size;
  };
  EXPECT_EQ(size(0, {})->bytes, 0U);
  EXPECT_FALSE(size(0xFFFF, {}));
  EXPECT_EQ(size(0x8200, {})->bytes, 512U << 10U);
  EXPECT_EQ(size(4096, {})->bytes, 4ULL << 30U);
  EXPECT_EQ(size(0x7FFF, {})->bytes, 32767ULL << 20U) << "no extended size to send to";
  EXPECT_EQ(size(0x7FFF, 0x80000000U | (128U << 10U))->bytes, 128ULL << 30U);

  SmbiosStructure fast(17, 17);
  fast.raw(base::Bytes(0x15 - 4)).le16(0xFFFF).raw(base::Bytes(0x20 - 0x17)).le16(0xFFFF);
  fast.raw(base::Bytes(0x54 - 0x22)).le32(70000).le32(66000).le16(0x9D86).le16(0xFF00);
  fast.le16(0xB304).le16(0x8123);
  const auto d = decoded({fast});
  const auto& s = only<MemoryDevice>(*d);
  EXPECT_EQ(s.speed, 70000U);
  EXPECT_EQ(s.configured_speed, 66000U);
  EXPECT_EQ(to_text(*s.pmic0_manufacturer), "bank 7, 0x9D");
  EXPECT_FALSE(s.pmic0_revision);
  EXPECT_EQ(s.rcd_revision, 0x8123);
}

TEST(SmbiosDecode, memory_array_and_its_addresses) {
  SmbiosStructure small(16, 16);
  small.u8(3).u8(3).u8(6).le32(64U << 20U).le16(0xFFFE).le16(24);
  SmbiosStructure large(16, 17);
  large.u8(3).u8(3).u8(6).le32(0x80000000U).le16(0xFFFE).le16(24).le64(6ULL << 40U);
  SmbiosStructure range(19, 19);
  range.le32(4U << 20U).le32((8U << 20U) - 1).le16(0x10).u8(2);
  SmbiosStructure wide(19, 20);
  wide.le32(~0U).le32(~0U).le16(0x10).u8(2).le64(1ULL << 44U).le64((1ULL << 45U) - 1);
  const auto d = decoded({small, large, range, wide});
  EXPECT_EQ(std::get<MemoryArray>(d->model.entries[0].body).maximum_capacity->bytes, 64ULL << 30U);
  EXPECT_EQ(std::get<MemoryArray>(d->model.entries[1].body).maximum_capacity->bytes, 6ULL << 40U);
  const auto& r = std::get<ArrayMappedAddress>(d->model.entries[2].body);
  EXPECT_EQ(r.start, 4ULL << 30U);
  EXPECT_EQ(r.end, (8ULL << 30U) - 1);
  EXPECT_EQ(r.array->value, 0x10);
  EXPECT_EQ(std::get<ArrayMappedAddress>(d->model.entries[3].body).end, (1ULL << 45U) - 1);
}

TEST(SmbiosDecode, slot_with_peers) {
  SmbiosStructure s(9, 9);
  s.text("OCP").u8(0x26).u8(0x0D).u8(4).u8(4).le16(7).u8(4).u8(1).le16(0).u8(0xFF).u8(0xFF);
  s.u8(16).u8(1).le16(1).u8(0x3B).u8(0x0A).u8(8).u8(4).u8(0x0B).le16(2032).u8(3);
  const auto d = decoded({s});
  const auto& slot = only<SystemSlot>(*d);
  EXPECT_TRUE(is(slot.type, "OCP NIC 3.0 Small Form Factor (SFF)"));
  EXPECT_TRUE(is(slot.width, "x16"));
  EXPECT_TRUE(is(slot.usage, "In Use"));
  ASSERT_EQ(slot.peers.size(), 1U);
  EXPECT_EQ(to_text(slot.peers[0].address), "0001:3b:01.2");
  EXPECT_EQ(slot.generation, 4);
  EXPECT_TRUE(is(slot.physical_width, "x8"));
  EXPECT_EQ(slot.pitch, 2032);
  EXPECT_TRUE(is(slot.height, "Full height"));
  EXPECT_EQ(slot.characteristics->bits, 0x104U);
}

TEST(SmbiosDecode, power_supply) {
  const auto d = decoded({testing::smbios_power_supply(true), testing::smbios_power_supply(false)});
  const auto& s = only<PowerSupply>(*d);
  EXPECT_EQ(s.model_part_number, "PWS-706P-1R");
  EXPECT_EQ(s.max_power, 700);
  EXPECT_TRUE(s.present.value());
  EXPECT_TRUE(is(s.status, "OK"));
  EXPECT_TRUE(is(s.type, "Switching"));
  EXPECT_TRUE(is(s.range_switching, "Auto-switch"));
  EXPECT_TRUE(is(s.plugged, "Yes"));
  EXPECT_TRUE(is(s.hot_replaceable, "Yes"));
  EXPECT_FALSE(s.voltage_probe);
  const auto& empty = std::get<PowerSupply>(d->model.entries[1].body);
  EXPECT_FALSE(empty.present.value());
  EXPECT_FALSE(empty.status);
}

TEST(SmbiosDecode, management) {
  const auto d = decoded({testing::smbios_ipmi(), testing::smbios_tpm(), testing::smbios_firmware(),
                          testing::smbios_onboard()});
  const auto& ipmi = only<IpmiDevice>(*d);
  EXPECT_TRUE(is(ipmi.interface_type, "KCS (Keyboard Control Style)"));
  EXPECT_EQ(to_text(*ipmi.specification), "2.0");
  EXPECT_EQ(ipmi.i2c_address, 0x10);
  EXPECT_EQ(ipmi.base_address, 0xCA2U);
  EXPECT_TRUE(is(ipmi.address_space, "I/O"));
  EXPECT_FALSE(ipmi.nv_storage_address);
  const auto& tpm = std::get<TpmDevice>(d->model.entries[1].body);
  EXPECT_EQ(tpm.vendor_id, "IFX");
  EXPECT_EQ(to_text(*tpm.firmware), "7.85");
  EXPECT_EQ(tpm.description, "INFINEON");
  const auto& firmware = std::get<FirmwareInventory>(d->model.entries[2].body);
  EXPECT_EQ(firmware.version, "1.74");
  EXPECT_FALSE(firmware.image_size);
  EXPECT_TRUE(is(firmware.state, "Enabled"));
  ASSERT_EQ(firmware.components.size(), 1U);
  EXPECT_EQ(firmware.components[0].value, 0x2600);
  const auto& onboard = std::get<OnboardDevice>(d->model.entries[3].body);
  EXPECT_TRUE(is(onboard.type, "Ethernet"));
  EXPECT_TRUE(is(onboard.status, "Enabled"));
  EXPECT_EQ(to_text(*onboard.address), "0000:1c:00.1");
}

SmbiosStructure redfish_interface() {
  SmbiosStructure s(42, 42);
  s.u8(0x40).u8(6).u8(2).le16(0x046B).le16(0xFFB0).u8(0).u8(1).u8(4).u8(91 + 3);
  for (std::uint8_t i = 0; i < 16; ++i) s.u8(i);
  base::Bytes address(16);
  address[0] = std::byte{169};
  address[1] = std::byte{254};
  address[3] = std::byte{17};
  base::Bytes six(16);
  six[0] = std::byte{0xFE};
  six[1] = std::byte{0x80};
  six[15] = std::byte{1};
  s.u8(1).u8(1).raw(address).raw(base::Bytes(16)).u8(3).u8(2).raw(six).raw(base::Bytes(16));
  s.le16(443).le32(7).u8(3).raw(bytes::as_bytes("bmc"));
  return s;
}

TEST(SmbiosDecode, redfish_host_interface) {
  const auto d = decoded({redfish_interface()});
  const auto& s = only<HostInterface>(*d);
  EXPECT_TRUE(is(s.interface_type, "Network"));
  EXPECT_TRUE(is(s.device_type, "USB"));
  EXPECT_EQ(s.vendor_id, 0x046B);
  EXPECT_EQ(s.product_id, 0xFFB0);
  ASSERT_EQ(s.protocols.size(), 1U);
  const auto& p = s.protocols[0];
  EXPECT_TRUE(is(p.type, "Redfish over IP"));
  EXPECT_EQ(to_text(*p.service_uuid), "03020100-0504-0706-0809-0a0b0c0d0e0f");
  EXPECT_EQ(p.host_address, "169.254.0.17");
  EXPECT_EQ(p.service_address, "fe80::1");
  EXPECT_EQ(p.service_mask, "::");
  EXPECT_EQ(p.service_port, 443);
  EXPECT_EQ(p.service_vlan, 7U);
  EXPECT_EQ(p.service_hostname, "bmc");
  const auto before = std::get<HostInterface>(decode(d->table.structures[0], Version{3, 1, 0}));
  EXPECT_TRUE(before.protocols.empty()) << "no length was said before 3.2";
}

TEST(SmbiosDecode, usb_and_pci_devices_of_version_2) {
  SmbiosStructure usb(42, 1);
  usb.u8(0x40).u8(13).u8(4).u8(12).le16(0x046B).le16(0xFFB0).u8(1);
  for (std::uint8_t i = 1; i < 7; ++i) usb.u8(i);
  usb.raw(base::Bytes(2)).u8(0);
  const auto d = decoded({usb});
  EXPECT_EQ(only<HostInterface>(*d).mac, "01:02:03:04:05:06");
  EXPECT_EQ(only<HostInterface>(*d).product_id, 0xFFB0);
  SmbiosStructure pci(42, 2);
  pci.u8(0x40).u8(21).u8(5).u8(19).le16(1).le16(2).le16(3).le16(4).raw(base::Bytes(6));
  pci.le16(0).u8(0x3B).u8(0x01).raw(base::Bytes(1)).u8(0);
  const auto p = decoded({pci});
  EXPECT_EQ(only<HostInterface>(*p).subdevice_id, 4);
  EXPECT_EQ(to_text(*only<HostInterface>(*p).address), "0000:3b:00.1");
}

TEST(SmbiosDecode, strings_that_are_counted_and_not_there) {
  SmbiosStructure oem(11, 11);
  oem.u8(200).loose("one").loose("two");
  SmbiosStructure options(12, 12);
  options.u8(1).loose("JP1").loose("unnamed");
  SmbiosStructure language(13, 13);
  language.u8(1).u8(0).raw(base::Bytes(15)).u8(1).loose("en|US|iso8859-1");
  SmbiosStructure group(14, 14);
  group.text("$MEI").u8(0xDB).le16(0x33);
  SmbiosStructure devices(10, 10);
  devices.u8(0x83).text("Video").u8(5).u8(0);
  const auto d = decoded({oem, options, language, group, devices});
  EXPECT_EQ(only<OemStrings>(*d).strings, (std::vector<std::string_view>{"one", "two"}));
  EXPECT_EQ(std::get<ConfigurationOptions>(d->model.entries[1].body).options.size(), 1U);
  EXPECT_EQ(std::get<BiosLanguage>(d->model.entries[2].body).current, "en|US|iso8859-1");
  EXPECT_EQ(std::get<GroupAssociations>(d->model.entries[3].body).items.at(0).value, 0x33);
  const auto& on = std::get<OnBoardDevices>(d->model.entries[4].body).devices;
  ASSERT_EQ(on.size(), 2U);
  EXPECT_TRUE(is(on[0].status, "Enabled"));
  EXPECT_TRUE(is(on[1].status, "Disabled"));
}

TEST(SmbiosDecode, a_code_of_a_later_version_is_kept_as_a_number) {
  SmbiosStructure s(17, 17);
  s.raw(base::Bytes(0x12 - 4)).u8(0xEE);
  const auto d = decoded({s});
  EXPECT_EQ(to_text(*only<MemoryDevice>(*d).memory_type), "0xEE");
  EXPECT_EQ(to_text(Coded{}), "out of spec");
}

TEST(SmbiosDecode, every_type_has_a_title) {
  std::set<std::string_view> seen;
  for (unsigned type = 0; type < 256; ++type) {
    const auto title = title_of(static_cast<std::uint8_t>(type));
    EXPECT_FALSE(title.empty());
    if (type <= 46 || type == 126 || type == 127) {
      EXPECT_TRUE(seen.insert(title).second) << title;
      EXPECT_EQ(type_of(title), type) << title;
    }
  }
  EXPECT_EQ(title_of(100), "Unknown Type");
  EXPECT_EQ(title_of(200), "OEM-specific Type");
  EXPECT_EQ(type_of("OEM-specific Type"), std::nullopt);
  EXPECT_EQ(type_of("On Board Device 3 Information"), 10);
  EXPECT_EQ(type_of("Platform Firmware Information"), 0);
}

TEST(SmbiosDecode, vendors_types_are_named_where_known) {
  EXPECT_EQ(oem_title(203, "HPE"), "Device Correlation Record");
  EXPECT_EQ(oem_title(203, "Hewlett-Packard"), "Device Correlation Record");
  EXPECT_EQ(oem_title(218, "Dell Inc."), "Dell Calling Interface");
  EXPECT_EQ(oem_title(203, "Supermicro"), "");
  EXPECT_EQ(oem_title(17, "HPE"), "");
  SmbiosStructure maker(1, 1);
  maker.text("Dell Inc.").u8(0).u8(0).u8(0);
  const auto d = decoded({SmbiosStructure(0xDA, 9), maker});
  EXPECT_EQ(d->model.entries[0].title, "Dell Calling Interface");
}

TEST(SmbiosDecode, survives_structures_cut_at_every_length_and_mutations) {
  auto all = testing::smbios_server();
  all.push_back(redfish_interface());
  const auto bytes = testing::smbios_table(all);
  bytes::Budget budget;
  const Table table = parse_table(bytes::Reader(bytes), budget);
  ASSERT_EQ(table.structures.size(), all.size() + 1);
  for (const Structure& whole : table.structures) {
    for (std::size_t n = 4; n <= whole.formatted.size(); ++n) {
      // A buffer of its own, so that a sanitizer sees a read past its end.
      const base::Bytes cut(whole.formatted.begin(),
                            whole.formatted.begin() + static_cast<std::ptrdiff_t>(n));
      Structure s = whole;
      s.formatted = cut;
      const auto body = decode(s, Version{3, 9, 0});
      EXPECT_EQ(body.index(), decode(whole).index());
    }
  }
  testing::mutations(bytes, 2000, 17, [](bytes::ByteSpan b) {
    bytes::Budget small({.items = 2000, .bytes = 1U << 20U, .depth = 4});
    const Table t = parse_table(bytes::Reader(b), small);
    const Model m = decode(t);
    EXPECT_EQ(m.entries.size(), t.structures.size());
  });
}

}  // namespace
}  // namespace assay::formats::smbios
