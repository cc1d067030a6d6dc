#include <gtest/gtest.h>

#include "inspect/artefact.h"
#include "support/smbios_builder.h"

namespace assay::inspect {
namespace {

InspectedArtefact look(bytes::ByteSpan bytes) {
  crypto::HashEngine hash;
  auto found = inspect("file", bytes, {}, hash);
  EXPECT_EQ(found.size(), 1U);
  return found.at(0);
}

TEST(OpenSmbios, a_table_with_its_entry_point) {
  const auto table = testing::smbios_table(testing::smbios_server());
  const auto entry = testing::smbios3_entry_point(static_cast<std::uint32_t>(table.size()));
  const auto got = look(testing::smbios_dump(entry, table));
  EXPECT_EQ(got.kind, "smbios.table");
  EXPECT_EQ(got.summary,
            "SMBIOS table 3.2, 16 structures: Acme Server 9, 1 processor, 1 memory module");
  EXPECT_TRUE(got.findings.empty());
  EXPECT_EQ(got.detail["version"], "3.2");
  EXPECT_EQ(got.detail["entry_point"]["anchor"], "_SM3_");
  EXPECT_EQ(got.detail["entry_point"]["checksum_good"], true);
  const auto& list = got.detail["structures"];
  ASSERT_EQ(list.size(), 16U);
  EXPECT_EQ(list[1]["type"], 1);
  EXPECT_EQ(list[1]["handle"], "0x0001");
  EXPECT_EQ(list[1]["name"], "System Information");
  EXPECT_EQ(list[1]["product_name"], "Server 9");
  EXPECT_EQ(list[1]["uuid"], "13121110-1514-1716-1819-1a1b1c1d1e1f");
  EXPECT_EQ(list[0]["offset"], 0x20);
  EXPECT_EQ(list[0]["characteristics"][2], "UEFI is supported");
  EXPECT_EQ(list[4]["signature"], "family 6, model 85, stepping 7");
  EXPECT_EQ(list[8]["size"], "32 GiB");
  EXPECT_EQ(list[8]["size_bytes"], 1ULL << 35U);
  EXPECT_EQ(list[8]["speed_mts"], 3200);
  EXPECT_FALSE(list[8].contains("pmic0_revision")) << "not there and not zero";
  EXPECT_NE(got.text.find("M393A4K40DB3-CWE"), std::string::npos);
  EXPECT_NE(got.text.find("(not populated)"), std::string::npos);
}

TEST(OpenSmbios, a_bare_table_and_an_entry_point_alone) {
  const auto bare = look(testing::smbios_table(testing::smbios_server()));
  EXPECT_EQ(bare.kind, "smbios.table");
  EXPECT_EQ(bare.detail["version"], nullptr);
  EXPECT_FALSE(bare.detail.contains("entry_point"));
  auto entry = testing::smbios3_entry_point(0x1000);
  const auto alone = look(entry);
  EXPECT_EQ(alone.kind, "smbios.table");
  EXPECT_EQ(alone.detail["entry_point"]["table_length"], 0x1000);
  EXPECT_TRUE(alone.findings.empty());
  entry[5] ^= std::byte{1};
  EXPECT_EQ(look(entry).findings.size(), 1U);
}

TEST(OpenSmbios, a_table_that_breaks_off_is_told_and_shown) {
  auto bytes = testing::smbios_table(testing::smbios_server());
  bytes.resize(bytes.size() - 20);
  const auto got = look(bytes);
  EXPECT_EQ(got.kind, "smbios.table");
  ASSERT_EQ(got.findings.size(), 1U);
  EXPECT_EQ(got.findings[0].code, "artefact.malformed");
  EXPECT_EQ(got.detail["structures"].size(), 14U);
}

constexpr std::string_view kText =
    "# dmidecode 3.3\n"
    "SMBIOS 3.2 present.\n"
    "\n"
    "Handle 0x0001, DMI type 1, 27 bytes\n"
    "System Information\n"
    "\tManufacturer: Acme\n"
    "\tProduct Name: Server 9\n"
    "\tFuture Field: x\n"
    "\n"
    "Handle 0x1100, DMI type 17, 84 bytes\n"
    "Memory Device\n"
    "\tSize: 32 GB\n"
    "\tType: DDR4\n"
    "\tLocator: P1-DIMMA1\n"
    "\n"
    "Invalid entry length (0). DMI table is broken! Stop.\n";

TEST(OpenSmbios, dmidecodes_text_gives_the_same_detail) {
  const auto got = look(bytes::as_bytes(kText));
  EXPECT_EQ(got.kind, "smbios.dmidecode");
  EXPECT_EQ(got.summary, "dmidecode of SMBIOS 3.2, 2 structures: Acme Server 9, 1 memory module");
  EXPECT_TRUE(got.findings.empty());
  const auto& list = got.detail["structures"];
  EXPECT_EQ(list[0]["line"], 4);
  EXPECT_EQ(list[0]["product_name"], "Server 9");
  EXPECT_EQ(list[0]["lines"][0], "Future Field: x");
  EXPECT_EQ(list[1]["size_bytes"], 1ULL << 35U);
  EXPECT_EQ(list[1]["memory_type"], "DDR4");
  EXPECT_EQ(got.detail["notes"][0],
            "line 16: Invalid entry length (0). DMI table is broken! Stop.");
}

TEST(OpenSmbios, detail_and_text_only_where_wanted) {
  crypto::HashEngine hash;
  const auto bytes = testing::smbios_table(testing::smbios_server());
  const auto text = inspect("file", bytes, {.want_text = true, .want_detail = false}, hash);
  EXPECT_FALSE(text.at(0).detail.contains("structures"));
  EXPECT_FALSE(text.at(0).text.empty());
}

}  // namespace
}  // namespace assay::inspect
