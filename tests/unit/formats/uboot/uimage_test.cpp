#include "formats/uboot/uimage.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "support/hostile.h"

namespace assay::formats::uboot {
namespace {

using bytes::Budget;
using bytes::ByteSpan;
using bytes::Reader;

base::Bytes image(ByteSpan data, std::uint8_t type) {
  const auto header = [&](std::uint32_t crc) {
    bytes::Writer w;
    w.be32(0x27051956).be32(crc).be32(1000).be32(static_cast<std::uint32_t>(data.size()));
    w.be32(0x8000).be32(0x8040).be32(codec::crc32(data)).u8(5).u8(2).u8(type).u8(1);
    w.raw(bytes::as_bytes(std::string_view("Linux-5.4"))).zeros(23);
    return std::move(w).release();
  };
  bytes::Writer out;
  out.raw(header(codec::crc32(header(0)))).raw(data);
  return std::move(out).release();
}

TEST(Uimage, header_data_and_both_crcs) {
  const auto bytes = image(bytes::as_bytes(std::string_view("kernel")), 2);
  Budget budget;
  const auto u = parse_uimage(Reader(bytes), budget);
  ASSERT_TRUE(u) << u.error().describe();
  EXPECT_TRUE(u->header_good && u->data_good && u->whole);
  EXPECT_EQ(u->name, "Linux-5.4");
  EXPECT_EQ(os_name(u->os), "Linux");
  EXPECT_EQ(arch_name(u->arch), "ARM");
  EXPECT_EQ(type_name(u->type), "kernel");
  EXPECT_EQ(compression_name(u->compression), "gzip");
  EXPECT_EQ(codec_of("gzip"), codec::Codec::gzip);
  EXPECT_EQ(bytes::as_chars(u->data.rest()), "kernel");
}

TEST(Uimage, one_changed_byte_is_told_where_it_is) {
  auto bytes = image(bytes::as_bytes(std::string_view("kernel")), 2);
  bytes.back() = std::byte{'L'};
  Budget budget;
  EXPECT_FALSE(parse_uimage(Reader(bytes), budget)->data_good);
  EXPECT_TRUE(parse_uimage(Reader(bytes), budget)->header_good);
  bytes[40] = std::byte{'l'};
  EXPECT_FALSE(parse_uimage(Reader(bytes), budget)->header_good);
  bytes[28] = std::byte{0xEE};  // an os of no name beside a wrong CRC: four accidental bytes
  EXPECT_FALSE(parse_uimage(Reader(bytes), budget));
}

TEST(Uimage, cut_short) {
  auto bytes = image(bytes::as_bytes(std::string_view("kernel")), 2);
  bytes.resize(bytes.size() - 2);
  Budget budget;
  const auto u = parse_uimage(Reader(bytes), budget);
  ASSERT_TRUE(u);
  EXPECT_FALSE(u->whole);
  EXPECT_EQ(u->data.remaining(), 4U);
}

TEST(Uimage, the_parts_of_a_multi_file_image) {
  bytes::Writer data;
  data.be32(3).be32(5).be32(0).raw(bytes::as_bytes(std::string_view("abc\0defgh", 9)));
  const auto bytes = image(data.view(), 4);
  Budget budget;
  const auto u = parse_uimage(Reader(bytes), budget);
  ASSERT_TRUE(u);
  ASSERT_EQ(u->parts.size(), 2U);
  EXPECT_EQ(bytes::as_chars(u->parts[1].rest()), "defgh");
  EXPECT_EQ(u->parts[1].offset(), 64U + 12 + 4);
}

TEST(Uimage, hostile_input) {
  EXPECT_FALSE(looks_like_uimage({}));
  bytes::Writer data;
  data.be32(3).be32(0).raw(bytes::as_bytes(std::string_view("abc")));
  testing::survives(image(data.view(), 4), [](ByteSpan b, Budget& budget) {
    (void)looks_like_uimage(b);
    (void)parse_uimage(Reader(b), budget);
  });
}

}  // namespace
}  // namespace assay::formats::uboot
