// What ordinary tools print: drives, interfaces, processors, USB devices.
#include <gtest/gtest.h>

#include "bytes/text.h"
#include "formats/hardware/cpuinfo.h"
#include "formats/hardware/drives.h"
#include "formats/hardware/lshw.h"
#include "formats/hardware/network.h"
#include "formats/hardware/tool_json.h"
#include "formats/hardware/usb.h"
#include "support/mutate.h"

namespace assay::formats::hardware {
namespace {

json::Value document(std::string_view text) {
  bytes::Budget budget;
  return json::parse(bytes::as_bytes(text), budget).value();
}

template <class Read>
auto read(std::string_view text, Read reader, bytes::Limits limits = {}) {
  bytes::Budget budget(limits);
  return reader(document(text), budget);
}
template <class Parse>
auto parse(std::string_view text, Parse parser, bytes::Limits limits = {}) {
  bytes::Budget budget(limits);
  return parser(bytes::Reader(bytes::as_bytes(text)), budget);
}

constexpr std::string_view kNvmeList =
    R"({"Devices":[{"NameSpace":1,"DevicePath":"/dev/nvme0n1","Firmware":"GDC5302Q","ModelNumber":"SAMSUNG MZQLB960","SerialNumber":"S439NA  ","PhysicalSize":960197124096}]})";
constexpr std::string_view kNvmeList2 =
    R"({"Devices":[{"HostNQN":"nqn","Subsystems":[{"Subsystem":"nvme-subsys0","Controllers":[{"Controller":"nvme0","SerialNumber":"S1","ModelNumber":"M1","Firmware":"F1","Address":"0000:01:00.0","Namespaces":[{"NameSpace":"nvme0n1","PhysicalSize":100},{"PhysicalSize":20}]}]}]}]})";
constexpr std::string_view kIdCtrl =
    R"({"mn":"Samsung SSD 980 PRO 1TB   ","sn":"S5GX ","fr":"3B2QGXA7","vid":5197,"tnvmcap":0})";
constexpr std::string_view kSmartctl =
    R"({"smartctl":{"version":[7,1],"argv":["smartctl","-a"]},"device":{"name":"/dev/sda","protocol":"ATA"},"model_name":"HGST X","serial_number":"VDJ","firmware_version":"V8","user_capacity":{"bytes":8001563222016},"wwn":{"naa":5,"oui":3274,"id":1234}})";
constexpr std::string_view kLsblk =
    R"({"blockdevices":[{"name":"sda","kname":"/dev/sda","model":"MTFD  ","serial":"2033","rev":"2B6Q","tran":"sata","size":"480103981056","children":[{"name":"sda1","model":null},{"name":"x","model":"Nested"}]}]})";
constexpr std::string_view kStorcli =
    R"({"Controllers":[{"Command Status":{"Controller":0},"Response Data":{"Product Name":"LSI3008-IT","Serial Number":"5003","PCI Address":"00:3d:00:00","FW Version":"16.00","Vendor Id":4096,"Device Id":151,"PD LIST":[{"EID:Slt":"12:0","Intf":"SATA","Model":"HGST"}],"Drive /c0/e8/s1 - Detailed Information":{"Drive /c0/e8/s1 State":{},"Drive /c0/e8/s1 Device attributes":{"SN":" ABC","Model Number":"ST1","Firmware Revision":"N003","Manufacturer Id":"SEAGATE"}}}},{"Command Status":{"Status":"Failure"}}]})";
constexpr std::string_view kIpLink =
    R"([{"ifname":"lo","link_type":"loopback","address":"00:00:00:00:00:00"},{"ifname":"eth0","link_type":"ether","address":"02:00:00:00:00:01","permaddr":"B4:96:91:A1:B2:C3","parentbus":"pci","parentdev":"0000:03:00.0"},{"ifname":"br0","address":"02:00:00:00:00:02","linkinfo":{"info_kind":"bridge"}}])";
constexpr std::string_view kUsb =
    R"([{"bus":1,"port":"1-1.2","idVendor":"046b","idProduct":"ff10","manufacturer":"AMI","product":"Virtual Keyboard","serial":"AAA","bcdDevice":"0100","class":"00"},{"bus":2,"device":3,"idVendor":"0x1d6b","idProduct":2}])";
constexpr std::string_view kLshw =
    R"({"id":"host","class":"system","claimed":true,"product":"X","children":[{"id":"core","class":"bus","children":[{"id":"network:0","class":"network","businfo":"pci@0000:3b:00.0","product":"MT27800","vendor":"Mellanox","serial":"0c:42:a1:3d:bd:e0","configuration":{"firmware":"14.29","driver":"mlx5_core"}}]}]})";

TEST(ToolJson, each_tool_is_known_by_its_members_and_by_a_look_at_its_head) {
  const std::pair<std::string_view, Tool> kinds[] = {
      {kNvmeList, Tool::nvme_list},
      {kNvmeList2, Tool::nvme_list},
      {kIdCtrl, Tool::nvme_id_ctrl},
      {kSmartctl, Tool::smartctl},
      {kLsblk, Tool::lsblk},
      {kStorcli, Tool::storcli},
      {kIpLink, Tool::ip_link},
      {kUsb, Tool::usb},
      {kLshw, Tool::lshw},
      {R"({"smartctl":{"argv":["smartctl","--scan","-j"]},"devices":[]})", Tool::smartctl_scan},
      {R"({"a":1})", Tool::unknown},
      {"[]", Tool::unknown},
      {"[1]", Tool::unknown},
  };
  for (const auto& [text, tool] : kinds) {
    EXPECT_EQ(recognise(document(text)), tool) << text;
    EXPECT_EQ(looks_like_tool_json(bytes::as_bytes(text)), tool) << text;
  }
  EXPECT_EQ(looks_like_tool_json({}), Tool::unknown);
}

TEST(ToolJson, members_are_taken_as_what_they_are) {
  const auto d = document(R"({"n":7,"s":" x ","h":"0x1F","neg":-1,"null":null,"list":[1]})");
  EXPECT_EQ(text_member(d, "n"), "7");
  EXPECT_EQ(text_member(d, "s"), "x");
  EXPECT_EQ(text_member(d, "null"), "");
  EXPECT_EQ(text_member(d, "list"), "");
  EXPECT_EQ(number_member(d, "n"), 7U);
  EXPECT_EQ(number_member(d, "h"), 31U);
  EXPECT_FALSE(number_member(d, "neg"));
  EXPECT_FALSE(number_member(d, "s"));
  EXPECT_FALSE(number_member(document("[]"), "n"));
}

TEST(Drives, model_serial_and_firmware_come_out_of_each_tool) {
  const auto list = read(kNvmeList, read_nvme_list).value();
  ASSERT_EQ(list.drives.size(), 1U);
  EXPECT_EQ(list.drives[0].device, "/dev/nvme0n1");
  EXPECT_EQ(list.drives[0].model, "SAMSUNG MZQLB960");
  EXPECT_EQ(list.drives[0].serial, "S439NA");
  EXPECT_EQ(list.drives[0].bytes, 960197124096U);
  const auto list2 = read(kNvmeList2, read_nvme_list).value();
  ASSERT_EQ(list2.drives.size(), 1U);
  EXPECT_EQ(list2.drives[0].address, "0000:01:00.0");
  EXPECT_EQ(list2.drives[0].bytes, 120U);
  const auto id = read(kIdCtrl, read_nvme_id_ctrl).value();
  EXPECT_EQ(id.drives.at(0).model, "Samsung SSD 980 PRO 1TB");
  EXPECT_EQ(id.drives[0].firmware, "3B2QGXA7");
  EXPECT_FALSE(id.drives[0].bytes);
  const auto smart = read(kSmartctl, read_smartctl).value();
  EXPECT_EQ(smart.drives.at(0).serial, "VDJ");
  EXPECT_EQ(smart.drives[0].transport, "ata");
  EXPECT_EQ(smart.drives[0].wwn, "0x5000cca0000004d2");
  EXPECT_EQ(smart.drives[0].bytes, 8001563222016U);
  const auto blk = read(kLsblk, read_lsblk).value();
  ASSERT_EQ(blk.drives.size(), 2U);
  EXPECT_EQ(blk.drives[0].model, "MTFD");
  EXPECT_EQ(blk.drives[0].firmware, "2B6Q");
  EXPECT_EQ(blk.drives[0].bytes, 480103981056U);
  EXPECT_EQ(blk.drives[1].model, "Nested");
}

TEST(Drives, a_scsi_drive_of_smartctl_has_a_product_and_a_revision) {
  const auto out = read(
      R"({"smartctl":{},"scsi_vendor":"SEAGATE","scsi_product":"ST4","scsi_revision":"E002","serial_number":"Z"})",
      read_smartctl);
  EXPECT_EQ(out->drives.at(0).model, "ST4");
  EXPECT_EQ(out->drives[0].vendor, "SEAGATE");
  EXPECT_EQ(out->drives[0].firmware, "E002");
  EXPECT_TRUE(read(R"({"smartctl":{"exit_status":2}})", read_smartctl)->drives.empty());
}

TEST(Drives, storcli_has_controllers_and_their_drives) {
  const auto out = read(kStorcli, read_storcli).value();
  ASSERT_EQ(out.controllers.size(), 1U);
  EXPECT_EQ(out.controllers[0].address, "0000:3d:00.0");
  EXPECT_EQ(out.controllers[0].firmware, "16.00");
  EXPECT_EQ(out.controllers[0].device, 151U);
  ASSERT_EQ(out.drives.size(), 2U);
  EXPECT_EQ(out.drives[0].device, "12:0");
  EXPECT_EQ(out.drives[1].device, "/c0/e8/s1");
  EXPECT_EQ(out.drives[1].serial, "ABC");
  EXPECT_EQ(out.drives[1].firmware, "N003");
}

TEST(Drives, the_budget_counts_drives_and_depth) {
  EXPECT_TRUE(read(kLsblk, read_lsblk, {.items = 2, .bytes = 0, .depth = 3}));
  EXPECT_FALSE(read(kLsblk, read_lsblk, {.items = 1, .bytes = 0, .depth = 3}));
  EXPECT_FALSE(read(kLsblk, read_lsblk, {.items = 2, .bytes = 0, .depth = 2}));
  EXPECT_FALSE(read(kNvmeList, read_nvme_list, {.items = 0, .bytes = 0, .depth = 3}));
}

constexpr std::string_view kSmartText =
    "smartctl 7.3\n\n=== START OF INFORMATION SECTION ===\n"
    "Model Family:     Micron\nDevice Model:     Micron_5200\nSerial Number:    2003\n"
    "LU WWN Device Id: 5 00a075 1\nFirmware Version: D1MU020\n"
    "User Capacity:    960,197,124,096 bytes [960 GB]\n\n"
    "=== START OF READ SMART DATA SECTION ===\nSerial Number: other\n"
    "=== START OF INFORMATION SECTION ===\nVendor:               SEAGATE\n"
    "Product:              ST4\nRevision:             E002\nSerial number:        Z1\n";

TEST(Drives, smartctls_text_has_one_drive_a_section) {
  const auto out = parse(kSmartText, parse_smartctl_text).value();
  ASSERT_EQ(out.drives.size(), 2U);
  EXPECT_EQ(out.drives[0].model, "Micron_5200");
  EXPECT_EQ(out.drives[0].serial, "2003");
  EXPECT_EQ(out.drives[0].bytes, 960197124096U);
  EXPECT_EQ(out.drives[1].vendor, "SEAGATE");
  EXPECT_EQ(out.drives[1].firmware, "E002");
  EXPECT_TRUE(looks_like_smartctl_text(bytes::as_bytes(kSmartText)));
  EXPECT_FALSE(parse("Device Model: X\n", parse_smartctl_text));
}

TEST(Network, interfaces_have_their_permanent_address_and_function) {
  const auto out = read(kIpLink, read_ip_link).value();
  ASSERT_EQ(out.size(), 3U);
  EXPECT_TRUE(out[0].loopback);
  EXPECT_EQ(out[0].mac, "");
  EXPECT_EQ(out[1].permanent, "b4:96:91:a1:b2:c3");
  EXPECT_EQ(out[1].parent, "0000:03:00.0");
  EXPECT_EQ(out[2].kind, "bridge");
  EXPECT_FALSE(read("{}", read_ip_link));
}

TEST(Network, ethtool_says_driver_firmware_and_place) {
  const auto out = parse(
      "driver: igb\nversion: 6.1\nfirmware-version: 1.63, 0x800009fa\nexpansion-rom-version: \n"
      "bus-info: 0000:03:00.0\nPermanent address: b4:96:91:a1:b2:c3\ndriver: ixgbe\n",
      parse_ethtool);
  ASSERT_EQ(out->size(), 2U);
  EXPECT_EQ(out->at(0).firmware, "1.63, 0x800009fa");
  EXPECT_EQ(out->at(0).bus_info, "0000:03:00.0");
  EXPECT_EQ(out->at(0).permanent, "b4:96:91:a1:b2:c3");
  EXPECT_EQ(out->at(1).driver, "ixgbe");
  EXPECT_FALSE(parse("nothing\n", parse_ethtool));
  EXPECT_TRUE(looks_like_ethtool(bytes::as_bytes("driver: igb\nversion: 6.1\n")));
}

TEST(Network, only_real_addresses_are_macs) {
  EXPECT_EQ(mac_text("B4-96-91-A1-B2-C3"), "b4:96:91:a1:b2:c3");
  for (const auto bad : {"", "b4:96:91:a1:b2", "b4:96:91:a1:b2:cg", "00:00:00:00:00:00",
                         "ff:ff:ff:ff:ff:ff", "b4:96:91:a1:b2:c3:00"})
    EXPECT_EQ(mac_text(bad), "") << bad;
}

constexpr std::string_view kCpu =
    "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 85\n"
    "model name\t: Xeon 6230\nstepping\t: 7\nmicrocode\t: 0x5003604\nphysical id\t: 0\n"
    "cpu cores\t: 20\nflags\t\t: fpu hypervisor sse\n\n"
    "processor\t: 1\nmicrocode\t: 0x5003605\nphysical id\t: 0\n\n"
    "processor\t: 2\nmodel name\t: Xeon 6230\nmicrocode\t: 0x5003604\nphysical id\t: 1\n"
    "flags\t\t: fpu hypervisors\n";

TEST(Cpuinfo, processors_are_gathered_by_package) {
  const auto out = parse(kCpu, parse_cpuinfo).value();
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[0].model_name, "Xeon 6230");
  EXPECT_EQ(out[0].processors, 2U);
  EXPECT_EQ(out[0].microcode, (std::vector<std::string_view>{"0x5003604", "0x5003605"}));
  EXPECT_TRUE(out[0].hypervisor);
  EXPECT_EQ(out[1].id, 1U);
  EXPECT_FALSE(out[1].hypervisor);
  EXPECT_TRUE(looks_like_cpuinfo(bytes::as_bytes(kCpu)));
  EXPECT_FALSE(parse("model name : X\n", parse_cpuinfo));
}

constexpr std::string_view kLsusb =
    "\nBus 001 Device 002: ID 8087:0024 Intel Corp. Rate Matching Hub\n"
    "Device Descriptor:\n  bDeviceClass            9 Hub\n  bcdDevice            0.00\n"
    "  iManufacturer           1 Intel\n  iProduct                2 The Hub\n"
    "  iSerial                 3 ABC 1\n  Configuration Descriptor:\n"
    "    iSerial                 9 no\n"
    "Bus 002 Device 001: ID 1d6b:0003 Linux Foundation 3.0 root hub\n";

TEST(Usb, devices_come_out_of_json_and_text) {
  const auto j = read(kUsb, read_usb_json).value();
  ASSERT_EQ(j.size(), 2U);
  EXPECT_EQ(j[0].port, "1-1.2");
  EXPECT_EQ(j[0].vendor, 0x046B);
  EXPECT_EQ(j[0].serial, "AAA");
  EXPECT_EQ(j[0].device_class, 0);
  EXPECT_EQ(j[1].port, "002:003");
  EXPECT_EQ(j[1].product, 2);
  EXPECT_FALSE(read(R"([{"idVendor":"zz","idProduct":"1"}])", read_usb_json));
  const auto t = parse(kLsusb, parse_lsusb).value();
  ASSERT_EQ(t.size(), 2U);
  EXPECT_EQ(t[0].port, "001:002");
  EXPECT_EQ(t[0].name, "The Hub");
  EXPECT_EQ(t[0].manufacturer, "Intel");
  EXPECT_EQ(t[0].serial, "ABC 1");
  EXPECT_EQ(t[0].device_class, 9);
  EXPECT_EQ(t[1].name, "Linux Foundation 3.0 root hub");
  EXPECT_EQ(t[1].line, 11U);
  EXPECT_TRUE(looks_like_lsusb(bytes::as_bytes(kLsusb)));
  EXPECT_FALSE(parse("Bus\n", parse_lsusb));
}

TEST(Lshw, parts_come_out_of_the_tree) {
  const auto out = read(kLshw, read_lshw).value();
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[1].cls, "network");
  EXPECT_EQ(out[1].bus_info, "pci@0000:3b:00.0");
  EXPECT_EQ(out[1].firmware, "14.29");
  EXPECT_FALSE(read(kLshw, read_lshw, {.items = 9, .bytes = 0, .depth = 2}));
}

