// What the firmware writes besides variables and images.
#include "unit/formats/tcg/described.h"

namespace assay::formats::tcg {
namespace {

using namespace testing;
using namespace std::string_view_literals;

TEST(DescribeFirmware, KnowsSeparators) {
  EXPECT_EQ(described(EV_SEPARATOR, hex_bytes("00000000")).text, "separator");
  EXPECT_EQ(described(EV_SEPARATOR, hex_bytes("ffffffff")).text, "separator");
  EXPECT_EQ(described(EV_SEPARATOR, hex_bytes("01000000")).text,
            "separator: the firmware reports an error");
  EXPECT_EQ(described(EV_SEPARATOR, text_bytes("WBCL")).text,
            "separator: Windows closes its log of this PCR (WBCL)");
  EXPECT_EQ(described(EV_SEPARATOR, hex_bytes("efbeadde")).text, "separator: value 0xdeadbeef");
  EXPECT_EQ(described(EV_SEPARATOR, hex_bytes("efbeadde")).what, "separator");
}

TEST(DescribeFirmware, KnowsActions) {
  EXPECT_EQ(described(EV_EFI_ACTION, text_bytes("Exit Boot Services Invocation"), 5).what,
            "action: Exit Boot Services Invocation");
  EXPECT_EQ(described(EV_EFI_ACTION, utf16z("DMA Protection Disabled"), 7).what,
            "action: DMA Protection Disabled");
}

TEST(DescribeFirmware, KnowsVersions) {
  const Description version = described(EV_S_CRTM_VERSION, utf16z("N32ET68W "));
  EXPECT_EQ(version.what, "S-CRTM version");
  EXPECT_EQ(version.text, "S-CRTM version: N32ET68W ");
  EXPECT_EQ(described(EV_S_CRTM_VERSION, hex_bytes("1efb6b540c1d5540a4ad4ef4bf17b83a")).text,
            "S-CRTM version: 546bfb1e-1d0c-4055-a4ad-4ef4bf17b83a");
  EXPECT_EQ(described(EV_S_CRTM_VERSION, hex_bytes("0000")).text,
            "S-CRTM version: 2 bytes of zero");
  EXPECT_EQ(described(EV_CPU_MICROCODE, text_bytes("Load microcode revision 000000A1")).what,
            "CPU microcode");
}

TEST(DescribeFirmware, KnowsBlobs) {
  const base::Bytes range = hex_bytes("0000f0ff00000000 0000100000000000");
  EXPECT_EQ(described(EV_EFI_PLATFORM_FIRMWARE_BLOB, range).what, "firmware blob");
  EXPECT_EQ(described(EV_EFI_PLATFORM_FIRMWARE_BLOB, range).text,
            "firmware blob: 1048576 bytes at 0xfff00000");
  EXPECT_EQ(described(EV_EFI_PLATFORM_FIRMWARE_BLOB2,
                      joined({hex_bytes("07"), text_bytes("FV_MAIN"), range}))
                .what,
            "firmware blob FV_MAIN");
  EXPECT_EQ(described(EV_POST_CODE, range).what, "POST code");
  EXPECT_EQ(described(EV_POST_CODE, text_bytes("ACPI DATA")).what, "POST code ACPI DATA");
  EXPECT_EQ(described(EV_S_CRTM_CONTENTS, text_bytes("Boot Guard Measured S-CRTM\0"sv)).what,
            "S-CRTM contents Boot Guard Measured S-CRTM");
}

TEST(DescribeFirmware, KnowsTables) {
  const base::Bytes table =
      hex_bytes("0100000000000000 4415fdf294972c4a992ee5bbcf20e394 0000676300000000");
  const Description said = described(EV_EFI_HANDOFF_TABLES, table, 1);
  EXPECT_EQ(said.what, "handoff tables SMBIOS 3");
  EXPECT_EQ(said.text, "handoff tables: SMBIOS 3 at 0x63670000");
}

TEST(DescribeFirmware, KnowsThePartitionTable) {
  bytes::Writer out;
  out.raw(bytes::as_bytes("EFI PART")).zeros(48).raw(kTestOwner.raw).zeros(8).le32(128).le32(128);
  out.le32(0).le64(1);
  out.raw(uefi::guid("c12a7328-f81f-11d2-ba4b-00a0c93ec93b").raw).raw(kTestOwner.raw);
  out.le64(2048).le64(4095).le64(0).raw(utf16("ESP")).zeros(66);
  const base::Bytes data = std::move(out).release();
  const Description said = described(EV_EFI_GPT_EVENT, data, 5);
  EXPECT_EQ(said.what, "GPT partition table");
  EXPECT_EQ(said.text,
            "GPT of disk 01020304-0506-0708-090a-0b0c0d0e0f10: 1 partition; EFI system partition "
            "\"ESP\", LBA 2048 to 4095");
}

TEST(DescribeFirmware, KnowsTheBiosPartitionTable) {
  bytes::Writer out;
  out.le32(0xCAFE0001).le16(0);
  out.u8(0x80).zeros(3).u8(0x07).zeros(3).le32(2048).le32(4096).zeros(48).le16(0xAA55);
  const base::Bytes data = std::move(out).release();
  EXPECT_EQ(described(EV_IPL_PARTITION_DATA, data, 5).text,
            "MBR partition table, disk signature 0xcafe0001: partition 1 of type 0x07, LBA 2048, "
            "4096 sectors");
}

TEST(DescribeFirmware, KnowsNamesBeforeBytes) {
  const Description guest =
      described(EV_NONHOST_INFO, joined({text_bytes("GCE NonHostInfo\0\x04"sv), base::Bytes(15)}));
  EXPECT_EQ(guest.text, "memory encryption technology: AMD SEV-SNP");
  const Description management =
      described(EV_NONHOST_INFO, joined({text_bytes("IntelCSxEEvent01\0"sv), hex_bytes("0102")}));
  EXPECT_EQ(management.what, "non-host information IntelCSxEEvent01");
  EXPECT_EQ(described(EV_PLATFORM_CONFIG_FLAGS, text_bytes("FeatureTME=1"), 1).what,
            "platform configuration flags FeatureTME");
  EXPECT_EQ(described(EV_COMPACT_HASH, hex_bytes("0c000000")).what, "compact hash 0xc");
}

TEST(DescribeFirmware, ShowsWhatItDoesNotKnow) {
  const Description unknown = described(0x80000042, hex_bytes("0102030405"));
  EXPECT_EQ(unknown.what, "0x80000042");
  EXPECT_EQ(unknown.text, "0x80000042: 5 bytes: 0102030405");
  EXPECT_EQ(detail(unknown, "undecoded"), "5 bytes: 0102030405");
  EXPECT_EQ(described(EV_OMIT_BOOT_DEVICE_EVENTS, {}).text, "boot device events omitted: no data");
}

TEST(DescribeFirmware, NeverLetsAFileMoveTheCursor) {
  const Description said = described(EV_S_CRTM_VERSION, utf16z("a\x1b[2Jb"));
  EXPECT_EQ(said.text.find('\x1b'), std::string::npos);
}

TEST(DescribeFirmware, ShortensItsWordsWhereTheBudgetIsSpent) {
  const base::Bytes data = variable(uefi::kGlobalVariable, "SecureBoot", hex_bytes("01"));
  Event event;
  event.type = EV_EFI_VARIABLE_DRIVER_CONFIG;
  event.data = data;
  bytes::Budget spent(bytes::Limits{.items = 0});
  const Description said = describe(EventLog{}, event, spent);
  EXPECT_EQ(said.what, "EV_EFI_VARIABLE_DRIVER_CONFIG");
  bytes::Budget enough(bytes::Limits{.items = 1, .bytes = data.size()});
  EXPECT_EQ(describe(EventLog{}, event, enough).text, "variable SecureBoot: on");
  bytes::Budget one_byte_short(bytes::Limits{.items = 1, .bytes = data.size() - 1});
  EXPECT_EQ(describe(EventLog{}, event, one_byte_short).what, "EV_EFI_VARIABLE_DRIVER_CONFIG");
}

TEST(DescribeFirmware, SurvivesEveryTypeWithHostileBytes) {
  const base::Bytes sample = joined({hex_bytes("0100000000000000"), boot_path(), utf16z("text")});
  for (const std::uint32_t base : {0x0U, 0x400U, 0x80000000U, 0x800000E0U})
    for (std::uint32_t type = base; type < base + 0x16; ++type)
      mutations(sample, 50, type, [type](bytes::ByteSpan data) {
        const Description said = described(type, data);
        EXPECT_FALSE(said.what.empty());
        EXPECT_FALSE(said.text.empty());
        EXPECT_LE(said.text.size(), 603U);
      });
}

}  // namespace
}  // namespace assay::formats::tcg
