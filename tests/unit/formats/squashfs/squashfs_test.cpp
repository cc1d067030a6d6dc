#include "formats/squashfs/squashfs.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "support/hostile.h"

namespace assay::formats::squashfs {
namespace {

using bytes::Budget;
using bytes::ByteSpan;
using bytes::Reader;
using filesystem::Order;

// Bit fields packed as a compiler of that byte order packs them.
class Bits {
 public:
  explicit Bits(bool big) : big_(big) {}
  Bits& put(std::uint64_t value, unsigned width) {
    for (unsigned i = 0; i < width; ++i)
      bits_.push_back(((value >> (big_ ? width - 1 - i : i)) & 1U) != 0);
    return *this;
  }
  [[nodiscard]] base::Bytes bytes() const {
    base::Bytes out((bits_.size() + 7) / 8);
    for (std::size_t i = 0; i < bits_.size(); ++i)
      if (bits_[i]) out[i / 8] |= std::byte{1} << (big_ ? 7 - i % 8 : i % 8);
    return out;
  }

 private:
  bool big_;
  std::vector<bool> bits_;
};

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
  Out& u16(std::uint64_t v) { return put(v, 2); }
  Out& u32(std::uint64_t v) { return put(v, 4); }
  Out& u64(std::uint64_t v) { return put(v, 8); }

 private:
  Out& put(std::uint64_t v, unsigned n) {
    if (n == 2)
      static_cast<void>(big_ ? be16(static_cast<std::uint16_t>(v))
                             : le16(static_cast<std::uint16_t>(v)));
    if (n == 4)
      static_cast<void>(big_ ? be32(static_cast<std::uint32_t>(v))
                             : le32(static_cast<std::uint32_t>(v)));
    if (n == 8) static_cast<void>(big_ ? be64(v) : le64(v));
    return *this;
  }
  bool big_;
};

constexpr std::string_view kHello = "hello, squashfs";
constexpr std::uint32_t kStored = 1U << 24U;

// A root with "file" (one stored block, no fragment) and "link" (to "file"), nothing packed.
base::Bytes image(unsigned major, bool big) {
  const std::size_t super_size = major == 4 ? 96 : major == 3 ? 119 : 63;
  const std::uint64_t data_at = super_size;

  Out inodes(big);
  const auto base_header = [&](unsigned kind, unsigned mode) {
    if (major == 4) {
      inodes.u16(kind).u16(mode).u16(0).u16(0).u32(0).u32(1);
      return;
    }
    inodes.raw(Bits(big).put(kind, 4).put(mode, 12).put(0, 8).put(255, 8).bytes());
    if (major == 3) inodes.u32(0).u32(1);
  };
  const std::uint64_t file_at = inodes.size();
  base_header(2, 0644);
  if (major == 4) inodes.u32(data_at).u32(0xFFFFFFFF).u32(0).u32(kHello.size());
  if (major == 3) inodes.u64(data_at).u32(0xFFFFFFFF).u32(0).u32(kHello.size());
  if (major == 2) inodes.u32(0).u32(data_at).u32(0xFFFFFFFF).u32(0).u32(kHello.size());
  inodes.u32(kHello.size() | kStored);
  const std::uint64_t link_at = inodes.size();
  base_header(3, 0777);
  if (major == 4) inodes.u32(1).u32(4);
  if (major == 3) inodes.u32(1).u16(4);
  if (major == 2) inodes.u16(4);
  inodes.raw(bytes::as_bytes(std::string_view("file")));

  Out names(big);
  if (major == 4) names.u32(1).u32(0).u32(1);
  if (major == 3) names.u8(1).u32(0).u32(1);
  if (major == 2) names.raw(Bits(big).put(1, 8).put(0, 24).bytes());
  const auto name = [&](std::uint64_t at, unsigned kind, std::string_view text) {
    if (major == 4) names.u16(at).u16(0).u16(kind).u16(text.size() - 1);
    if (major != 4) names.raw(Bits(big).put(at, 13).put(kind, 3).put(text.size() - 1, 8).bytes());
    if (major == 3) names.u16(0);
    names.raw(bytes::as_bytes(text));
  };
  name(file_at, 2, "file");
  name(link_at, 3, "link");
  const std::uint64_t listed = names.size() + (major == 2 ? 0 : 3);

  const std::uint64_t root_at = inodes.size();
  base_header(1, 0755);
  if (major == 4) inodes.u32(0).u32(2).u16(listed).u16(0).u32(2);
  if (major == 3) {
    inodes.u32(2).raw(Bits(big).put(listed, 19).put(0, 13).bytes());
    inodes.u32(0).u32(2);
  }
  if (major == 2) {
    inodes.raw(Bits(big).put(listed, 19).put(0, 13).bytes());
    inodes.u32(0).raw(Bits(big).put(0, 24).bytes());
  }

  Out body(big);
  body.raw(bytes::as_bytes(kHello));
  const std::uint64_t inode_table = super_size + body.size();
  body.u16(inodes.size() | 0x8000U).raw(inodes.view());
  const std::uint64_t directory_table = super_size + body.size();
  body.u16(names.size() | 0x8000U).raw(names.view());
  std::uint64_t ids = super_size + body.size();
  if (major == 4) {
    body.u16(4U | 0x8000U).u32(1000);
    const std::uint64_t pointer = ids;
    ids = super_size + body.size();
    body.u64(pointer);
  } else {
    body.u32(1000);
  }
  const std::uint64_t total = super_size + body.size();

  Out super(big);
  super.raw(bytes::as_bytes(std::string_view(big ? "sqsh" : "hsqs")));
  if (major == 4) {
    super.u32(3).u32(7).u32(4096).u32(0).u16(1).u16(12).u16(0).u16(1).u16(4).u16(0);
    super.u64(root_at).u64(total).u64(ids).u64(~0ULL).u64(inode_table).u64(directory_table);
    super.u64(~0ULL).u64(~0ULL);
  } else {
    super.u32(3).u32(total).u32(ids).u32(ids).u32(inode_table).u32(directory_table);
    super.u16(major).u16(0).u16(4096).u16(12).u8(0).u8(1).u8(0);
    super.u32(7).u64(root_at).u32(4096).u32(0).u32(0);
    if (major == 3)
      super.u64(total).u64(ids).u64(ids).u64(inode_table).u64(directory_table).u64(0).u64(0);
  }
  EXPECT_EQ(super.size(), super_size);
  super.raw(body.view());
  return std::move(super).release();
}

TEST(Squashfs, each_generation_in_each_byte_order) {
  for (const unsigned major : {2U, 3U, 4U})
    for (const bool big : {false, true}) {
      SCOPED_TRACE(major * 10 + (big ? 1 : 0));
      const auto bytes = image(major, big);
      Budget budget;
      const auto out = parse_squashfs(Reader(bytes), budget);
      ASSERT_TRUE(out) << out.error().describe();
      EXPECT_EQ(out->super.major, major);
      EXPECT_EQ(out->super.order, big ? Order::big : Order::little);
      EXPECT_EQ(out->super.bytes_used, bytes.size());
      ASSERT_EQ(out->files.problem_count, 0U) << out->files.problems.front().describe();
      ASSERT_EQ(out->files.entries.size(), 2U);
      const auto& file = out->files.entries[0];
      EXPECT_EQ(file.path, "file");
      EXPECT_EQ(file.mode, 0644U);
      EXPECT_EQ(file.uid, 1000U);
      EXPECT_EQ(bytes::as_chars(out->files.content_of(file, bytes)), kHello);
      EXPECT_EQ(out->files.entries[1].type, filesystem::Type::symlink);
      EXPECT_EQ(out->files.entries[1].target, "file");
    }
}

TEST(Squashfs, big_endian_4_with_little_endian_block_headers) {
  auto bytes = image(4, true);
  const auto super = parse_superblock(Reader(bytes));
  ASSERT_TRUE(super);
  // The headers of the three metadata blocks, turned round.
  const auto at = static_cast<std::size_t>(super->inode_table);
  const auto names = static_cast<std::size_t>(super->directory_table);
  const std::size_t ids = bytes.size() - 8 - 6;
  for (const std::size_t header : {at, names, ids}) std::swap(bytes[header], bytes[header + 1]);
  Budget budget;
  const auto out = parse_squashfs(Reader(bytes), budget);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->files.entries.size(), 2U);
  EXPECT_EQ(out->files.problem_count, 0U);
}

