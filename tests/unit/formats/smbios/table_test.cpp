#include "formats/smbios/table.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "support/mutate.h"

namespace assay::formats::smbios {
namespace {

Table parse(bytes::ByteSpan bytes, bytes::Limits limits = {}) {
  bytes::Budget budget(limits);
  return parse_table(bytes::Reader(bytes), budget);
}

/// One structure: header, the rest of the formatted area, strings and their terminator.
void put(bytes::Writer& w, std::uint8_t type, std::uint16_t handle, bytes::ByteSpan fields,
         std::initializer_list<std::string_view> strings) {
  w.u8(type).u8(static_cast<std::uint8_t>(4 + fields.size())).le16(handle).raw(fields);
  for (const std::string_view s : strings) w.raw(bytes::as_bytes(s)).u8(0);
  if (strings.size() == 0) w.u8(0);
  w.u8(0);
}

base::Bytes sample() {
  bytes::Writer w;
  bytes::Writer system;
  system.u8(1).u8(2).u8(0).u8(3);  // manufacturer, product, version (none), serial
  for (std::uint8_t i = 0; i < 16; ++i) system.u8(i);
  put(w, 1, 0x0100, system.view(), {"ACME", "Rack One", "S/N 7"});
  put(w, 32, 0x2000, base::Bytes(7), {});
  put(w, 127, 0x7F00, {}, {});
  return std::move(w).release();
}

TEST(SmbiosTable, reads_structures_and_their_strings) {
  const base::Bytes bytes = sample();
  const Table table = parse(bytes);
  EXPECT_FALSE(table.broken);
  ASSERT_EQ(table.structures.size(), 3U);
  const Structure& system = table.structures[0];
  EXPECT_EQ(system.type, 1);
  EXPECT_EQ(system.handle, 0x0100);
  EXPECT_EQ(system.formatted.size(), 24U);
  EXPECT_EQ(system.string_at(4), "ACME");
  EXPECT_EQ(system.string_at(5), "Rack One");
  EXPECT_EQ(system.string_at(6), "") << "0 names no string";
  EXPECT_EQ(system.string_at(7), "S/N 7");
  EXPECT_EQ(system.string_at(12), "") << "4 is one more than there are";
  EXPECT_EQ(system.string_at(24), "") << "beyond the formatted area";
  EXPECT_TRUE(table.structures[1].strings.empty());
  EXPECT_EQ(table.structures[2].type, 127);
}

TEST(SmbiosTable, gives_the_system_uuid_unless_it_says_nothing) {
  const auto uuid = system_uuid(parse(sample()));
  ASSERT_TRUE(uuid);
  EXPECT_EQ(bytes::to_hex(*uuid), "000102030405060708090a0b0c0d0e0f");
  const auto with = [](std::size_t fields, std::uint8_t value) {
    bytes::Writer w;
    put(w, 1, 1, base::Bytes(fields, static_cast<std::byte>(value)), {});
    return std::move(w).release();
  };
  EXPECT_TRUE(system_uuid(parse(with(20, 7))));
  EXPECT_FALSE(system_uuid(parse(with(19, 7)))) << "a structure of before SMBIOS 2.1";
  EXPECT_FALSE(system_uuid(parse(with(20, 0x00))));
  EXPECT_FALSE(system_uuid(parse(with(20, 0xFF))));
  EXPECT_FALSE(system_uuid(parse({})));
}

TEST(SmbiosTable, ends_at_type_127_whatever_follows) {
  base::Bytes bytes = sample();
  bytes.insert(bytes.end(), 64, std::byte{0xFF});
  EXPECT_EQ(parse(bytes).structures.size(), 3U);
  EXPECT_FALSE(parse(bytes).broken);
  const base::Bytes bare = *bytes::from_hex("7f04007f");  // firmware that leaves its terminator out
  EXPECT_FALSE(parse(bare).broken);
}

TEST(SmbiosTable, keeps_what_came_before_trouble_and_says_where_it_is) {
  bytes::Writer w;
  put(w, 32, 1, {}, {"x"});
  const std::size_t good = w.size();
  w.u8(9).u8(3).le16(2).zeros(2);
  const Table table = parse(w.view());
  EXPECT_EQ(table.structures.size(), 1U);
  ASSERT_TRUE(table.broken);
  EXPECT_EQ(table.broken->field, "Length");
  EXPECT_EQ(table.broken->offset, good + 1);
}

TEST(SmbiosTable, an_empty_string_set_is_two_nuls_and_nothing_else) {
  const base::Bytes bytes = *bytes::from_hex(
      "20040100"
      "00"
      "41"
      "0000");
  const Table table = parse(bytes);
  ASSERT_TRUE(table.broken);
  EXPECT_EQ(table.broken->field, "string set terminator");
  EXPECT_EQ(table.broken->offset, 5U);
}

TEST(SmbiosTable, structures_and_strings_are_charged) {
  // 3 structures, 4 strings or terminators of the first, 1 of the second.
  EXPECT_FALSE(parse(sample(), {.items = 8}).broken);
  const Table table = parse(sample(), {.items = 7});
  ASSERT_TRUE(table.broken);
  EXPECT_EQ(table.broken->fault, bytes::Fault::budget);
  EXPECT_EQ(table.structures.size(), 2U);
}

TEST(SmbiosTable, a_truncated_prefix_gives_only_whole_structures) {
  const base::Bytes bytes = sample();
  const Table whole = parse(bytes);
  testing::every_prefix(bytes, [&](bytes::ByteSpan cut) {
    const Table table = parse(cut);
    ASSERT_LE(table.structures.size(), whole.structures.size());
    for (std::size_t i = 0; i < table.structures.size(); ++i) {
      ASSERT_EQ(table.structures[i].offset, whole.structures[i].offset);
      ASSERT_EQ(table.structures[i].strings, whole.structures[i].strings);
    }
    const bool whole_one =
        table.structures.size() == 3 || cut.empty() ||
        cut.size() == whole.structures[std::min<std::size_t>(table.structures.size(), 2)].offset;
    ASSERT_EQ(table.broken.has_value(), !whole_one) << cut.size();
  });
}

TEST(SmbiosTable, mutations_never_give_views_outside_the_table) {
  testing::mutations(sample(), 1000, 11, [](bytes::ByteSpan mutant) {
    std::uint64_t end = 0;
    for (const Structure& s : parse(mutant).structures) {
      ASSERT_GE(s.offset, end);
      end = s.offset + s.formatted.size();
      for (const std::string_view text : s.strings) end += text.size() + 1;
      ASSERT_LE(end, mutant.size());
      for (std::size_t at = 0; at < 300; ++at) (void)s.string_at(at);
    }
  });
}

TEST(SmbiosTable, reads_what_firmware_wrote) {
  const base::Bytes bytes = testing::read_source("samples/fleet/node-01/inventory/smbios.bin");
  const Table table = parse(bytes);
  EXPECT_FALSE(table.broken);
  EXPECT_TRUE(system_uuid(table));
  ASSERT_GT(table.structures.size(), 2U);
  EXPECT_EQ(table.structures[1].string_at(5), "SX1");
}

}  // namespace
}  // namespace assay::formats::smbios
