#include "formats/ubi/ubi.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/codec/codec.h"
#include "support/hostile.h"

namespace assay::formats::ubi {
namespace {

using bytes::Budget;
using bytes::ByteSpan;
using bytes::Reader;

constexpr std::uint32_t kBlock = 1024;
constexpr std::uint32_t kTable = 0x7FFFEFFF;

void seal(bytes::Writer& w) { w.be32(codec::crc32_raw(w.view(), 0xFFFFFFFF)); }

struct Block {
  std::uint32_t volume = 0;
  std::uint32_t logical = 0;
  std::string_view data{};
  std::uint64_t sequence = 1;
  bool is_static = false;
  bool mapped = true;
  bool copied = false;
};

base::Bytes block(const Block& b, ByteSpan data) {
  bytes::Writer counter;
  counter.raw(bytes::as_bytes(std::string_view("UBI#"))).u8(1).zeros(3).be64(5).be32(64).be32(128);
  counter.be32(77).zeros(32);
  seal(counter);
  bytes::Writer out;
  out.raw(counter.view());
  bytes::Writer header;
  header.raw(bytes::as_bytes(std::string_view("UBI!"))).u8(1).u8(b.is_static ? 2 : 1);
  header.u8(b.copied ? 1 : 0).u8(0).be32(b.volume).be32(b.logical).zeros(4);
  header.be32(static_cast<std::uint32_t>(data.size())).be32(0).be32(0);
  header.be32(codec::crc32_raw(data, 0xFFFFFFFF)).zeros(4).be64(b.sequence).zeros(12);
  seal(header);
  if (b.mapped) out.raw(header.view()).raw(data);
  while (out.size() < kBlock) out.u8(0xFF);
  return std::move(out).release();
}
base::Bytes block(const Block& b) { return block(b, bytes::as_bytes(b.data)); }

base::Bytes table() {
  bytes::Writer w;
  for (int id = 0; id < 5; ++id) {
    bytes::Writer record;
    const std::string_view name = id == 3 ? "rofs" : "";
    record.be32(id == 3 ? 9 : 0).be32(1).be32(0).u8(id == 3 ? 2 : 0).u8(0);
    record.be16(static_cast<std::uint16_t>(name.size())).raw(bytes::as_bytes(name));
    record.zeros(128 - name.size()).zeros(24);
    seal(record);
    w.raw(record.view());
  }
  return std::move(w).release();
}

base::Bytes sample() {
  bytes::Writer w;
  w.raw(block({.volume = kTable}, table()));
  w.raw(block({.volume = 3, .logical = 1, .data = "second", .is_static = true}));
  w.raw(block({.mapped = false}));
  w.raw(block({.volume = 3, .logical = 0, .data = "old", .is_static = true}));
  w.raw(block({.volume = 3, .logical = 0, .data = "first,", .sequence = 9, .is_static = true}));
  return std::move(w).release();
}

TEST(Ubi, blocks_in_any_order_become_the_volume) {
  const auto bytes = sample();
  Budget budget;
  const auto out = parse_ubi(Reader(bytes), budget);
  ASSERT_TRUE(out) << out.error().describe();
  EXPECT_EQ(out->block_size, kBlock);
  EXPECT_EQ(out->size, bytes.size());
  EXPECT_EQ(out->blocks, 5U);
  EXPECT_EQ(out->sequence, 77U);
  EXPECT_TRUE(out->table_good);
  ASSERT_EQ(out->volumes.size(), 1U);
  const auto& v = out->volumes[0];
  EXPECT_EQ(v.id, 3U);
  EXPECT_EQ(v.name, "rofs");
  EXPECT_EQ(v.reserved, 9U);
  EXPECT_TRUE(v.is_static);
  EXPECT_EQ(v.bad_data, 0U);
  // The younger copy counts. Blocks before the last are whole, as UBI writes them.
  EXPECT_EQ(v.content.size(), kBlock - 128 + 6);
  EXPECT_TRUE(bytes::starts_with(v.content, "first,"));
  EXPECT_EQ(bytes::as_chars(v.content).substr(kBlock - 128), "second");
}

TEST(Ubi, a_block_that_is_missing_is_erased_flash) {
  bytes::Writer w;
  w.raw(block({.volume = 0, .logical = 0, .data = "a"}));
  w.raw(block({.volume = 0, .logical = 2, .data = "c"}));
  Budget budget;
  const auto out = parse_ubi(Reader(w.view()), budget);
  ASSERT_TRUE(out);
  EXPECT_FALSE(out->table_good);
  ASSERT_EQ(out->volumes.size(), 1U);
  EXPECT_EQ(out->volumes[0].missing, 1U);
  EXPECT_EQ(out->volumes[0].content[kBlock - 128], std::byte{0xFF});
}

TEST(Ubi, a_logical_number_of_billions_is_refused) {
  bytes::Writer w;
  w.raw(block({.volume = 0, .logical = 0xFFFFFFF0, .data = "a"}));
  Budget budget;
  EXPECT_FALSE(parse_ubi(Reader(w.view()), budget));
}

TEST(Ubi, data_that_changed_is_counted) {
  auto bytes = sample();
  const auto at = bytes::as_chars(bytes).find("second");
  bytes[at] = std::byte{'S'};
  Budget budget;
  const auto out = parse_ubi(Reader(bytes), budget);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->volumes[0].bad_data, 1U);
}

TEST(Ubi, hostile_input) {
  EXPECT_FALSE(looks_like_ubi({}));
  testing::survives(sample(), [](ByteSpan b, Budget& budget) {
    (void)looks_like_ubi(b);
    (void)parse_ubi(Reader(b), budget);
  });
}

}  // namespace
}  // namespace assay::formats::ubi
