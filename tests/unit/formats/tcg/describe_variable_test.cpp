#include "formats/uefi/load_option.h"
#include "unit/formats/tcg/described.h"

namespace assay::formats::tcg {
namespace {

using namespace testing;
using uefi::kGlobalVariable;
using uefi::kImageSecurityDatabase;
using uefi::kShimLock;

TEST(DescribeVariable, SaysWhetherSecureBootIsOn) {
  const Description on = described(EV_EFI_VARIABLE_DRIVER_CONFIG,
                                   variable(kGlobalVariable, "SecureBoot", hex_bytes("01")), 7);
  EXPECT_EQ(on.what, "variable SecureBoot");
  EXPECT_EQ(on.text, "variable SecureBoot: on");
  const Description off = described(EV_EFI_VARIABLE_DRIVER_CONFIG,
                                    variable(kGlobalVariable, "SecureBoot", hex_bytes("00")), 7);
  EXPECT_EQ(off.what, on.what);
  EXPECT_EQ(off.text, "variable SecureBoot: off");
  EXPECT_EQ(detail(off, "vendor"), "EFI_GLOBAL_VARIABLE");
}

TEST(DescribeVariable, TellsAnImpostorFromTheVariable) {
  const Description said = described(EV_EFI_VARIABLE_DRIVER_CONFIG,
                                     variable(kTestOwner, "SecureBoot", hex_bytes("01")), 7);
  EXPECT_EQ(said.what, "variable SecureBoot of 01020304-0506-0708-090a-0b0c0d0e0f10");
  const Description nul = described(
      EV_EFI_VARIABLE_DRIVER_CONFIG,
      variable(kGlobalVariable, std::string_view("SecureBoot\0x", 12), hex_bytes("01")), 7);
  EXPECT_EQ(nul.what, "variable SecureBoot\\x00x");
}

TEST(DescribeVariable, CountsDatabasesAndNamesCertificates) {
  const base::Bytes data =
      joined({signature_list(uefi::kCertX509, {certificate("Test Key")}),
              signature_list(uefi::kCertSha256, {base::Bytes(32), base::Bytes(32)})});
  const Description said =
      described(EV_EFI_VARIABLE_DRIVER_CONFIG, variable(kImageSecurityDatabase, "dbx", data), 7);
  EXPECT_EQ(said.what, "variable dbx");
  EXPECT_EQ(said.text, "variable dbx: 1 certificate (CN=Test Key), 2 image digests");
  EXPECT_EQ(detail(said, "certificate"), "CN=Test Key");
  EXPECT_EQ(detail(said, "image_digests"), "2");
  const Description empty =
      described(EV_EFI_VARIABLE_DRIVER_CONFIG, variable(kGlobalVariable, "PK", {}), 7);
  EXPECT_EQ(empty.text, "variable PK: empty");
}

TEST(DescribeVariable, SaysThatADatabaseDoesNotDecode) {
  const Description said = described(EV_EFI_VARIABLE_DRIVER_CONFIG,
                                     variable(kImageSecurityDatabase, "db", hex_bytes("0102")), 7);
  EXPECT_EQ(said.what, "variable db");
  EXPECT_EQ(detail(said, "undecoded"), "2 bytes: 0102");
}

TEST(DescribeVariable, ReadsTheBootOrderAndItsOptions) {
  const Description order = described(
      EV_EFI_VARIABLE_BOOT, variable(kGlobalVariable, "BootOrder", hex_bytes("03000a00")), 1);
  EXPECT_EQ(order.text, "variable BootOrder: Boot0003, Boot000A");

  const base::Bytes path = boot_path();
  bytes::Writer option;
  option.le32(0).le16(static_cast<std::uint16_t>(path.size())).raw(utf16z("Linux")).raw(path);
  option.raw(utf16z("quiet"));
  const Description said = described(
      EV_EFI_VARIABLE_BOOT, variable(kGlobalVariable, "Boot0003", std::move(option).release()), 1);
  EXPECT_EQ(said.what, "variable Boot0003");
  EXPECT_EQ(said.text,
            "variable Boot0003: \"Linux\" PciRoot(0x0)/Pci(0x1f,0x2)/\\EFI\\BOOT\\BOOTX64.EFI, "
            "inactive, quiet");
  EXPECT_EQ(detail(said, "path"), "PciRoot(0x0)/Pci(0x1f,0x2)/\\EFI\\BOOT\\BOOTX64.EFI");
  EXPECT_EQ(detail(said, "optional_data"), "quiet");
}

TEST(DescribeVariable, SaysWhichAuthorityVerifiedAnImage) {
  const base::Bytes owned =
      joined({hex_bytes("bd9afa775903324dbd6028f4e78f784b"), certificate("CA")});
  const Description firmware =
      described(EV_EFI_VARIABLE_AUTHORITY, variable(kImageSecurityDatabase, "db", owned), 7);
  EXPECT_EQ(firmware.what, "authority db");
  EXPECT_EQ(firmware.text, "authority db: CN=CA (owner Microsoft)");
  const Description shim =
      described(EV_EFI_VARIABLE_AUTHORITY, variable(kShimLock, "Shim", certificate("Distro")), 7);
  EXPECT_EQ(shim.text, "authority Shim: CN=Distro");
  const Description digest =
      described(EV_EFI_VARIABLE_AUTHORITY,
                variable(kImageSecurityDatabase, "db",
                         joined({hex_bytes(std::string(32, '1')), base::Bytes(32)})),
                7);
  EXPECT_EQ(detail(digest, "image_digest"), std::string(64, '0'));
}

TEST(DescribeVariable, PutsTheSbatLevelOnOneLine) {
  const Description said =
      described(EV_EFI_VARIABLE_AUTHORITY,
                variable(kShimLock, "SbatLevel", text_bytes("sbat,1,2022052400\ngrub,2\n")), 7);
  EXPECT_EQ(said.text, "authority SbatLevel: sbat,1,2022052400; grub,2");
}

TEST(DescribeVariable, SurvivesHostileBytes) {
  const base::Bytes sample =
      variable(kImageSecurityDatabase, "db",
               joined({signature_list(uefi::kCertX509, {certificate("Test Key")})}));
  for (const std::uint32_t type : {EV_EFI_VARIABLE_DRIVER_CONFIG, EV_EFI_VARIABLE_AUTHORITY})
    attack(sample, [type](bytes::ByteSpan data) {
      const Description said = described(type, data, 7);
      EXPECT_FALSE(said.what.empty());
      EXPECT_LE(said.text.size(), 603U);
    });
}

}  // namespace
}  // namespace assay::formats::tcg
