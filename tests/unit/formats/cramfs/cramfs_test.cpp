#include "formats/cramfs/cramfs.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/codec/codec.h"
#include "support/hostile.h"

namespace assay::formats::cramfs {
namespace {

using bytes::Budget;
using bytes::ByteSpan;
using bytes::Reader;

base::Bytes packed(ByteSpan in) {
  base::Bytes out(compressBound(in.size()));
  uLongf n = out.size();
  EXPECT_EQ(compress(bytes::as_uchars(std::span(out)), &n, bytes::as_uchars(in), in.size()), Z_OK);
  out.resize(n);
  return out;
}

class Out : public bytes::Writer {
 public:
  explicit Out(bool big) : big_(big) {}
  Out& raw(ByteSpan part) {
    bytes::Writer::raw(part);
    return *this;
  }
  Out& u8(std::uint8_t v) {
    bytes::Writer::u8(v);
    return *this;
  }
  Out& u32(std::uint32_t v) {
    static_cast<void>(big_ ? be32(v) : le32(v));
    return *this;
  }
  // mode:16 uid:16, size:24 gid:8, namelen:6 offset:26
  Out& inode(std::uint32_t mode, std::uint32_t size, std::uint32_t words, std::uint32_t at) {
    if (big_) return u32(mode << 16U | 7).u32(size << 8U | 8).u32(words << 26U | at / 4);
    return u32(mode | 7U << 16U).u32(size | 8U << 24U).u32(words | at / 4 << 6U);
  }

 private:
  bool big_;
};

// A root of "data" (two pages, one a hole) and "link".
base::Bytes sample(bool big) {
  const std::string page(100, 'x');
  const auto block = packed(bytes::as_bytes(page));
  const std::uint32_t data_at = 76 + 32;
  const auto blocks = static_cast<std::uint32_t>(block.size());
  const auto target = packed(bytes::as_bytes(std::string_view("data")));
  const std::uint32_t link_at = (data_at + 8 + blocks + 3) / 4 * 4;
  Out w(big);
  const std::uint32_t size = link_at + 4 + static_cast<std::uint32_t>(target.size());
  w.u32(0x28CD3D45).u32(size).u32(3).u32(0);
  w.raw(bytes::as_bytes(std::string_view("Compressed ROMFS"))).u32(0).u32(1).u32(2).u32(3);
  w.raw(bytes::as_bytes(std::string_view("volume"))).zeros(10);
  w.inode(0040755, 32, 0, 76);
  w.inode(0100644, 4096 + 100, 1, data_at).raw(bytes::as_bytes(std::string_view("data")));
  w.inode(0120777, 4, 1, link_at).raw(bytes::as_bytes(std::string_view("link")));
  w.u32(data_at + 8).u32(data_at + 8 + blocks).raw(block);
  while (w.size() < link_at) w.u8(0);
  w.u32(size).raw(target);
  auto out = bytes::copy(w.view());
  const auto crc = codec::crc32(out);
  for (unsigned i = 0; i < 4; ++i)
    out[32 + i] = static_cast<std::byte>((crc >> (big ? 24 - 8 * i : 8 * i)) & 0xFFU);
  return out;
}

TEST(Cramfs, pages_holes_and_links_in_each_byte_order) {
  for (const bool big : {false, true}) {
    const auto bytes = sample(big);
    Budget budget;
    const auto out = parse_cramfs(Reader(bytes), budget);
    ASSERT_TRUE(out) << out.error().describe();
    EXPECT_TRUE(out->crc_good);
    EXPECT_EQ(out->size, bytes.size());
    EXPECT_EQ(out->volume, "volume");
    ASSERT_EQ(out->files.problem_count, 0U) << out->files.problems[0].describe();
    ASSERT_EQ(out->files.entries.size(), 2U);
    const auto& file = out->files.entries[0];
    EXPECT_EQ(file.uid, 7U);
    EXPECT_EQ(file.gid, 8U);
    const auto content = out->files.content_of(file, bytes);
    ASSERT_EQ(content.size(), 4196U);
    EXPECT_EQ(content[4095], std::byte{0});
    EXPECT_EQ(content[4096], std::byte{'x'});
    EXPECT_EQ(out->files.entries[1].target, "data");
  }
}

TEST(Cramfs, one_changed_byte_is_told_by_the_crc) {
  auto bytes = sample(false);
  bytes[60] = std::byte{'V'};
  Budget budget;
  const auto out = parse_cramfs(Reader(bytes), budget);
  ASSERT_TRUE(out);
  EXPECT_FALSE(out->crc_good);
}

TEST(Cramfs, hostile_input) {
  EXPECT_FALSE(looks_like_cramfs({}));
  testing::survives(sample(true), [](ByteSpan b, Budget& budget) {
    (void)looks_like_cramfs(b);
    (void)parse_cramfs(Reader(b), budget);
  });
}

}  // namespace
}  // namespace assay::formats::cramfs
