#include "bytes/reader.h"

#include <gtest/gtest.h>

#include "bytes/text.h"

namespace assay::bytes {
namespace {

const base::Bytes kEight = *from_hex("0102030405060708");

TEST(Reader, reads_each_width_in_the_order_its_name_says) {
  EXPECT_EQ(Reader(kEight).u8("f"), 0x01U);
  EXPECT_EQ(Reader(kEight).le16("f"), 0x0201U);
  EXPECT_EQ(Reader(kEight).be16("f"), 0x0102U);
  EXPECT_EQ(Reader(kEight).le32("f"), 0x04030201U);
  EXPECT_EQ(Reader(kEight).be32("f"), 0x01020304U);
  EXPECT_EQ(Reader(kEight).le64("f"), 0x0807060504030201U);
  EXPECT_EQ(Reader(kEight).be64("f"), 0x0102030405060708U);
}

TEST(Reader, a_failed_read_moves_nothing_and_names_where_and_what) {
  Reader r(kEight, 100);
  ASSERT_TRUE(r.skip(5, "start"));
  const auto value = r.le32("eventSize");
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().fault, Fault::truncated);
  EXPECT_EQ(value.error().offset, 105U);
  EXPECT_EQ(value.error().field, "eventSize");
  EXPECT_EQ(value.error().wanted, 4U);
  EXPECT_EQ(value.error().available, 3U);
  EXPECT_FALSE(r.take(4, "f"));
  EXPECT_FALSE(r.skip(4, "f"));
  EXPECT_FALSE(r.sub(4, "f"));
  EXPECT_FALSE(r.fixed<4>("f"));
  EXPECT_EQ(r.offset(), 105U);
  EXPECT_EQ(r.remaining(), 3U);
}

TEST(Reader, lengths_near_the_end_of_the_number_range_do_not_wrap) {
  Reader r(kEight);
  ASSERT_TRUE(r.skip(4, "start"));
  EXPECT_FALSE(r.take(UINT64_MAX, "f"));
  EXPECT_FALSE(r.skip(UINT64_MAX - 3, "f"));
  EXPECT_FALSE(r.sub(UINT64_MAX, "f"));
  EXPECT_FALSE(r.at(4, UINT64_MAX - 3, "f"));
  EXPECT_FALSE(r.at(UINT64_MAX, 1, "f"));
}

TEST(Reader, a_child_is_blind_beyond_its_slice_and_keeps_the_outer_offset) {
  Reader r(kEight, 0x1000);
  ASSERT_TRUE(r.skip(2, "head"));
  auto child = r.sub(3, "body");
  ASSERT_TRUE(child);
  EXPECT_EQ(child->offset(), 0x1002U);
  EXPECT_EQ(child->be16("f"), 0x0304U);
  EXPECT_FALSE(child->be16("f"));
  EXPECT_EQ(child->u8("f"), 0x05U);
  EXPECT_TRUE(child->empty());
  EXPECT_EQ(r.u8("after"), 0x06U);
}

TEST(Reader, at_counts_from_its_own_start_and_does_not_move) {
  Reader r(kEight, 10);
  ASSERT_TRUE(r.skip(6, "f"));
  auto part = r.at(1, 2, "table");
  ASSERT_TRUE(part);
  EXPECT_EQ(part->offset(), 11U);
  EXPECT_EQ(part->be16("f"), 0x0203U);
  EXPECT_EQ(r.remaining(), 2U);
  EXPECT_TRUE(r.at(8, 0, "the very end"));
  const auto past = r.at(7, 2, "table");
  ASSERT_FALSE(past);
  EXPECT_EQ(past.error().offset, 17U);
  EXPECT_EQ(past.error().available, 1U);
}

TEST(Reader, finish_makes_leftovers_an_error) {
  Reader r(kEight, 50);
  ASSERT_TRUE(r.skip(7, "f"));
  const auto early = r.finish("TPMT_PUBLIC");
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().fault, Fault::trailing);
  EXPECT_EQ(early.error().offset, 57U);
  ASSERT_TRUE(r.skip(1, "f"));
  EXPECT_TRUE(r.finish("TPMT_PUBLIC"));
}

TEST(Reader, fixed_headers_give_their_fields_without_further_checks) {
  Reader r(kEight);
  const auto header = r.fixed<8>("header");
  ASSERT_TRUE(header);
  EXPECT_EQ(u8_at<7>(*header), 0x08U);
  EXPECT_EQ(le16_at<6>(*header), 0x0807U);
  EXPECT_EQ(le32_at<4>(*header), 0x08070605U);
  EXPECT_EQ(le64_at<0>(*header), 0x0807060504030201U);
  EXPECT_TRUE(r.empty());
}

TEST(Reader, whole_and_rest_show_bytes_without_reading_them) {
  Reader r(kEight);
  ASSERT_TRUE(r.skip(3, "f"));
  EXPECT_EQ(r.rest().size(), 5U);
  EXPECT_EQ(r.whole().size(), 8U);
  EXPECT_EQ(r.rest().data(), kEight.data() + 3);
}

TEST(Reader, an_empty_span_reads_as_nothing) {
  Reader r(ByteSpan{});
  EXPECT_TRUE(r.empty());
  EXPECT_FALSE(r.u8("f"));
  EXPECT_TRUE(r.take(0, "f"));
  EXPECT_TRUE(r.finish("f"));
}

}  // namespace
}  // namespace assay::bytes
