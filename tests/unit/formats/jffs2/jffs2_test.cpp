#include "formats/jffs2/jffs2.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/codec/codec.h"
#include "support/hostile.h"

namespace assay::formats::jffs2 {
namespace {

using bytes::Budget;
using bytes::ByteSpan;
using bytes::Reader;

class Flash {
 public:
  explicit Flash(bool big) : big_(big) {}

  Flash& name(std::uint32_t parent, std::uint32_t version, std::uint32_t inode,
              std::string_view text) {
    bytes::Writer w;
    header(w, 0xE001, 40 + text.size());
    u32(w, parent), u32(w, version), u32(w, inode), u32(w, 0);
    w.u8(static_cast<std::uint8_t>(text.size())).u8(8).u8(0).u8(0);
    u32(w, codec::crc32_raw(w.view(), 0));
    u32(w, codec::crc32_raw(bytes::as_bytes(text), 0));
    return add(w, bytes::as_bytes(text));
  }
  Flash& data(std::uint32_t inode, std::uint32_t version, std::uint32_t mode,
              std::uint32_t file_size, std::uint32_t offset, std::string_view text,
              std::uint8_t compression = 0, std::uint32_t size = 0) {
    bytes::Writer w;
    header(w, 0xE002, 68 + text.size());
    u32(w, inode), u32(w, version), u32(w, mode), u16(w, 7), u16(w, 8), u32(w, file_size);
    u32(w, 0), u32(w, 0), u32(w, 0), u32(w, offset);
    u32(w, static_cast<std::uint32_t>(text.size()));
    u32(w, size == 0 ? static_cast<std::uint32_t>(text.size()) : size);
    w.u8(compression).u8(0).le16(0);
    const auto crc = codec::crc32_raw(w.view(), 0);
    u32(w, codec::crc32_raw(bytes::as_bytes(text), 0));
    u32(w, crc);
    return add(w, bytes::as_bytes(text));
  }
  [[nodiscard]] base::Bytes done() {
    while (out_.size() % 4096 != 0) out_.u8(0xFF);
    return bytes::copy(out_.view());
  }

 private:
  void u16(bytes::Writer& w, std::uint16_t v) { static_cast<void>(big_ ? w.be16(v) : w.le16(v)); }
  void u32(bytes::Writer& w, std::uint32_t v) { static_cast<void>(big_ ? w.be32(v) : w.le32(v)); }
  void header(bytes::Writer& w, std::uint16_t type, std::size_t size) {
    u16(w, 0x1985), u16(w, type), u32(w, static_cast<std::uint32_t>(size));
    u32(w, codec::crc32_raw(w.view(), 0));
  }
  Flash& add(const bytes::Writer& head, ByteSpan rest) {
    out_.raw(head.view()).raw(rest);
    while (out_.size() % 4 != 0) out_.u8(0xFF);
    return *this;
  }
  bool big_;
  bytes::Writer out_;
};

base::Bytes sample(bool big) {
  Flash f(big);
  f.name(1, 1, 2, "etc").data(2, 1, 0040755, 0, 0, "");
  f.name(2, 1, 3, "motd").data(3, 1, 0100644, 5, 0, "first");
  f.name(1, 2, 4, "gone").data(4, 1, 0100600, 1, 0, "x").name(1, 3, 0, "gone");
  f.name(1, 4, 5, "link").data(5, 1, 0120777, 4, 0, "etc/");
  f.data(3, 2, 0100600, 8, 4, "tend");  // the later node wins where both write
  return f.done();
}

TEST(Jffs2, the_newest_nodes_say_what_there_is) {
  for (const bool big : {false, true}) {
    const auto bytes = sample(big);
    Budget budget;
    const auto out = parse_jffs2(Reader(bytes), budget);
    ASSERT_TRUE(out) << out.error().describe();
    EXPECT_EQ(out->order, big ? filesystem::Order::big : filesystem::Order::little);
    EXPECT_EQ(out->nodes, 10U);
    EXPECT_EQ(out->bad_nodes, 0U);
    ASSERT_EQ(out->files.entries.size(), 3U);
    EXPECT_EQ(out->files.entries[0].path, "etc");
    const auto& motd = out->files.entries[1];
    EXPECT_EQ(motd.path, "etc/motd");
    EXPECT_EQ(motd.mode, 0600U);
    EXPECT_EQ(motd.uid, 7U);
    EXPECT_EQ(bytes::as_chars(out->files.content_of(motd, bytes)), "firstend");
    EXPECT_EQ(out->files.entries[2].target, "etc/");
  }
}

TEST(Jffs2, a_node_with_a_wrong_crc_is_left_out_and_counted) {
  auto bytes = sample(false);
  const auto text = bytes::as_chars(bytes).find("tend");
  ASSERT_NE(text, std::string_view::npos);
  bytes[text] = std::byte{'T'};
  Budget budget;
  const auto out = parse_jffs2(Reader(bytes), budget);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->bad_nodes, 1U);
  EXPECT_EQ(bytes::as_chars(out->files.content_of(out->files.entries[1], bytes)), "first");
}

TEST(Jffs2, packed_nodes) {
  Flash f(false);
  const std::string_view rtime("a\0b\0a\3", 6);
  f.name(1, 1, 2, "r").data(2, 1, 0100644, 6, 0, rtime, 2, 6);
  f.name(1, 2, 3, "z").data(3, 1, 0100644, 100, 0, "", 1, 100);  // zeros
  const auto bytes = f.done();
  Budget budget;
  const auto out = parse_jffs2(Reader(bytes), budget);
  ASSERT_TRUE(out);
  EXPECT_EQ(bytes::as_chars(out->files.content_of(out->files.entries[0], bytes)), "ababab");
  EXPECT_EQ(out->files.entries[1].size, 100U);
}

TEST(Jffs2, a_directory_in_itself_ends) {
  Flash f(false);
  f.name(1, 1, 2, "a").data(2, 1, 0040755, 0, 0, "").name(2, 1, 2, "b");
  const auto bytes = f.done();
  Budget budget;
  const auto out = parse_jffs2(Reader(bytes), budget);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->files.problem_count, 1U);
}

TEST(Jffs2, a_size_of_gigabytes_is_the_budgets) {
  Flash f(false);
  f.name(1, 1, 2, "a").data(2, 1, 0100644, 0xFFFFFFF0, 0, "x");
  const auto bytes = f.done();
  Budget budget({.items = 100, .bytes = 1U << 20U, .depth = 8});
  const auto out = parse_jffs2(Reader(bytes), budget);
  ASSERT_TRUE(out);
  EXPECT_FALSE(out->files.entries[0].complete);
}

TEST(Jffs2, hostile_input) {
  EXPECT_FALSE(looks_like_jffs2({}));
  testing::survives(sample(true), [](ByteSpan b, Budget& budget) {
    (void)looks_like_jffs2(b);
    (void)parse_jffs2(Reader(b), budget);
  });
}

}  // namespace
}  // namespace assay::formats::jffs2
