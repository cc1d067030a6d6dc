#include "bytes/text.h"

#include <gtest/gtest.h>

namespace assay::bytes {
namespace {

TEST(Hex, goes_both_ways) {
  const base::Bytes bytes{std::byte{0x00}, std::byte{0x7F}, std::byte{0xFF}};
  EXPECT_EQ(to_hex(bytes), "007fff");
  EXPECT_EQ(from_hex("007fFF"), bytes);
  EXPECT_EQ(from_hex(""), base::Bytes{});
}

TEST(Hex, refuses_what_is_no_hex) {
  for (const char* text : {"0", "0g", "0x00", " 00", "00 ", "00:11"})
    EXPECT_FALSE(from_hex(text)) << text;
}

// RFC 4648, section 10.
TEST(Base64, agrees_with_the_rfc) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : vectors) {
    EXPECT_EQ(to_base64(as_bytes(plain)), coded);
    ASSERT_TRUE(from_base64(coded)) << coded;
    EXPECT_EQ(as_chars(*from_base64(coded)), plain);
  }
}

TEST(Base64, refuses_every_second_spelling_of_the_same_bytes) {
  for (const char* text : {"Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm9v\n", "Zm 9v",
                           "Z===", "====", "Zg==Zg==", "Zm9v====", "Z-_v"})
    EXPECT_FALSE(from_base64(text)) << text;
}

TEST(Text, utf16_ends_at_a_nul_and_drops_an_odd_byte) {
  EXPECT_EQ(utf16le(*from_hex("41004200")), u"AB");
  EXPECT_EQ(utf16le(*from_hex("410000004200")), u"A");
  EXPECT_EQ(utf16le(*from_hex("410042")), u"A");
  EXPECT_EQ(utf16le({}), u"");
}

TEST(Text, compares_bytes) {
  const base::Bytes bytes = *from_hex("abcdef");
  EXPECT_TRUE(equal(bytes, copy(bytes)));
  EXPECT_FALSE(equal(bytes, ByteSpan(bytes).first(2)));
  EXPECT_TRUE(starts_with(bytes, "\xab\xcd"));
  EXPECT_FALSE(starts_with(bytes, "\xab\xcd\xef\x01"));
  EXPECT_TRUE(all_of(base::Bytes(4), std::byte{0}));
  EXPECT_FALSE(all_of(bytes, std::byte{0xAB}));
}

}  // namespace
}  // namespace assay::bytes
