#include "formats/uefi/device_path.h"

#include <ostream>

#include "unit/formats/uefi/sample_bytes.h"

namespace assay::formats::uefi {
namespace {

using testing::end_node;
using testing::hex_bytes;
using testing::joined;
using testing::node;
using testing::text_bytes;
using testing::utf16z;

struct Case {
  base::Bytes path;
  std::string text;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.text; }

class DevicePathText : public ::testing::TestWithParam<Case> {};

TEST_P(DevicePathText, FollowsTheSpecification) {
  bytes::Budget budget;
  const auto path = parse_device_path(bytes::Reader(GetParam().path), budget);
  ASSERT_TRUE(path.has_value());
  EXPECT_EQ(path->to_text(), GetParam().text);
}

const std::string kZeroes(24, '0');

INSTANTIATE_TEST_SUITE_P(
    Hardware, DevicePathText,
    ::testing::Values(Case{node(1, 1, hex_bytes("021f")), "Pci(0x1f,0x2)"},
                      Case{node(1, 2, hex_bytes("03")), "PcCard(0x3)"},
                      Case{node(1, 3, hex_bytes("0b000000 0000000001000000 ffff000001000000")),
                           "MemoryMapped(0xb,0x100000000,0x10000ffff)"},
                      Case{node(1, 4, hex_bytes("0403020106050807090a0b0c0d0e0f10 aabb")),
                           "VenHw(01020304-0506-0708-090a-0b0c0d0e0f10,aabb)"},
                      Case{node(1, 5, hex_bytes("07000000")), "Ctrl(0x7)"},
                      Case{node(1, 6, hex_bytes("01 00e0000000000000")), "BMC(0x1,0xe000)"},
                      Case{node(2, 1, hex_bytes("d041030a00000000")), "PciRoot(0x0)"},
                      Case{node(2, 1, hex_bytes("d041080a02000000")), "PcieRoot(0x2)"},
                      Case{node(2, 1, hex_bytes("d0410604 01000000")), "Acpi(PNP0406,0x1)"},
                      Case{node(2, 2, hex_bytes("00000000 00000000 00000000 414243 00 58 00 00")),
                           "AcpiEx(ABC,,X)"},
                      Case{node(2, 3, hex_bytes("00010180 00020280")),
                           "AcpiAdr(0x80010100,0x80020200)"}));

INSTANTIATE_TEST_SUITE_P(
    Messaging, DevicePathText,
    ::testing::Values(
        Case{node(3, 1, hex_bytes("01000200")), "Ata(Secondary,Master,0x2)"},
        Case{node(3, 2, hex_bytes("01000200")), "Scsi(0x1,0x2)"},
        Case{node(3, 5, hex_bytes("0301")), "USB(0x3,0x1)"},
        Case{node(3, 10, hex_bytes("5347c1e0bef9d2119a0c0090273fc14d")), "VenPcAnsi()"},
        Case{node(3, 14, hex_bytes("00000000 00c2010000000000 08 01 01")), "Uart(115200,8,N,1)"},
        Case{node(3, 15, hex_bytes("34127856030102")), "UsbClass(0x1234,0x5678,0x3,0x1,0x2)"},
        Case{node(3, 16, joined({hex_bytes("000034127856"), testing::utf16("S1")})),
             "UsbWwid(0x1234,0x5678,0x0,\"S1\")"},
        Case{node(3, 17, hex_bytes("02")), "Unit(0x2)"},
        Case{node(3, 18, hex_bytes("0100ffff0000")), "Sata(0x1,0xffff,0x0)"},
        Case{node(3, 22, hex_bytes("0102030405060708 1112131415161718 0000 0300")),
             "SasEx(0x0102030405060708,0x1112131415161718,0x3,NoTopology,0,0,0)"},
        Case{node(3, 23, hex_bytes("01000000 0102030405060708")),
             "NVMe(0x1,08-07-06-05-04-03-02-01)"},
        Case{node(3, 25, hex_bytes("0001")), "UFS(0x0,0x1)"},
        Case{node(3, 26, hex_bytes("01")), "SD(0x1)"},
        Case{node(3, 29, hex_bytes("01")), "eMMC(0x1)"}));

INSTANTIATE_TEST_SUITE_P(
    Network, DevicePathText,
    ::testing::Values(
        Case{node(3, 11, hex_bytes("0cc47aff601c" + kZeroes + kZeroes + "000001")),
             "MAC(0cc47aff601c,0x1)"},
        Case{node(3, 12, hex_bytes("0a000001 0a000002 0000 5000 0600 01 0a0000fe ffffff00")),
             "IPv4(10.0.0.2,TCP,Static,10.0.0.1,10.0.0.254,255.255.255.0)"},
        Case{node(3, 12, hex_bytes("00000000 00000000 0000 0000 1100 00")),
             "IPv4(0.0.0.0,UDP,DHCP,0.0.0.0)"},
        Case{node(3, 20, hex_bytes("6400")), "Vlan(100)"},
        Case{node(3, 24, text_bytes("http://boot.example/x.efi")),
             "Uri(http://boot.example/x.efi)"},
        Case{node(3, 28, joined({text_bytes("lab"), base::Bytes(29)})), "Wi-Fi(lab)"},
        Case{node(3, 31, hex_bytes("00 0a000001" + kZeroes)), "Dns(10.0.0.1)"},
        Case{node(3, 19,
                  joined({hex_bytes("0000 0008 0000000000000000 0100"),
                          text_bytes("iqn.2018-10.example:disk")})),
             "iSCSI(iqn.2018-10.example:disk,0x1,0x0000000000000000,None,None,None,TCP)"}));

INSTANTIATE_TEST_SUITE_P(
    Media, DevicePathText,
    ::testing::Values(
        Case{node(4, 1,
                  hex_bytes("01000000 0008000000000000 0000100000000000 "
                            "0403020106050807090a0b0c0d0e0f10 02 02")),
             "HD(1,GPT,01020304-0506-0708-090a-0b0c0d0e0f10,0x800,0x100000)"},
        Case{node(4, 1,
                  hex_bytes("02000000 3f00000000000000 0001000000000000 78563412" + kZeroes +
                            "01 01")),
             "HD(2,MBR,0x12345678,0x3f,0x100)"},
        Case{node(4, 2, hex_bytes("01000000 1000000000000000 2000000000000000")),
             "CDROM(0x1,0x10,0x20)"},
        Case{node(4, 4, utf16z("\\EFI\\x.efi")), "\\EFI\\x.efi"},
        Case{node(4, 6, hex_bytes("0403020106050807090a0b0c0d0e0f10")),
             "FvFile(01020304-0506-0708-090a-0b0c0d0e0f10)"},
        Case{node(4, 7, hex_bytes("0403020106050807090a0b0c0d0e0f10")),
             "Fv(01020304-0506-0708-090a-0b0c0d0e0f10)"},
        Case{node(4, 8, hex_bytes("00000000 0010000000000000 ff1f000000000000")),
             "Offset(0x1000,0x1fff)"},
        Case{node(4, 9,
                  hex_bytes(
                      "0010000000000000 ff1f000000000000 5a53ab77fc454b625560f7b281d1f96e 0100")),
             "VirtualDisk(0x1000,0x1fff,1)"},
        Case{node(5, 1, joined({hex_bytes("0200 0000"), text_bytes("disk")})),
             "BBS(HD,disk,0x0)"}));

INSTANTIATE_TEST_SUITE_P(Unknown, DevicePathText,
                         ::testing::Values(Case{node(1, 1, hex_bytes("02")), "HardwarePath(1,02)"},
                                           Case{node(3, 99, hex_bytes("0a0b")), "Msg(99,0a0b)"},
                                           Case{node(0x33, 1, hex_bytes("0a")), "Path(51,1,0a)"},
                                           Case{joined({node(1, 1, hex_bytes("0001")),
                                                        node(0x7F, 1, {}),
                                                        node(1, 1, hex_bytes("0002"))}),
                                                "Pci(0x1,0x0),Pci(0x2,0x0)"}));

TEST(DevicePath, StopsAtItsEnd) {
  const base::Bytes sample = joined({testing::boot_path(), hex_bytes("aabb")});
  bytes::Budget budget;
  const auto path = parse_device_path(bytes::Reader(sample, 500), budget);
  ASSERT_TRUE(path.has_value());
  EXPECT_TRUE(path->ended);
  EXPECT_EQ(bytes::to_hex(path->trailing), "aabb");
  EXPECT_EQ(path->nodes.size(), 3U);
  EXPECT_EQ(path->nodes[1].offset, 512U);
  EXPECT_EQ(path->file(), "\\EFI\\BOOT\\BOOTX64.EFI");
  EXPECT_EQ(path->to_text(), "PciRoot(0x0)/Pci(0x1f,0x2)/\\EFI\\BOOT\\BOOTX64.EFI");
}

TEST(DevicePath, JoinsAFileInSeveralNodes) {
  const base::Bytes sample =
      joined({node(4, 4, utf16z("\\EFI")), node(4, 4, utf16z("BOOT")), end_node()});
  bytes::Budget budget;
  EXPECT_EQ(parse_device_path(bytes::Reader(sample), budget)->file(), "\\EFI\\BOOT");
}

TEST(DevicePath, RefusesALengthUnderItsHeader) {
  const base::Bytes sample = hex_bytes("01010300");
  bytes::Budget budget;
  const auto path = parse_device_path(bytes::Reader(sample, 8), budget);
  ASSERT_FALSE(path.has_value());
  EXPECT_EQ(path.error().field, "Length");
  EXPECT_EQ(path.error().offset, 10U);
}

TEST(DevicePath, SpendsItsBudgetPerNode) {
  bytes::Budget enough(bytes::Limits{.items = 3});
  EXPECT_TRUE(parse_device_path(bytes::Reader(testing::boot_path()), enough).has_value());
  bytes::Budget short_of_one(bytes::Limits{.items = 2});
  const auto path = parse_device_path(bytes::Reader(testing::boot_path()), short_of_one);
  ASSERT_FALSE(path.has_value());
  EXPECT_EQ(path.error().fault, bytes::Fault::budget);
}

TEST(DevicePath, BoundsItsText) {
  base::Bytes sample;
  for (int i = 0; i < 1000; ++i) sample = joined({sample, node(1, 1, hex_bytes("021f"))});
  bytes::Budget budget;
  const auto path = parse_device_path(bytes::Reader(sample), budget);
  ASSERT_TRUE(path.has_value());
  EXPECT_FALSE(path->ended);
  EXPECT_LT(path->to_text().size(), 1100U);
}

TEST(DevicePath, SurvivesHostileBytes) {
  testing::attack(testing::boot_path(), [](bytes::ByteSpan data) {
    bytes::Budget budget;
    const auto path = parse_device_path(bytes::Reader(data), budget);
    if (!path) return;
    EXPECT_LT(path->to_text().size(), 4096U);
    EXPECT_LT(path->file().size(), 4096U);
  });
}

}  // namespace
}  // namespace assay::formats::uefi