TEST(Tools, survive_every_prefix_and_mutation) {
  const auto try_all = [](bytes::ByteSpan b) {
    const auto text = bytes::as_chars(b);
    if (const auto out = parse(text, parse_smartctl_text)) {
      EXPECT_FALSE(out->drives.empty());
    }
    if (const auto out = parse(text, parse_cpuinfo)) {
      EXPECT_FALSE(out->empty());
    }
    if (const auto out = parse(text, parse_lsusb)) {
      EXPECT_FALSE(out->empty());
    }
    if (const auto out = parse(text, parse_ethtool)) {
      EXPECT_FALSE(out->empty());
    }
  };
  for (const auto text : {kSmartText, kCpu, kLsusb}) {
    testing::every_prefix(bytes::as_bytes(text), try_all);
    testing::mutations(bytes::as_bytes(text), 500, 4, try_all);
  }
  for (const auto text : {kNvmeList2, kStorcli, kLsblk, kIpLink, kUsb, kLshw, kSmartctl}) {
    testing::mutations(bytes::as_bytes(text), 500, 5, [](bytes::ByteSpan b) {
      bytes::Budget budget({.items = 1000, .bytes = 100'000, .depth = 16});
      const auto d = json::parse(b, budget);
      if (!d) return;
      // Each reader must bear any document, its own or not.
      for (const auto reader :
           {read_nvme_list, read_nvme_id_ctrl, read_smartctl, read_lsblk, read_storcli}) {
        if (const auto out = reader(*d, budget)) {
          EXPECT_LE(out->drives.size(), b.size());
        }
      }
      (void)read_ip_link(*d, budget);
      (void)read_usb_json(*d, budget);
      (void)read_lshw(*d, budget);
    });
  }
}

}  // namespace
}  // namespace assay::formats::hardware
