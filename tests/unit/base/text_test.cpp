#include "base/text.h"

#include <gtest/gtest.h>
#include <string>

namespace assay::base {
namespace {

TEST(Printable, keeps_text_of_any_language) {
  EXPECT_EQ(printable("Grüße, 世界 🚀"), "Grüße, 世界 🚀");
}

TEST(Printable, shows_control_characters_instead_of_obeying_them) {
  EXPECT_EQ(printable("a\x1b[2Jb"), "a\\x1b[2Jb");
  EXPECT_EQ(printable("line\nforged"), "line\\x0aforged");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(printable("\x7f"), "\\x7f");
  EXPECT_EQ(printable("\xC2\x9B"), "\\u{009b}");  // C1 CSI, an escape sequence's short form
}

TEST(Utf8, is_told_from_what_only_looks_like_it) {
  EXPECT_TRUE(is_utf8("Grüße, 世界 🚀\n"));
  EXPECT_TRUE(is_utf8(""));
  for (const char* bad : {"\xFF", "a\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82"})
    EXPECT_FALSE(is_utf8(bad)) << bad;
}

TEST(Utf8, keeps_control_characters_and_replaces_what_is_not_text) {
  EXPECT_EQ(as_utf8("a\x1b\nb"), "a\x1b\nb");
  EXPECT_EQ(as_utf8("ü\xFFz"), "ü\uFFFDz");
  EXPECT_TRUE(is_utf8(as_utf8("\xE2\x82 \xC0")));
}

TEST(Printable, shows_marks_that_reorder_a_line) {
  EXPECT_EQ(printable("exe.\u202Egpj"), "exe.\\u{202e}gpj");
  EXPECT_EQ(printable("\u2066x\u2069"), "\\u{2066}x\\u{2069}");
}

TEST(Printable, replaces_what_is_not_utf8) {
  const std::string bad = "\uFFFD";
  EXPECT_EQ(printable("\xFF"), bad);
  EXPECT_EQ(printable("\xC0\xAF"), bad + bad);                      // an overlong '/'
  EXPECT_EQ(printable("\xED\xA0\x80"), bad + bad + bad);            // a surrogate
  EXPECT_EQ(printable("\xE4\xB8"), bad + bad);                      // cut short
  EXPECT_EQ(printable("\xF4\x90\x80\x80"), bad + bad + bad + bad);  // beyond U+10FFFF
}

TEST(Printable, stops_after_its_limit) {
  EXPECT_EQ(printable("abcdef", 4), "abcd…");
  EXPECT_EQ(printable("abcd", 4), "abcd");
}

TEST(Utf8FromUtf16, joins_pairs_and_replaces_lone_halves) {
  EXPECT_EQ(utf8_from_utf16(u"Ä€😀"), "Ä€😀");
  EXPECT_EQ(utf8_from_utf16(std::u16string{u'a', char16_t{0xD83D}, u'b'}), "a\uFFFDb");
  EXPECT_EQ(utf8_from_utf16(std::u16string{char16_t{0xDE00}}), "\uFFFD");
}

TEST(HtmlEscaped, leaves_nothing_that_opens_a_tag_or_ends_an_attribute) {
  EXPECT_EQ(html_escaped("<a href=\"x\" title='y'>&"),
            "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;");
}

TEST(IsAsciiText, knows_text_from_bytes) {
  EXPECT_TRUE(is_ascii_text("10 4f.. ima-ng\tsha256\r\n"));
  EXPECT_TRUE(is_ascii_text(""));
  EXPECT_FALSE(is_ascii_text("\x01"));
  EXPECT_FALSE(is_ascii_text("ä"));
}

TEST(Counted, has_a_singular) {
  EXPECT_EQ(counted(1, "server"), "1 server");
  EXPECT_EQ(counted(0, "server"), "0 servers");
  EXPECT_EQ(counted(2, "entry", "entries"), "2 entries");
}

}  // namespace
}  // namespace assay::base
