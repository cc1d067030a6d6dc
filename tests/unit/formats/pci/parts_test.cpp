// Addresses, names, pci.ids, VPD and option ROMs.
#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/pci/address.h"
#include "formats/pci/capability.h"
#include "formats/pci/ids.h"
#include "formats/pci/names.h"
#include "formats/pci/option_rom.h"
#include "formats/pci/vpd.h"
#include "support/mutate.h"

namespace assay::formats::pci {
namespace {

using namespace std::string_view_literals;

TEST(PciAddress, is_read_with_and_without_domain_and_nothing_else) {
  EXPECT_EQ(parse_address("3b:00.0")->text(), "0000:3b:00.0");
  EXPECT_EQ(parse_address("10000:E1:1f.7")->text(), "10000:e1:1f.7");
  for (const auto bad : {"", "3b:00", "3b:00.8", "3b:20.0", "b:00.0", "3b:0.0", "3b:00.0 ",
                         "00:3b:00.0", "000000000:3b:00.0", ":3b:00.0", "3g:00.0", "3b:00.-1"})
    EXPECT_FALSE(parse_address(bad)) << bad;
}

TEST(PciNames, say_class_vendor_and_capability_in_words) {
  EXPECT_EQ(class_name(0x020000), "Ethernet controller");
  EXPECT_EQ(class_name(0x02FF00), "Network controller");
  EXPECT_EQ(class_name(0x990000), "");
  EXPECT_EQ(interface_name(0x010802), "NVM Express");
  EXPECT_EQ(vendor_name(0x8086), "Intel");
  EXPECT_EQ(vendor_name(0x0002), "");
  EXPECT_EQ(id_text(0x8086, 0x1521), "8086:1521");
  EXPECT_EQ(name({.id = 3}), "Vital Product Data");
  EXPECT_EQ(name({.id = 3, .extended = true}), "Device Serial Number");
  EXPECT_EQ(name({.id = 0x2E, .extended = true}), "Data Object Exchange");
  EXPECT_EQ(name({.id = 0x30, .extended = true}), "Integrity & Data Encryption");
  EXPECT_EQ(name({.id = 0x1D, .extended = true}), "Downstream Port Containment");
  EXPECT_EQ(name({.id = 0x77}), "");
}

constexpr std::string_view kIds =
    "# comment\n"
    "8086  Intel Corporation\n"
    "\t1521  I350 Gigabit Network Connection\n"
    "\t\t1028 0123  A Dell board\n"
    "\t0001  Another\n"
    "1028  Dell\n"
    "\n"
    "C 02  Network controller\n"
    "\t00  Ethernet controller\n"
    "\t\t01  An interface\n"
    "S 01  A section of another kind\n"
    "\tzz  whatever\n";

bytes::Parsed<Ids> ids(std::string_view text, bytes::Limits limits = {}) {
  bytes::Budget budget(limits);
  return parse_ids(bytes::Reader(bytes::as_bytes(text)), budget);
}

TEST(PciIds, names_are_found_under_their_numbers) {
  const auto i = ids(kIds).value();
  EXPECT_EQ(i.vendor(0x8086), "Intel Corporation");
  EXPECT_EQ(i.vendor(0x1028), "Dell");
  EXPECT_EQ(i.vendor(0x1234), "");
  EXPECT_EQ(i.device(0x8086, 0x1521), "I350 Gigabit Network Connection");
  EXPECT_EQ(i.device(0x1028, 0x1521), "");
  EXPECT_EQ(i.subsystem(0x8086, 0x1521, 0x1028, 0x0123), "A Dell board");
  EXPECT_EQ(i.class_name(0x020000), "Ethernet controller");
  EXPECT_EQ(i.class_name(0x028000), "Network controller");
  EXPECT_EQ(i.size(), 7U);
}

TEST(PciIds, of_two_names_for_one_number_the_first_counts) {
  EXPECT_EQ(ids("8086  Intel\n1028  Dell\n8086  Another\n")->vendor(0x8086), "Intel");
}

TEST(PciIds, lines_of_no_form_are_refused_with_their_place) {
  EXPECT_EQ(ids("8086  Intel\n\tnot a device\n").error().offset, 12U);
  EXPECT_FALSE(ids("\t1521  A device before its vendor\n"));
  EXPECT_FALSE(ids("8086  Intel\n\t\t1028 0123  A board before its device\n"));
  EXPECT_FALSE(ids("hello\n"));
  EXPECT_FALSE(ids("# only a comment\n"));
}

TEST(PciIds, the_budget_counts_lines) {
  EXPECT_TRUE(ids("8086  Intel\n1028  Dell\n", {.items = 2, .bytes = 0, .depth = 1}));
  EXPECT_FALSE(ids("8086  Intel\n1028  Dell\n", {.items = 1, .bytes = 0, .depth = 1}));
}

TEST(PciIds, survives_every_prefix_and_mutation) {
  testing::every_prefix(bytes::as_bytes(kIds), [](bytes::ByteSpan b) {
    if (b.size() < 17) {
      EXPECT_FALSE(ids(bytes::as_chars(b)));
    }
    if (const auto i = ids(bytes::as_chars(b))) {
      EXPECT_LE(i->size(), 7U);
    }
  });
  testing::mutations(bytes::as_bytes(kIds), 1000, 8, [](bytes::ByteSpan b) {
    if (const auto i = ids(bytes::as_chars(b))) {
      EXPECT_LE(i->vendor(0x8086).size(), b.size());
    }
  });
}

void field(bytes::Writer& w, std::string_view keyword, std::string_view value) {
  w.raw(bytes::as_bytes(keyword))
      .u8(static_cast<std::uint8_t>(value.size()))
      .raw(bytes::as_bytes(value));
}

// Product name, read-only fields, and an RV that makes the sum zero (or not).
base::Bytes vpd(bool good) {
  bytes::Writer fields;
  field(fields, "PN", "G17305-004");
  field(fields, "SN", "B49691A1B2C3");
  field(fields, "EC", "1");
  fields.raw(bytes::as_bytes("RV"sv)).u8(3);
  bytes::Writer w;
  w.u8(0x82).le16(9).raw(bytes::as_bytes("NIC board"sv));
  w.u8(0x90).le16(static_cast<std::uint16_t>(fields.size() + 3)).raw(fields.view());
  unsigned sum = 0;
  for (const std::byte b : w.view()) sum += static_cast<unsigned>(b);
  w.u8(static_cast<std::uint8_t>((good ? 256U : 255U) - sum % 256)).zeros(2);
  w.u8(0x91).le16(6).raw(bytes::as_bytes("YA\x03xyz"sv)).u8(0x78);
  return std::move(w).release();
}

bytes::Parsed<Vpd> parse(bytes::ByteSpan b, bytes::Limits limits = {}) {
  bytes::Budget budget(limits);
  return parse_vpd(bytes::Reader(b), budget);
}

TEST(PciVpd, product_part_and_serial_come_out) {
  const auto b = vpd(true);
  const auto v = parse(b).value();
  EXPECT_EQ(v.product, "NIC board");
  EXPECT_EQ(v.value("PN"), "G17305-004");
  EXPECT_EQ(v.value("SN"), "B49691A1B2C3");
  EXPECT_EQ(v.value("YA"), "xyz");
  EXPECT_EQ(v.value("ZZ"), "");
  EXPECT_TRUE(v.fields.back().writable);
  EXPECT_EQ(v.checksum_good, true);
  EXPECT_FALSE(v.broken);
  EXPECT_TRUE(looks_like_vpd(b));
  EXPECT_EQ(parse(vpd(false))->checksum_good, false);
}

TEST(PciVpd, a_length_beyond_its_resource_is_told_and_what_came_before_is_kept) {
  auto b = vpd(true);
  b[12 + 3 + 2] = std::byte{0xF0};  // the length of PN
  const auto v = parse(b).value();
  EXPECT_EQ(v.product, "NIC board");
  ASSERT_TRUE(v.broken);
  EXPECT_EQ(v.broken->offset, 18U);
  EXPECT_FALSE(parse(base::Bytes(10))) << "no resource at all";
  EXPECT_FALSE(parse({}));
}

TEST(PciVpd, survives_every_prefix_mutation_and_the_budgets_edge) {
  const auto b = vpd(true);
  testing::every_prefix(b, [&](bytes::ByteSpan part) {
    const auto v = parse(part);
    EXPECT_TRUE(!v || v->broken || part.size() == b.size()) << part.size();
  });
  testing::mutations(b, 1000, 9, [](bytes::ByteSpan part) {
    if (const auto v = parse(part)) {
      EXPECT_LE(v->fields.size(), part.size() / 3);
    }
  });
  EXPECT_TRUE(parse(b, {.items = 8, .bytes = 0, .depth = 1})->broken);
  EXPECT_FALSE(parse(b, {.items = 9, .bytes = 0, .depth = 1})->broken);
}

// One image of `blocks` times 512 bytes.
void image(bytes::Writer& w, std::uint8_t code_type, std::uint16_t blocks, bool last) {
  bytes::Writer one;
  one.le16(0xAA55).zeros(0x16).le16(0x1C).zeros(2).raw(bytes::as_bytes("PCIR"sv));
  one.le16(0x8086).le16(0x1521).le16(0).le16(0x18).u8(3).u8(0).u8(0).u8(2).le16(blocks).le16(7);
  one.u8(code_type).u8(last ? 0x80 : 0).zeros(2);
  auto bytes = std::move(one).release();
  bytes.resize(std::size_t{blocks} * 512);
  if (code_type == 3) {
    bytes[4] = std::byte{0xF1};
    bytes[5] = std::byte{0x0E};
    bytes[8] = std::byte{11};
    bytes[10] = std::byte{0x64};
    bytes[11] = std::byte{0x86};
  } else {
    unsigned sum = 0;
    for (const std::byte b : bytes) sum += static_cast<unsigned>(b);
    bytes.back() = static_cast<std::byte>(256 - sum % 256);
  }
  w.raw(bytes);
}

base::Bytes rom() {
  bytes::Writer w;
  image(w, 0, 1, false);
  image(w, 3, 2, true);
  w.zeros(100);
  return std::move(w).release();
}

bytes::Parsed<OptionRom> parse_rom(bytes::ByteSpan b, bytes::Limits limits = {}) {
  bytes::Budget budget(limits);
  return parse_option_rom(bytes::Reader(b), budget);
}

TEST(OptionRom, its_images_are_told_apart) {
  const auto b = rom();
  const auto r = parse_rom(b).value();
  ASSERT_EQ(r.images.size(), 2U);
  EXPECT_EQ(r.size, 1536U);
  EXPECT_EQ(code_type_name(r.images[0].code_type), "x86 BIOS");
  EXPECT_EQ(r.images[0].checksum_good, true);
  EXPECT_EQ(r.images[0].class_code, 0x020000U);
  EXPECT_EQ(r.images[0].revision, 7);
  EXPECT_EQ(r.images[1].offset, 512U);
  EXPECT_EQ(r.images[1].bytes.size(), 1024U);
  ASSERT_TRUE(r.images[1].efi);
  EXPECT_EQ(r.images[1].efi->machine, 0x8664);
  EXPECT_EQ(r.images[1].efi->subsystem, 11);
  EXPECT_FALSE(r.images[1].checksum_good);
  EXPECT_FALSE(r.broken);
  EXPECT_TRUE(looks_like_option_rom(b));
}

TEST(OptionRom, a_wrong_checksum_and_a_missing_last_image_are_told) {
  auto b = rom();
  b[100] = std::byte{1};
  EXPECT_EQ(parse_rom(b)->images[0].checksum_good, false);
  bytes::Writer w;
  image(w, 0, 1, false);
  const auto r = parse_rom(w.view()).value();
  EXPECT_EQ(r.images.size(), 1U);
  EXPECT_TRUE(r.broken);
}

TEST(OptionRom, an_image_longer_than_the_file_is_refused) {
  bytes::Writer w;
  image(w, 0, 4, true);
  EXPECT_EQ(parse_rom(w.view().first(2047)).error().field, "Image Length");
  EXPECT_FALSE(parse_rom({}));
}

TEST(OptionRom, survives_every_prefix_mutation_and_the_budgets_edge) {
  const auto b = rom();
  testing::every_prefix(b, [&](bytes::ByteSpan part) {
    const auto r = parse_rom(part);
    EXPECT_EQ(r.has_value(), part.size() >= 512) << part.size();
    if (r) {
      EXPECT_EQ(r->broken.has_value(), part.size() < 1536) << part.size();
    }
  });
  testing::mutations(b, 1000, 10, [](bytes::ByteSpan part) {
    if (const auto r = parse_rom(part)) {
      EXPECT_LE(r->size, part.size());
    }
  });
  EXPECT_TRUE(parse_rom(b, {.items = 2, .bytes = 0, .depth = 1}));
  EXPECT_FALSE(parse_rom(b, {.items = 1, .bytes = 0, .depth = 1}));
}

}  // namespace
}  // namespace assay::formats::pci
