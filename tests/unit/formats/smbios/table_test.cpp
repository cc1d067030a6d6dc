#include "formats/smbios/table.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "support/mutate.h"
#include "support/smbios_builder.h"

namespace assay::formats::smbios {
namespace {

using namespace std::string_view_literals;

// One structure: header, the rest of the formatted area, and its strings with their terminators.
void structure(bytes::Writer& w, std::uint8_t type, std::uint16_t handle, bytes::ByteSpan body,
               std::string_view strings) {
  w.u8(type)
      .u8(static_cast<std::uint8_t>(4 + body.size()))
      .le16(handle)
      .raw(body)
      .raw(bytes::as_bytes(strings));
}

base::Bytes system_body(std::byte fill) {
  base::Bytes body(0x1B - 4);
  body[0] = std::byte{1};
  body[1] = std::byte{2};
  std::fill_n(body.begin() + 4, 16, fill);
  return body;
}

base::Bytes sample() {
  bytes::Writer w;
  structure(w, 1, 0x0100, system_body(std::byte{0x5A}), "Maker\0Model\0\0"sv);
  structure(w, 4, 0x0400, bytes::as_bytes("\x01\x09"sv), "CPU\0\0"sv);
  structure(w, 32, 0x2000, bytes::as_bytes("\0\0"sv), "\0\0"sv);
  structure(w, 127, 0x7F00, {}, "\0\0"sv);
  return std::move(w).release();
}

Table parse(bytes::ByteSpan b, bytes::Limits limits = {}) {
  bytes::Budget budget(limits);
  return parse_table(bytes::Reader(b), budget);
}

TEST(Smbios, structures_and_their_strings_come_out) {
  const auto bytes = sample();
  const auto t = parse(bytes);
  EXPECT_FALSE(t.broken);
  ASSERT_EQ(t.structures.size(), 4U);
  EXPECT_EQ(t.structures[0].type, 1);
  EXPECT_EQ(t.structures[0].handle, 0x0100);
  EXPECT_EQ(t.structures[0].string_at(4), "Maker");
  EXPECT_EQ(t.structures[0].string_at(5), "Model");
  EXPECT_EQ(t.structures[1].string_at(4), "CPU");
  EXPECT_EQ(t.structures[1].string_at(5), "") << "string 9 of 1";
  EXPECT_EQ(t.structures[1].string_at(200), "") << "outside the formatted area";
  EXPECT_TRUE(t.structures[2].strings.empty());
  EXPECT_EQ(bytes::to_hex(system_uuid(t).value()), "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a");
}

TEST(Smbios, nothing_behind_the_end_of_table_is_read) {
  auto bytes = sample();
  const auto before = parse(bytes).structures.size();
  bytes.resize(bytes.size() + 100, std::byte{0x41});
  const auto t = parse(bytes);
  EXPECT_EQ(t.structures.size(), before);
  EXPECT_FALSE(t.broken);
}

TEST(Smbios, a_uuid_of_zeros_or_ones_is_none) {
  for (const std::byte fill : {std::byte{0}, std::byte{0xFF}}) {
    bytes::Writer w;
    structure(w, 1, 1, system_body(fill), "a\0b\0\0"sv);
    EXPECT_FALSE(system_uuid(parse(w.view())));
  }
  bytes::Writer old_form;
  structure(old_form, 1, 1, bytes::as_bytes("\x01\x02\x03\x04"sv), "a\0\0"sv);
  EXPECT_FALSE(system_uuid(parse(old_form.view()))) << "SMBIOS 2.0 has no UUID";
}

TEST(Smbios, breaks_are_named_with_their_place) {
  bytes::Writer short_length;
  short_length.u8(1).u8(3).le16(0).zeros(4);
  auto t = parse(short_length.view());
  ASSERT_TRUE(t.broken);
  EXPECT_EQ(t.broken->offset, 1U);
  EXPECT_EQ(t.broken->field, "Length");

  bytes::Writer unterminated;
  structure(unterminated, 2, 1, {}, "no end"sv);
  t = parse(unterminated.view());
  ASSERT_TRUE(t.broken);
  EXPECT_EQ(t.broken->offset, 4U);

  bytes::Writer no_set_end;
  structure(no_set_end, 2, 1, {}, "one\0"sv);
  EXPECT_TRUE(parse(no_set_end.view()).broken);
}

TEST(Smbios, structures_with_one_handle_are_all_kept) {
  bytes::Writer w;
  for (int i = 0; i < 5; ++i) structure(w, 17, 7, {}, "\0\0"sv);
  EXPECT_EQ(parse(w.view()).structures.size(), 5U);
}

TEST(Smbios, the_budget_ends_an_endless_table) {
  bytes::Writer w;
  for (int i = 0; i < 1000; ++i) structure(w, 17, 7, {}, "a\0b\0\0"sv);
  const auto t = parse(w.view(), {.items = 40, .bytes = 0, .depth = 1});
  ASSERT_TRUE(t.broken);
  EXPECT_EQ(t.broken->fault, bytes::Fault::budget);
  EXPECT_EQ(t.structures.size(), 10U);
}

TEST(Smbios, survives_every_prefix_and_mutation) {
  const auto bytes = sample();
  testing::every_prefix(bytes, [&](bytes::ByteSpan b) {
    const auto t = parse(b);
    EXPECT_LE(t.structures.size(), 4U);
    if (b.size() < bytes.size() - 2 && !b.empty()) {
      EXPECT_TRUE(t.broken || t.structures.size() < 4);
    }
  });
  testing::mutations(bytes, 1000, 6, [](bytes::ByteSpan b) {
    const auto t = parse(b);
    for (const auto& s : t.structures)
      for (std::size_t at = 0; at < 256; ++at) EXPECT_LE(s.string_at(at).size(), b.size());
    (void)system_uuid(t);
  });
}

TEST(Smbios, a_dump_has_its_table_behind_the_entry_point) {
  const auto table = testing::smbios_table({testing::smbios_system()});
  const auto size = static_cast<std::uint16_t>(table.size());
  for (const auto& entry :
       {testing::smbios3_entry_point(size), testing::smbios2_entry_point(size, 2)}) {
    const auto dump = testing::smbios_dump(entry, table);
    const auto t = parse(dump);
    ASSERT_TRUE(t.entry_point);
    EXPECT_FALSE(t.broken);
    ASSERT_EQ(t.structures.size(), 2U);
    EXPECT_EQ(t.structures[0].offset, 0x20U) << "in the file";
    EXPECT_TRUE(system_uuid(t));
    // An address of the machine it came from: the table is still where dumps have it.
    auto foreign = dump;
    const std::size_t at = entry.size() == 0x18 ? 0x10 : 0x18;
    foreign[at + 3] = std::byte{0x7F};
    EXPECT_EQ(parse(foreign).structures.size(), 2U);
  }
}

TEST(Smbios, an_entry_point_alone_has_no_structures) {
  const auto t = parse(testing::smbios3_entry_point(0x7FFFFFFF));
  EXPECT_TRUE(t.entry_point);
  EXPECT_TRUE(t.structures.empty());
  EXPECT_FALSE(t.broken);
  EXPECT_FALSE(cut_short(t));
}

TEST(Smbios, a_claim_of_two_gigabytes_reads_what_is_there) {
  const auto dump = testing::smbios_dump(testing::smbios3_entry_point(0x80000000U),
                                         testing::smbios_table({testing::smbios_system()}));
  const auto t = parse(dump);
  EXPECT_EQ(t.structures.size(), 2U);
  EXPECT_FALSE(t.broken);
}

TEST(Smbios, a_table_without_its_end_is_told_unless_its_structures_are_counted) {
  const auto table = testing::smbios_table({testing::smbios_system()}, false);
  EXPECT_EQ(cut_short(parse(table))->offset, table.size());
  const auto size = static_cast<std::uint16_t>(table.size());
  EXPECT_FALSE(
      cut_short(parse(testing::smbios_dump(testing::smbios2_entry_point(size, 1), table))));
  EXPECT_TRUE(cut_short(parse(testing::smbios_dump(testing::smbios2_entry_point(size, 2), table))));
  EXPECT_TRUE(cut_short(parse(testing::smbios_dump(testing::smbios3_entry_point(size), table))));
  const auto elsewhere = parse_entry_point(bytes::Reader(testing::smbios2_entry_point(size, 1)));
  EXPECT_FALSE(cut_short(parse(table), &*elsewhere));
  EXPECT_FALSE(cut_short(parse(testing::smbios_table({testing::smbios_system()}))));
}

TEST(Smbios, padding_behind_the_last_structure_is_no_structure) {
  for (const std::byte fill : {std::byte{0}, std::byte{0xFF}}) {
    auto table = testing::smbios_table({testing::smbios_system()}, false);
    table.resize(table.size() + 64, fill);
    const auto t = parse(table);
    EXPECT_FALSE(t.broken);
    EXPECT_EQ(t.structures.size(), 1U);
    EXPECT_FALSE(t.ended);
  }
}

TEST(Smbios, an_empty_first_string_is_read_on_and_told) {
  bytes::Writer w;
  structure(w, 1, 1, bytes::as_bytes("\x01\x02\x00\x00"sv), "\0hidden\0\0"sv);
  structure(w, 2, 2, {}, "next\0\0"sv);
  structure(w, 127, 3, {}, "\0\0"sv);
  const auto t = parse(w.view());
  EXPECT_FALSE(t.broken);
  ASSERT_EQ(t.structures.size(), 3U);
  EXPECT_TRUE(t.structures[0].strings.empty());
  EXPECT_EQ(t.structures[1].strings.at(0), "next");
  ASSERT_EQ(t.oddities.size(), 1U);
  EXPECT_EQ(t.oddities[0].offset, 8U);
}

TEST(Smbios, a_bare_table_is_recognised_by_its_structures) {
  EXPECT_TRUE(looks_like_table(sample()));
  EXPECT_TRUE(looks_like_table(testing::smbios_table(testing::smbios_server())));
  EXPECT_TRUE(looks_like_table(testing::smbios_table({testing::smbios_bios()})));
  EXPECT_TRUE(looks_like_table(testing::smbios3_entry_point(1)));
  // OEM structures come first on some servers.
  EXPECT_TRUE(looks_like_table(testing::smbios_table(
      {testing::SmbiosStructure(0xDA, 1), testing::smbios_bios(), testing::smbios_system()})));
  for (const std::string_view other :
       {""sv, "\0\0\0\0"sv, "plain text of no kind at all, some length"sv,
        "\x7F\x45LF\x02\x01\x01\0\0\0\0\0\0\0\0\0\0\0"sv, "\x1F\x8B\x08\0\0\0\0\0"sv})
    EXPECT_FALSE(looks_like_table(bytes::as_bytes(other)));
  EXPECT_FALSE(looks_like_table(base::Bytes(4096)));
  EXPECT_FALSE(looks_like_table(base::Bytes(4096, std::byte{0x11})));
  EXPECT_FALSE(looks_like_table(testing::read_source("samples/fleet/node-06/boot/eventlog.bin")));
}

TEST(Smbios, a_captured_table_has_the_machine_that_was_started) {
  const auto bytes = testing::read_source("samples/fleet/node-06/inventory/smbios.bin");
  const auto t = parse(bytes);
  EXPECT_FALSE(t.broken);
  EXPECT_TRUE(system_uuid(t));
}

}  // namespace
}  // namespace assay::formats::smbios
