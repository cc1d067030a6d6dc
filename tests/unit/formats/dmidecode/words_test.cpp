#include "formats/dmidecode/words.h"

#include <gtest/gtest.h>

#include "formats/smbios/words.h"

namespace assay::formats::dmidecode {
namespace {

TEST(DmidecodeWords, numbers) {
  EXPECT_EQ(read_number("3200 MT/s"), 3200U);
  EXPECT_EQ(read_number("0xCA2 (I/O)"), 0xCA2U);
  EXPECT_EQ(read_number("  17"), 17U);
  EXPECT_EQ(read_number("18446744073709551615"), ~0ULL);
  EXPECT_EQ(read_number("18446744073709551616"), std::nullopt);
  EXPECT_EQ(read_number("Unknown"), std::nullopt);
  EXPECT_EQ(read_number("0x"), std::nullopt);
  EXPECT_EQ(read_number(""), std::nullopt);
}

TEST(DmidecodeWords, sizes_in_old_and_new_units) {
  EXPECT_EQ(read_size("64 GB")->bytes, 64ULL << 30U);
  EXPECT_EQ(read_size("64 GiB")->bytes, 64ULL << 30U);
  EXPECT_EQ(read_size("32767 MB")->bytes, 32767ULL << 20U);
  EXPECT_EQ(read_size("128 kB")->bytes, 128U << 10U);
  EXPECT_EQ(read_size("106880 bytes")->bytes, 106880U);
  EXPECT_EQ(read_size("6 TB")->bytes, 6ULL << 40U);
  EXPECT_EQ(read_size("No Module Installed")->bytes, 0U);
  EXPECT_EQ(read_size("None")->bytes, 0U);
  EXPECT_FALSE(read_size("Unknown"));
  EXPECT_FALSE(read_size("64"));
  EXPECT_FALSE(read_size("18446744073709551615 kB")) << "more than 64 bits hold";
}

TEST(DmidecodeWords, voltages) {
  EXPECT_EQ(read_volts("1.2 V")->value, 1200U);
  EXPECT_EQ(read_volts(" 1.350 V")->value, 1350U);
  EXPECT_EQ(read_volts("0.003 V")->value, 3U);
  EXPECT_FALSE(read_volts("Unknown"));
  EXPECT_FALSE(read_volts("5.0 V 3.3 V")) << "two are no value";
}

TEST(DmidecodeWords, addresses_releases_and_makers) {
  EXPECT_EQ(smbios::to_text(*read_address("0000:3b:00.1")), "0000:3b:00.1");
  EXPECT_FALSE(read_address("0000:3b:20.1"));
  EXPECT_FALSE(read_address("0000:3b:00.8"));
  EXPECT_FALSE(read_address("10000:3b:00.1"));
  EXPECT_EQ(smbios::to_text(*read_release("600.18")), "600.18");
  EXPECT_FALSE(read_release("6"));
  EXPECT_EQ(smbios::to_text(*read_jedec("Bank 12, Hex 0x45")), "bank 12, 0x45");
  EXPECT_FALSE(read_jedec("Unknown"));
}

TEST(DmidecodeWords, uuids) {
  EXPECT_EQ(smbios::to_text(*read_uuid("4C4C4544-0039-3010-8048-B7C04F384432")),
            "4c4c4544-0039-3010-8048-b7c04f384432");
  for (const auto* none :
       {"--", "Not Settable", "00000000-0000-0000-0000-000000000000",
        "4C4C4544-0039-3010-8048-B7C04F38443", "4C4C4544x0039-3010-8048-B7C04F384432",
        "4G4C4544-0039-3010-8048-B7C04F384432"})
    EXPECT_FALSE(read_uuid(none)) << none;
}

TEST(DmidecodeWords, rows_of_hex) {
  std::vector<std::byte> out;
  EXPECT_TRUE(read_hex_row("2C 09 06 00", out));
  EXPECT_EQ(out.size(), 4U);
  for (const auto* text : {"2C09", "2C 0", "2C 09 0G", "BMC Firmware", "2C-09", ""})
    EXPECT_FALSE(read_hex_row(text, out)) << text;
  EXPECT_FALSE(read_hex_row("00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10", out));
  EXPECT_EQ(out.size(), 4U) << "nothing is taken of a row that is none";
}

TEST(DmidecodeWords, flags_in_one_line) {
  const auto detail = [](std::string_view text) {
    return read_flat_flags(text, smbios::words::memory_type_detail);
  };
  EXPECT_EQ(detail("Synchronous Registered (Buffered)"), (1U << 7U) | (1U << 13U));
  EXPECT_EQ(detail("Non-Volatile"), 1U << 12U);
  EXPECT_EQ(detail("Something LRDIMM"), 1U << 15U);
  EXPECT_EQ(detail("Synchronousness"), 0U);
  EXPECT_EQ(read_flat_flags("Pipeline Burst", smbios::words::sram_type), 1U << 4U);
  EXPECT_EQ(bit_of("UEFI is supported", smbios::words::bios_characteristics), 43U);
  EXPECT_EQ(bit_of("Firmware is upgradeable", smbios::words::bios_characteristics), 11U);
  EXPECT_EQ(bit_of("something else", smbios::words::bios_characteristics), std::nullopt);
}

}  // namespace
}  // namespace assay::formats::dmidecode
