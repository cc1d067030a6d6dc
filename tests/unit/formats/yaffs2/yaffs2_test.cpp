#include "formats/yaffs2/yaffs2.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "support/hostile.h"

namespace assay::formats::yaffs2 {
namespace {

using bytes::Budget;
using bytes::ByteSpan;
using bytes::Reader;

constexpr std::size_t kPage = 512;
constexpr std::size_t kSpare = 16;

void page(bytes::Writer& out, ByteSpan data, std::uint32_t object, std::uint32_t chunk,
          std::uint32_t bytes) {
  const std::size_t start = out.size();
  out.raw(data);
  while (out.size() < start + kPage) out.u8(0xFF);
  out.le32(0x1000).le32(object).le32(chunk).le32(bytes);
  while (out.size() < start + kPage + kSpare) out.u8(0xFF);
}

void object(bytes::Writer& out, std::uint32_t id, std::uint32_t type, std::uint32_t parent,
            std::string_view name, std::uint32_t mode, std::uint32_t size,
            std::string_view target = {}) {
  bytes::Writer w;
  w.le32(type).le32(parent).le16(0xFFFF).raw(bytes::as_bytes(name)).zeros(256 - name.size() + 2);
  w.le32(mode).le32(1).le32(2).zeros(12).le32(size).le32(0);
  w.raw(bytes::as_bytes(target)).zeros(160 - target.size());
  while (w.size() < kPage) w.u8(0);
  page(out, w.view(), id, 0, 0xFFFF);
}

base::Bytes sample() {
  bytes::Writer w;
  object(w, 257, 3, 1, "dir", 0040755, 0xFFFFFFFF);
  object(w, 258, 1, 257, "file", 0100600, 515);
  page(w, bytes::as_bytes(std::string(kPage, 'a')), 258, 1, kPage);
  page(w, bytes::as_bytes(std::string_view("end")), 258, 2, 3);
  object(w, 259, 2, 1, "link", 0120777, 0, "dir/file");
  return std::move(w).release();
}

TEST(Yaffs2, objects_and_their_chunks) {
  const auto bytes = sample();
  Budget budget;
  const auto out = parse_yaffs2(Reader(bytes), budget);
  ASSERT_TRUE(out) << out.error().describe();
  EXPECT_EQ(out->geometry.page, kPage);
  EXPECT_EQ(out->geometry.spare, kSpare);
  EXPECT_EQ(out->objects, 3U);
  EXPECT_EQ(out->size, bytes.size());
  ASSERT_EQ(out->files.entries.size(), 3U);
  const auto& file = out->files.entries[1];
  EXPECT_EQ(file.path, "dir/file");
  EXPECT_EQ(file.mode, 0600U);
  const auto content = out->files.content_of(file, bytes);
  ASSERT_EQ(content.size(), 515U);
  EXPECT_EQ(bytes::as_chars(content.subspan(kPage)), "end");
  EXPECT_EQ(out->files.entries[2].target, "dir/file");
}

TEST(Yaffs2, hostile_input) {
  EXPECT_FALSE(looks_like_yaffs2({}));
  testing::survives(sample(), [](ByteSpan b, Budget& budget) {
    (void)looks_like_yaffs2(b);
    (void)parse_yaffs2(Reader(b), budget);
  });
}

}  // namespace
}  // namespace assay::formats::yaffs2
