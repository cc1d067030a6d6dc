#include "formats/uboot/environment.h"

#include <gtest/gtest.h>

#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/codec/codec.h"
#include "support/hostile.h"

namespace assay::formats::uboot {
namespace {

using namespace std::string_view_literals;
using bytes::Budget;
using bytes::ByteSpan;
using bytes::Reader;

constexpr auto kText = "bootcmd=run flash\0bootdelay=2\0ethaddr=00:11:22:33:44:55\0\0"sv;

base::Bytes environment(std::size_t size, bool redundant, bool big) {
  bytes::Writer body;
  body.raw(bytes::as_bytes(kText));
  while (body.size() < size - (redundant ? 5 : 4)) body.u8(0);
  bytes::Writer w;
  const auto crc = codec::crc32(body.view());
  static_cast<void>(big ? w.be32(crc) : w.le32(crc));
  if (redundant) w.u8(1);
  w.raw(body.view());
  return std::move(w).release();
}

TEST(Environment, size_order_and_redundancy_are_found_by_the_crc) {
  for (const bool redundant : {false, true})
    for (const bool big : {false, true}) {
      auto bytes = environment(8192, redundant, big);
      bytes.resize(20000, std::byte{0xFF});
      Budget budget;
      const auto e = parse_environment(Reader(bytes), budget);
      ASSERT_TRUE(e) << e.error().describe();
      EXPECT_TRUE(e->crc_good);
      EXPECT_EQ(e->size, 8192U);
      EXPECT_EQ(e->redundant, redundant);
      ASSERT_EQ(e->variables.size(), 3U);
      EXPECT_EQ(e->value("bootdelay"), "2");
      EXPECT_EQ(e->value("absent"), std::nullopt);
      EXPECT_EQ(e->variables[1].offset, (redundant ? 5U : 4U) + 18);
    }
}

TEST(Environment, a_wrong_crc_is_told_where_the_names_are_u_boots) {
  auto bytes = environment(8192, false, false);
  bytes[0] ^= std::byte{1};
  Budget budget;
  const auto e = parse_environment(Reader(bytes), budget);
  ASSERT_TRUE(e);
  EXPECT_FALSE(e->crc_good);
  EXPECT_EQ(e->size, 4 + kText.size());
}

TEST(Environment, other_texts_are_none) {
  const auto text = bytes::as_bytes("\1\2\3\4colour=red\0\0and so on"sv);
  Budget budget;
  EXPECT_FALSE(parse_environment(Reader(text), budget));
  EXPECT_FALSE(looks_like_environment(text));
}

TEST(Environment, what_is_compiled_into_u_boot) {
  bytes::Writer w;
  w.raw(bytes::as_bytes("code and \x01 bytes\0"sv)).raw(bytes::as_bytes(kText)).zeros(16);
  Budget budget;
  const auto e = find_built_in(Reader(w.view(), 0x100), budget);
  ASSERT_TRUE(e);
  EXPECT_EQ(e->variables.size(), 3U);
  EXPECT_EQ(e->variables[0].name, "bootcmd");
  EXPECT_EQ(e->variables[0].offset, 0x100U + 17);
}

TEST(Environment, hostile_input) {
  testing::survives(environment(2048, true, false), [](ByteSpan b, Budget& budget) {
    (void)looks_like_environment(b);
    (void)parse_environment(Reader(b), budget);
    (void)find_built_in(Reader(b), budget);
  });
}

}  // namespace
}  // namespace assay::formats::uboot
