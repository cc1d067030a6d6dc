#include "formats/uefi/firmware_blob.h"

#include "unit/formats/uefi/sample_bytes.h"

namespace assay::formats::uefi {
namespace {

using testing::hex_bytes;
using testing::joined;
using testing::text_bytes;

base::Bytes blob() { return hex_bytes("0000f0ff00000000 0000100000000000"); }

base::Bytes tables() {
  bytes::Writer out;
  out.le64(1).raw(guid("f2fd1544-9794-4a2c-992e-e5bbcf20e394").raw).le64(0x63670000);
  return std::move(out).release();
}

base::Bytes described(std::string_view text, const base::Bytes& rest) {
  return joined({hex_bytes("07"), text_bytes(text), rest});
}

TEST(FirmwareBlob, GivesBaseAndLength) {
  const base::Bytes sample = blob();
  const auto parsed = parse_firmware_blob(bytes::Reader(sample));
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->base, 0xFFF00000U);
  EXPECT_EQ(parsed->length, 0x100000U);
}

TEST(FirmwareBlob, OfTheSecondFormHasADescription) {
  const base::Bytes sample = described("FV_MAIN", blob());
  const auto parsed = parse_firmware_blob2(bytes::Reader(sample));
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(bytes::as_chars(parsed->description), "FV_MAIN");
  EXPECT_FALSE(parse_firmware_blob(bytes::Reader(sample)).has_value());
}

TEST(HandoffTables, GivesTypesAndAddresses) {
  const base::Bytes sample = tables();
  bytes::Budget budget;
  const auto parsed = parse_handoff_tables(bytes::Reader(sample), budget);
  ASSERT_TRUE(parsed.has_value());
  ASSERT_EQ(parsed->tables.size(), 1U);
  EXPECT_EQ(known_name(parsed->tables[0].type), "SMBIOS 3");
  EXPECT_EQ(parsed->tables[0].address, 0x63670000U);
  const base::Bytes second = described("SMBIOS!", tables());
  const auto again = parse_handoff_tables2(bytes::Reader(second), budget);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(bytes::as_chars(again->description), "SMBIOS!");
}

TEST(HandoffTables, RefusesMoreTablesThanFollow) {
  base::Bytes sample = tables();
  sample[7] = std::byte{0x80};
  bytes::Budget budget;
  const auto parsed = parse_handoff_tables(bytes::Reader(sample), budget);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().field, "NumberOfTables");
}

TEST(HandoffTables, SpendsItsBudget) {
  bytes::Budget none(bytes::Limits{.items = 0});
  const auto parsed = parse_handoff_tables(bytes::Reader(tables()), none);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().fault, bytes::Fault::budget);
}

// Every prefix is refused, every mutation survived.
template <class Parse>
void hostile(const base::Bytes& sample, Parse parse) {
  testing::every_prefix(sample, [&](bytes::ByteSpan data) {
    EXPECT_EQ(parse(bytes::Reader(data)).has_value(), data.size() == sample.size());
  });
  testing::mutations(sample, 1000, 7, [&](bytes::ByteSpan data) {
    const auto found = parse(bytes::Reader(data));
    if (found) {
      EXPECT_LE(found->description.size(), data.size());
    }
  });
}

TEST(FirmwareBlob, SurvivesHostileBytes) {
  hostile(blob(), parse_firmware_blob);
  hostile(described("FV_MAIN", blob()), parse_firmware_blob2);
}

TEST(HandoffTables, SurvivesHostileBytes) {
  bytes::Budget budget;
  hostile(tables(), [&](bytes::Reader r) { return parse_handoff_tables(r, budget); });
  hostile(described("SMBIOS!", tables()),
          [&](bytes::Reader r) { return parse_handoff_tables2(r, budget); });
}

}  // namespace
}  // namespace assay::formats::uefi
