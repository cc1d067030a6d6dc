#include "formats/nvram/store.h"

#include <gtest/gtest.h>

#include "formats/nvram/parsers.h"
#include "support/mutate.h"
#include "support/nvram_builder.h"

namespace assay::formats::nvram {
namespace {

using base::Bytes;
using namespace assay::testing;  // NOLINT: the builders' names are the test's words

bytes::Parsed<Store> parse(bytes::ByteSpan b) {
  bytes::Budget budget;
  return parse_store(bytes::Reader(b, 0x1000), budget);
}
Bytes data(std::string_view text) { return bytes::copy(bytes::as_bytes(text)); }

TEST(Nvram, an_authenticated_store_gives_its_variables_and_their_states) {
  const auto b = vss2_store({auth_variable("db", uefi::kImageSecurityDatabase, data("one")),
                             auth_variable("Gone", kVendor, data("two"), 0x3D),
                             auth_variable("Going", kVendor, data("three"), 0x3E),
                             auth_variable("Half", kVendor, data("four"), 0x7F)},
                            1024);
  const auto store = parse(b).value();
  EXPECT_EQ(name(store.kind), "VSS2");
  EXPECT_EQ(store.variant, "authenticated");
  ASSERT_EQ(store.variables.size(), 4U);
  const Variable& v = store.variables[0];
  EXPECT_EQ(v.name, std::string("db"));
  EXPECT_EQ(v.vendor, uefi::kImageSecurityDatabase);
  EXPECT_EQ(v.offset, 0x1000U + 28U);
  EXPECT_EQ(v.data_offset, v.offset + 60U + 6U);
  EXPECT_EQ(bytes::as_chars(v.data), "one");
  EXPECT_EQ(v.timestamp, "2024-05-06T07:08:09Z");
  EXPECT_TRUE(v.authenticated);
  EXPECT_EQ(v.state, VariableState::valid);
  EXPECT_EQ(store.variables[1].state, VariableState::deleted);
  EXPECT_EQ(store.variables[2].state, VariableState::in_transition);
  EXPECT_EQ(store.variables[3].state, VariableState::incomplete);
  EXPECT_EQ(store.free_offset + store.free_size, 0x1000U + 1024U);
  EXPECT_TRUE(store.problems.empty());
  EXPECT_EQ(attributes_text(v.attributes),
            "non-volatile, boot services, runtime, time-based authenticated");
}

TEST(Nvram, plain_variables_stand_in_a_vss_store_without_padding) {
  const auto b = vss_store({plain_variable("A", data("x")), plain_variable("Bc", data("yz"))}, 256);
  const auto store = parse(b).value();
  EXPECT_EQ(store.variant, "$VSS");
  ASSERT_EQ(store.variables.size(), 2U);
  EXPECT_EQ(store.variables[1].name, "Bc");
  EXPECT_EQ(bytes::as_chars(store.variables[1].data), "yz");
  EXPECT_FALSE(store.variables[0].authenticated);
}

TEST(Nvram, apples_checksum_is_checked) {
  const Bytes payload = data("payload");
  const auto wide = wide_name("Apple");
  bytes::Writer v;
  v.le16(0x55AA).u8(0x3F).u8(0xFF).le32(0x80000007).le32(12).le32(7).raw(kVendor.raw);
  v.le32(crc32(payload)).raw(wide).raw(payload);
  const auto good = vss_store({bytes::copy(v.view())}, 256);
  EXPECT_EQ(parse(good)->variables.at(0).checked, true);
  auto bad = good;
  bad[16 + 36 + 12] ^= std::byte{1};
  EXPECT_EQ(parse(bad)->variables.at(0).checked, false);
}

TEST(Nvram, intels_variable_has_one_size) {
  const auto wide = wide_name("Old");
  bytes::Writer v;
  v.le16(0x55AA).u8(0x3F).u8(0).le32(7).le32(28 + 8 + 3).raw(kVendor.raw);
  v.raw(wide).raw(bytes::as_bytes("abc"));
  const auto b = vss_store({bytes::copy(v.view())}, 128);
  const auto store = parse(b).value();
  ASSERT_EQ(store.variables.size(), 1U);
  EXPECT_EQ(store.variables[0].name, "Old");
  EXPECT_EQ(bytes::as_chars(store.variables[0].data), "abc");
}

TEST(Nvram, a_variable_that_breaks_its_format_ends_the_list_and_is_told) {
  auto b = vss_store({plain_variable("A", data("x")), plain_variable("B", data("y"))}, 256);
  const std::size_t second = 16 + 32 + 4 + 1;
  b[second + 11] = std::byte{0x7F};  // NameSize
  const auto store = parse(b).value();
  EXPECT_EQ(store.variables.size(), 1U);
  ASSERT_EQ(store.problems.size(), 1U);
  EXPECT_EQ(store.problems[0].offset, 0x1000U + second + 8U);
  EXPECT_EQ(store.problems[0].field, "NameSize");
}

TEST(Nvram, nvar_entries_have_guids_names_and_chains) {
  // The first value points 36 bytes on, to the newer one.
  const auto first = nvar_entry(0x83, nvar_body(0, "Setup", data("old")), 36);
  const auto between = nvar_entry(0x83, nvar_body(1, "B", data("b")));
  ASSERT_EQ(first.size() + between.size(), 34U);
  const auto b = nvar_store(
      {first, nvar_entry(0x83, nvar_body(1, "BBB", data("b"))), nvar_entry(0x88, data("new")),
       nvar_entry(0x03, nvar_body(1, "Gone", data("gone")))},
      {kVendor, uefi::kGlobalVariable}, 512);
  const auto store = parse(b).value();
  ASSERT_EQ(store.variables.size(), 4U);
  EXPECT_EQ(store.variables[0].state, VariableState::replaced);
  EXPECT_EQ(store.variables[1].vendor, uefi::kGlobalVariable);
  const Variable& newer = store.variables[2];
  EXPECT_EQ(newer.name, "Setup");
  EXPECT_EQ(newer.vendor, kVendor);
  EXPECT_TRUE(newer.link);
  EXPECT_EQ(newer.state, VariableState::valid);
  EXPECT_EQ(bytes::as_chars(newer.data), "new");
  EXPECT_EQ(store.variables[3].state, VariableState::deleted);
  EXPECT_EQ(store.variables[3].name, "Gone");
  EXPECT_EQ(store.offset + store.size - store.free_offset - store.free_size, 32U)
      << "the GUID table";
}

TEST(Nvram, nvars_extended_header_gives_time_and_checksum) {
  bytes::Writer body;
  body.raw(nvar_body(0, "db", data("list")));
  body.u8(0x21).le64(1'700'000'000).zeros(32).u8(0).le16(1 + 8 + 32 + 1 + 2);
  auto entry = nvar_entry(0xD3, bytes::copy(body.view()));
  unsigned sum = static_cast<unsigned>(entry[4]) + static_cast<unsigned>(entry[5]) +
                 static_cast<unsigned>(entry[9]);
  for (std::size_t i = 10; i < entry.size(); ++i) sum += static_cast<unsigned>(entry[i]);
  entry[entry.size() - 3] = static_cast<std::byte>((0x100U - (sum & 0xFFU)) & 0xFFU);
  const auto b = nvar_store({entry}, {kVendor}, 256);
  const auto store = parse(b).value();
  ASSERT_EQ(store.variables.size(), 1U);
  EXPECT_EQ(bytes::as_chars(store.variables[0].data), "list");
  EXPECT_EQ(store.variables[0].timestamp, "2023-11-14T22:13:20Z");
  EXPECT_EQ(store.variables[0].checked, true);
  EXPECT_EQ(store.variables[0].attributes & 0x20U, 0x20U);
}

TEST(Nvram, defaults_are_a_store_inside_a_variable) {
  const auto inner =
      nvar_store({nvar_entry(0x83, nvar_body(0, "Setup", data("default")))}, {kVendor}, 64);
  const auto b = nvar_store({nvar_entry(0x83, nvar_body(0, "StdDefaults", inner))}, {kVendor}, 256);
  const auto store = parse(b).value();
  ASSERT_EQ(store.variables.size(), 1U);
  ASSERT_EQ(store.variables[0].inner.size(), 1U);
  const Store& defaults = store.variables[0].inner[0];
  ASSERT_EQ(defaults.variables.size(), 1U);
  EXPECT_EQ(defaults.variables[0].name, "Setup");
  EXPECT_EQ(defaults.variables[0].vendor, kVendor);
}

TEST(Nvram, a_working_block_is_checked) {
  bytes::Writer head;
  head.raw(kWorkingBlock.raw).le32(0xFFFFFFFF).u8(0xFF).u8(0xFF).le16(0xFFFF).le64(0x60);
  Bytes b = bytes::copy(head.view());
  const std::uint32_t crc = crc32(b, 16, 5);
  for (unsigned i = 0; i < 4; ++i) b[16 + i] = static_cast<std::byte>(crc >> 8U * i & 0xFFU);
  b[20] = std::byte{0xFE};
  b.resize(128, std::byte{0xFF});
  const auto store = parse(b).value();
  EXPECT_EQ(store.kind, StoreKind::ftw);
  EXPECT_EQ(store.size, 128U);
  EXPECT_EQ(store.checked, true);
  EXPECT_EQ(store.free_size, 0x60U);
}

TEST(Nvram, apples_system_variables_end_with_eof) {
  bytes::Writer w;
  w.raw(bytes::as_bytes("Fsys")).u8(1).le32(0).le16(64);
  w.u8(3).raw(bytes::as_bytes("ssn")).le16(4).raw(bytes::as_bytes("C02X"));
  w.u8(3).raw(bytes::as_bytes("EOF"));
  w.zeros(60 - w.size());
  w.le32(crc32(w.view()));
  const auto b = bytes::copy(w.view());
  const auto store = parse(b).value();
  EXPECT_EQ(store.kind, StoreKind::fsys);
  ASSERT_EQ(store.variables.size(), 1U);
  EXPECT_EQ(store.variables[0].name, "ssn");
  EXPECT_EQ(bytes::as_chars(store.variables[0].data), "C02X");
  EXPECT_EQ(store.checked, true);
}

TEST(Nvram, evsa_joins_names_guids_and_data) {
  const auto wide = wide_name("Var");
  bytes::Writer w;
  w.u8(0xEC).u8(0).le16(20).raw(bytes::as_bytes("EVSA")).le32(0).le32(128).le32(0);
  w.u8(0xED).u8(0).le16(22).le16(5).raw(kVendor.raw);
  w.u8(0xEE).u8(0).le16(static_cast<std::uint16_t>(6 + wide.size())).le16(9).raw(wide);
  w.u8(0xEF).u8(0).le16(15).le16(5).le16(9).le32(7).raw(bytes::as_bytes("abc"));
  w.u8(0x83).u8(0).le16(13).le16(5).le16(9).le32(7).raw(bytes::as_bytes("z"));
  while (w.size() < 128) w.u8(0xFF);
  const auto b = bytes::copy(w.view());
  const auto store = parse(b).value();
  EXPECT_EQ(store.kind, StoreKind::evsa);
  ASSERT_EQ(store.variables.size(), 2U);
  EXPECT_EQ(store.variables[0].vendor, kVendor);
  EXPECT_TRUE(store.variables[0].name.starts_with("Var"));
  EXPECT_EQ(bytes::as_chars(store.variables[0].data), "abc");
  EXPECT_EQ(store.variables[1].state, VariableState::deleted);
}

TEST(Nvram, insydes_copy_holds_a_store) {
  const auto inner = vss_store({plain_variable("A", data("x"))}, 128);
  bytes::Writer w;
  w.raw(bytes::as_bytes("_FDC")).le32(static_cast<std::uint32_t>(0x50 + inner.size()));
  w.zeros(0x48).raw(inner);
  const auto b = bytes::copy(w.view());
  const auto store = parse(b).value();
  EXPECT_EQ(store.kind, StoreKind::fdc);
  ASSERT_EQ(store.inner.size(), 1U);
  EXPECT_EQ(store.inner[0].variables.at(0).name, "A");
}

TEST(Nvram, stores_are_found_one_after_the_other) {
  Bytes b(64, std::byte{0xFF});
  for (const auto& part : {vss_store({plain_variable("A", data("x"))}, 128), Bytes(32),
                           vss2_store({auth_variable("B", kVendor, data("y"))}, 256)})
    b.insert(b.end(), part.begin(), part.end());
  bytes::Budget budget;
  const auto stores = find_stores(bytes::Reader(b), budget).value();
  ASSERT_EQ(stores.size(), 2U);
  EXPECT_EQ(stores[0].offset, 64U);
  EXPECT_EQ(stores[1].offset, 64U + 128U + 32U);
  bytes::Budget none({.items = 1});
  EXPECT_EQ(find_stores(bytes::Reader(b), none).error().fault, bytes::Fault::budget);
}

TEST(Nvram, hostile_stores_are_survived) {
  const std::vector<Bytes> samples = {
      vss2_store({auth_variable("db", kVendor, data("one"))}, 256),
      vss_store({plain_variable("A", data("x"))}, 128),
      nvar_store(
          {nvar_entry(0x83, nvar_body(0, "Setup", data("old")), 30), nvar_entry(0x88, data("new"))},
          {kVendor}, 128)};
  const auto all = [](bytes::ByteSpan b) {
    bytes::Budget budget({.items = 1000});
    const auto stores = find_stores(bytes::Reader(b), budget);
    if (!stores) return;
    for (const Store& s : *stores)
      for (const Variable& v : s.variables) EXPECT_LE(v.offset + v.size, b.size());
  };
  for (const auto& b : samples) {
    every_prefix(b, all);
    mutations(b, 1000, 17, all);
  }
}

}  // namespace
}  // namespace assay::formats::nvram