TEST(Squashfs, a_file_that_cannot_be_read_is_listed_and_noted) {
  auto bytes = image(4, false);
  const auto at = static_cast<std::size_t>(parse_superblock(Reader(bytes))->inode_table) + 2 + 16;
  bytes[at] = std::byte{0xFF};  // start_block
  bytes[at + 3] = std::byte{0x7F};
  Budget budget;
  const auto out = parse_squashfs(Reader(bytes), budget);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->files.entries.size(), 2U);
  EXPECT_FALSE(out->files.entries[0].complete);
  EXPECT_EQ(out->files.problem_count, 1U);
}

TEST(Squashfs, a_file_of_terabytes_costs_nothing) {
  auto bytes = image(4, false);
  const auto at = static_cast<std::size_t>(parse_superblock(Reader(bytes))->inode_table) + 2 + 28;
  for (std::size_t i = 0; i < 4; ++i) bytes[at + i] = std::byte{0xFF};  // file_size
  Budget budget({.items = 1000, .bytes = 1U << 20U, .depth = 8});
  const auto out = parse_squashfs(Reader(bytes), budget);
  ASSERT_TRUE(out);
  EXPECT_GE(out->files.problem_count, 1U);
  EXPECT_LE(out->files.contents.capacity(), 1U << 20U);
}

TEST(Squashfs, refuses_what_is_none) {
  auto bytes = image(4, false);
  EXPECT_TRUE(looks_like_squashfs(bytes));
  bytes[12] = std::byte{1};  // block_size
  EXPECT_FALSE(looks_like_squashfs(bytes));
  EXPECT_FALSE(looks_like_squashfs({}));
  Budget budget;
  const auto out = parse_squashfs(Reader(bytes), budget);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().field, "block_size");
}

TEST(Squashfs, hostile_input) {
  for (const unsigned major : {2U, 3U, 4U})
    testing::survives(image(major, major == 3), [](ByteSpan b, Budget& budget) {
      const auto out = parse_squashfs(Reader(b), budget);
      if (!out) return;
      for (const auto& e : out->files.entries) (void)out->files.content_of(e, b);
    });
}

}  // namespace
}  // namespace assay::formats::squashfs
