#include "formats/ipmi/fru.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/ipmi/field.h"
#include "support/mutate.h"

namespace assay::formats::ipmi {
namespace {

using namespace std::string_view_literals;

void text(bytes::Writer& w, std::string_view value) {
  w.u8(static_cast<std::uint8_t>(0xC0U | value.size())).raw(bytes::as_bytes(value));
}

void add_checksum(base::Bytes& bytes) {
  unsigned sum = 0;
  for (const std::byte b : bytes) sum += static_cast<unsigned>(b);
  bytes.push_back(static_cast<std::byte>((256 - sum % 256) % 256));
}

// An area of whole units of 8: version, length, the body, the end mark, padding, checksum.
base::Bytes area(const bytes::Writer& body) {
  base::Bytes out{std::byte{1}, std::byte{0}};
  out.insert(out.end(), body.view().begin(), body.view().end());
  out.push_back(std::byte{0xC1});
  while (out.size() % 8 != 7) out.push_back(std::byte{0});
  out[1] = static_cast<std::byte>((out.size() + 1) / 8);
  add_checksum(out);
  return out;
}

base::Bytes chassis() {
  bytes::Writer w;
  w.u8(23);
  text(w, "CSE-829");
  w.u8(0x44).u8(0x12).u8(0x34).u8(0xAB).u8(0xC0);  // BCD plus
  return area(w);
}
base::Bytes board() {
  bytes::Writer w;
  w.u8(25).u8(0x40).u8(0x42).u8(0x0F);  // 1,000,000 minutes
  text(w, "Supermicro");
  w.u8(0x83).u8(0x29).u8(0xDC).u8(0xA6);  // 6-bit "IPMI"
  text(w, "ZM19AS026837");
  text(w, "X11DPH-T");
  w.u8(0x02).u8(0xDE).u8(0xAD);  // binary
  text(w, "extra");
  return area(w);
}
base::Bytes product() {
  bytes::Writer w;
  w.u8(0);
  for (const auto value : {"Dell", "R640", "0H28RR", "A01", "CN7475", "tag", "file"})
    text(w, value);
  return area(w);
}
base::Bytes records() {
  const base::Bytes data{std::byte{1}, std::byte{2}, std::byte{3}};
  base::Bytes head{std::byte{0xC0}, std::byte{0x82}, std::byte{3}, std::byte{256 - 6}};
  add_checksum(head);
  head.insert(head.end(), data.begin(), data.end());
  return head;
}

base::Bytes sample() {
  const auto c = chassis();
  const auto b = board();
  const auto p = product();
  std::size_t at = 8;
  base::Bytes head{std::byte{1}, std::byte{0}};
  for (const auto* part : {&c, &b, &p}) {
    head.push_back(static_cast<std::byte>(at / 8));
    at += part->size();
  }
  head.push_back(static_cast<std::byte>(at / 8));
  head.push_back(std::byte{0});
  add_checksum(head);
  for (const auto& part : {c, b, p, records()}) head.insert(head.end(), part.begin(), part.end());
  return head;
}

bytes::Parsed<Fru> parse(bytes::ByteSpan b, bytes::Limits limits = {}) {
  bytes::Budget budget(limits);
  return parse_fru(bytes::Reader(b), budget);
}

TEST(Fru, chassis_board_product_and_records_come_out) {
  const auto bytes = sample();
  const auto f = parse(bytes).value();
  ASSERT_TRUE(f.chassis && f.board && f.product);
  EXPECT_EQ(f.chassis->type, 23);
  EXPECT_EQ(f.chassis->part_number, "CSE-829");
  EXPECT_EQ(f.chassis->serial, "1234 -.0");
  EXPECT_EQ(f.board->manufacturer, "Supermicro");
  EXPECT_EQ(f.board->product, "IPMI");
  EXPECT_EQ(f.board->serial, "ZM19AS026837");
  EXPECT_EQ(f.board->part_number, "X11DPH-T");
  EXPECT_EQ(f.board->file_id, "dead");
  EXPECT_EQ(f.board->custom, std::vector<std::string>{"extra"});
  EXPECT_EQ(f.board->made, kFruEpoch + 60'000'000);
  EXPECT_EQ(f.product->manufacturer, "Dell");
  EXPECT_EQ(f.product->name, "R640");
  EXPECT_EQ(f.product->version, "A01");
  EXPECT_EQ(f.product->serial, "CN7475");
  EXPECT_EQ(f.product->asset_tag, "tag");
  ASSERT_EQ(f.records.size(), 1U);
  EXPECT_EQ(record_name(f.records[0].type), "OEM");
  EXPECT_EQ(f.records[0].data.size(), 3U);
  EXPECT_TRUE(f.records[0].checksum_good);
  EXPECT_TRUE(f.problems.empty());
  EXPECT_TRUE(looks_like_fru(bytes));
}

TEST(Fru, the_packed_forms_of_text) {
  EXPECT_EQ(six_bit_text(bytes::as_bytes("\x29\xDC\xA6"sv)), "IPMI");
  EXPECT_EQ(six_bit_text(bytes::as_bytes("\x29"sv)), "I");
  EXPECT_EQ(bcd_plus_text(bytes::as_bytes("\x19\xAB\xCF"sv)), "19 -.?");
}

TEST(Fru, latin_1_and_utf_16_become_utf_8) {
  bytes::Budget budget;
  bytes::Reader latin(bytes::as_bytes("\xC2M\xFC\xC1"sv));
  EXPECT_EQ(next_field(latin, 25, budget)->value(), "M\xC3\xBC");
  EXPECT_FALSE(next_field(latin, 25, budget)->has_value());
  bytes::Reader wide(bytes::as_bytes("\xC4M\0\xFC\0"sv));
  EXPECT_EQ(next_field(wide, 7, budget)->value(), "M\xC3\xBC");
}

TEST(Fru, wrong_checksums_are_told_and_the_area_is_still_read) {
  auto bytes = sample();
  bytes[8 + 5] ^= std::byte{1};
  const auto f = parse(bytes).value();
  ASSERT_TRUE(f.chassis);
  EXPECT_FALSE(f.chassis->part_number.empty());
  ASSERT_EQ(f.problems.size(), 1U);
  EXPECT_EQ(f.problems[0].field, "area checksum");

  auto record = sample();
  record.back() ^= std::byte{1};
  EXPECT_FALSE(parse(record)->records.at(0).checksum_good);
  EXPECT_EQ(parse(record)->problems.at(0).field, "record checksum");
}

TEST(Fru, lengths_beyond_the_area_and_the_file_are_told_with_their_place) {
  auto field = sample();
  field[8 + 3] = std::byte{0xFF};  // 63 bytes of part number in an area of 24
  const auto f = parse(field).value();
  ASSERT_GE(f.problems.size(), 2U);
  EXPECT_EQ(f.problems[1].offset, 12U);
  EXPECT_TRUE(f.board) << "the next area is still read";

  auto area_length = sample();
  area_length[8 + 1] = std::byte{0xFF};
  const auto g = parse(area_length).value();
  EXPECT_EQ(g.chassis->part_number, "CSE-829");
  EXPECT_EQ(g.problems.at(0).field, "area length");
  EXPECT_EQ(g.problems.at(0).offset, 9U);
}

TEST(Fru, what_is_no_fru_is_refused) {
  EXPECT_FALSE(parse({}));
  EXPECT_FALSE(parse(base::Bytes(7, std::byte{1})));
  EXPECT_EQ(parse(base::Bytes(8)).error().offset, 0U);
  EXPECT_FALSE(looks_like_fru(base::Bytes(256)));
  EXPECT_FALSE(looks_like_fru(base::Bytes(256, std::byte{0xFF})));
}

TEST(Fru, survives_every_prefix_mutation_and_the_budgets_edge) {
  const auto bytes = sample();
  testing::every_prefix(bytes, [&](bytes::ByteSpan b) {
    const auto f = parse(b);
    EXPECT_EQ(f.has_value(), b.size() >= 8);
    if (f && b.size() < bytes.size()) {
      EXPECT_FALSE(f->problems.empty()) << b.size();
    }
  });
  testing::mutations(bytes, 1000, 12, [](bytes::ByteSpan b) {
    if (const auto f = parse(b)) {
      EXPECT_LE(f->records.size(), b.size() / 5);
    }
  });
  // 3 + 7 + 8 fields with their end marks, and one record.
  EXPECT_TRUE(parse(bytes, {.items = 19, .bytes = 1000, .depth = 1}));
  EXPECT_FALSE(parse(bytes, {.items = 18, .bytes = 1000, .depth = 1}));
  EXPECT_FALSE(parse(bytes, {.items = 19, .bytes = 10, .depth = 1}));
}

}  // namespace
}  // namespace assay::formats::ipmi
