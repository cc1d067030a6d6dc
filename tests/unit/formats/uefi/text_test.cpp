#include "formats/uefi/text.h"

#include "unit/formats/uefi/sample_bytes.h"

namespace assay::formats::uefi {
namespace {

using testing::hex_bytes;
using testing::text_bytes;
using testing::utf16;
using testing::utf16z;

TEST(UefiText, DropsPaddingButShowsANulInTheMiddle) {
  EXPECT_EQ(utf16_text(utf16z("db")), "db");
  EXPECT_EQ(utf16_text(testing::joined({utf16z("db"), utf16("x")})), "db\\x00x");
  EXPECT_EQ(utf8_text(text_bytes(std::string_view("db\0x\0", 5))), "db\\x00x");
}

TEST(UefiText, DecodesMoreThanAscii) {
  EXPECT_EQ(utf16_text(hex_bytes("e4003dd800de")), "ä😀");
  EXPECT_EQ(utf16_text(hex_bytes("00d8")), "\xEF\xBF\xBD");
  EXPECT_EQ(utf16_text(hex_bytes("1b00")), "\\x1b");
}

TEST(UefiText, MarksTheCut) {
  EXPECT_EQ(utf16_text(utf16("abcdef"), 4), "abcd…");
  EXPECT_EQ(utf16_text(utf16("abcd"), 4), "abcd");
  EXPECT_EQ(utf8_text(text_bytes("abcdef"), 4), "abcd…");
  EXPECT_EQ(utf8_text(text_bytes("abcd"), 4), "abcd");
}

TEST(UefiText, ReadsToTheNul) {
  const base::Bytes data = testing::joined({utf16z("ab"), utf16("c")});
  bytes::Reader reader(data);
  const auto text = read_utf16z(reader, "Description");
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(utf16_text(*text), "ab");
  EXPECT_EQ(reader.remaining(), 2U);
  // No NUL follows: nothing is consumed.
  EXPECT_FALSE(read_utf16z(reader, "Description").has_value());
  EXPECT_EQ(reader.remaining(), 2U);
  EXPECT_FALSE(read_utf8z(reader, "HIDSTR").value().empty());
}

TEST(UefiText, KnowsTextFromBytes) {
  EXPECT_TRUE(looks_like_utf16(utf16z("root=/dev/vda1")));
  EXPECT_FALSE(looks_like_utf16(text_bytes("root")));
  EXPECT_FALSE(looks_like_utf16(hex_bytes("00000000")));
  EXPECT_FALSE(looks_like_utf16(hex_bytes("6100620063")));
}

}  // namespace
}  // namespace assay::formats::uefi
