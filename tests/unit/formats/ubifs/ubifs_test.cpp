#include "formats/ubifs/ubifs.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/codec/codec.h"
#include "support/hostile.h"

namespace assay::formats::ubifs {
namespace {

using bytes::Budget;
using bytes::ByteSpan;
using bytes::Reader;

class Volume {
 public:
  Volume() {
    bytes::Writer w;
    w.le32(0).le32(0).le32(8).le32(kLeb).le32(1).zeros(36).le32(4).le16(2).zeros(64);
    add(6, w);
  }
  Volume& inode(std::uint32_t number, std::uint32_t mode, std::uint64_t size,
                std::string_view data = {}, std::uint32_t links = 1) {
    bytes::Writer w;
    w.le32(number).le32(0).zeros(8).le64(1).le64(size).zeros(36).le32(links).le32(3).le32(4);
    w.le32(mode).le32(0).le32(static_cast<std::uint32_t>(data.size())).zeros(44);
    w.raw(bytes::as_bytes(data));
    return add(0, w);
  }
  Volume& name(std::uint32_t parent, std::string_view text, std::uint64_t number) {
    bytes::Writer w;
    w.le32(parent).le32(2U << 29U).zeros(8).le64(number).u8(0).u8(0);
    w.le16(static_cast<std::uint16_t>(text.size())).le32(0).raw(bytes::as_bytes(text)).u8(0);
    return add(2, w);
  }
  Volume& data(std::uint32_t number, std::uint32_t block, std::string_view text) {
    bytes::Writer w;
    w.le32(number).le32(1U << 29U | block).zeros(8).le32(static_cast<std::uint32_t>(text.size()));
    w.le16(0).le16(0).raw(bytes::as_bytes(text));
    return add(1, w);
  }
  [[nodiscard]] base::Bytes done() {
    while (out_.size() < kLeb) out_.u8(0xFF);
    return bytes::copy(out_.view());
  }

 private:
  static constexpr std::uint32_t kLeb = 8192;
  Volume& add(std::uint8_t type, const bytes::Writer& body) {
    bytes::Writer rest;
    rest.le64(++sequence_).le32(static_cast<std::uint32_t>(24 + body.size())).u8(type).zeros(3);
    rest.raw(body.view());
    out_.le32(0x06101831).le32(codec::crc32_raw(rest.view(), 0xFFFFFFFF)).raw(rest.view());
    while (out_.size() % 8 != 0) out_.u8(0xCE);
    return *this;
  }
  std::uint64_t sequence_ = 0;
  bytes::Writer out_;
};

base::Bytes sample() {
  Volume v;
  v.inode(1, 0040755, 0).name(1, "dir", 65).inode(65, 0040700, 0).name(65, "file", 66);
  v.data(66, 0, "old text").inode(66, 0100640, 8).data(66, 0, "new text");
  v.name(1, "gone", 67).inode(67, 0100644, 0).name(1, "gone", 0);
  v.name(1, "link", 68).inode(68, 0120777, 3, "dir");
  v.name(1, "sparse", 69).inode(69, 0100644, 4100).data(69, 1, "tail");
  return v.done();
}

TEST(Ubifs, the_highest_sequence_number_wins) {
  const auto bytes = sample();
  Budget budget;
  const auto out = parse_ubifs(Reader(bytes), budget);
  ASSERT_TRUE(out) << out.error().describe();
  EXPECT_EQ(out->format, 4U);
  EXPECT_EQ(out->compression, 2U);
  EXPECT_EQ(out->size, bytes.size());
  EXPECT_EQ(out->bad_nodes, 0U);
  ASSERT_EQ(out->files.entries.size(), 4U);
  const auto& file = out->files.entries[1];
  EXPECT_EQ(file.path, "dir/file");
  EXPECT_EQ(file.mode, 0640U);
  EXPECT_EQ(file.gid, 4U);
  EXPECT_EQ(bytes::as_chars(out->files.content_of(file, bytes)), "new text");
  EXPECT_EQ(out->files.entries[2].target, "dir");
  const auto sparse = out->files.content_of(out->files.entries[3], bytes);
  ASSERT_EQ(sparse.size(), 4100U);
  EXPECT_EQ(sparse[4095], std::byte{0});
  EXPECT_EQ(bytes::as_chars(sparse.subspan(4096)), "tail");
}

TEST(Ubifs, a_node_with_a_wrong_crc_is_left_out_and_counted) {
  auto bytes = sample();
  bytes[bytes::as_chars(bytes).find("new text")] = std::byte{'N'};
  Budget budget;
  const auto out = parse_ubifs(Reader(bytes), budget);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->bad_nodes, 1U);
  EXPECT_EQ(bytes::as_chars(out->files.content_of(out->files.entries[1], bytes)), "old text");
}

TEST(Ubifs, hostile_input) {
  EXPECT_FALSE(looks_like_ubifs({}));
  testing::survives(sample(), [](ByteSpan b, Budget& budget) {
    (void)looks_like_ubifs(b);
    (void)parse_ubifs(Reader(b), budget);
  });
}

}  // namespace
}  // namespace assay::formats::ubifs
