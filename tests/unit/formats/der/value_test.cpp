#include "formats/der/value.h"

#include <gtest/gtest.h>

#include "bytes/text.h"

namespace assay::formats::der {
namespace {

// One element of `identifier` around `content`; kept alive by the caller's Element.
struct Element {
  Element(unsigned identifier, bytes::ByteSpan content) {
    bytes.push_back(static_cast<std::byte>(identifier));
    bytes.push_back(static_cast<std::byte>(content.size()));
    bytes.insert(bytes.end(), content.begin(), content.end());
    bytes::Reader reader(bytes);
    bytes::Budget budget;
    tlv = read(reader, budget, "element").value();
  }
  Element(unsigned identifier, std::string_view text)
      : Element(identifier, bytes::as_bytes(text)) {}
  base::Bytes bytes;
  Tlv tlv;
};
Element hex(unsigned identifier, std::string_view text) {
  return {identifier, *bytes::from_hex(text)};
}

TEST(Value, Integers) {
  const auto value = [](std::string_view text) { return integer(hex(2, text).tlv, "n"); };
  EXPECT_FALSE(value(""));
  const auto keep = [](const Element& e) {
    const auto n = integer(e.tlv, "n");
    return std::tuple(n->minimal, n->negative(), n->small());
  };
  using Row = std::tuple<bool, bool, std::optional<std::uint64_t>>;
  EXPECT_EQ(keep(hex(2, "00")), Row(true, false, 0));
  EXPECT_EQ(keep(hex(2, "7f")), Row(true, false, 127));
  EXPECT_EQ(keep(hex(2, "0080")), Row(true, false, 128));
  EXPECT_EQ(keep(hex(2, "007f")), Row(false, false, 127));
  EXPECT_EQ(keep(hex(2, "ff")), Row(true, true, std::nullopt));
  EXPECT_EQ(keep(hex(2, "ffff")), Row(false, true, std::nullopt));
  EXPECT_EQ(keep(hex(2, "7fffffffffffffff")), Row(true, false, 0x7FFFFFFFFFFFFFFFU));
  EXPECT_EQ(keep(hex(2, "00ffffffffffffffff")), Row(true, false, std::nullopt));
}

TEST(Value, Booleans) {
  EXPECT_TRUE(boolean(hex(1, "ff").tlv, "b")->value);
  EXPECT_TRUE(boolean(hex(1, "ff").tlv, "b")->canonical);
  EXPECT_FALSE(boolean(hex(1, "00").tlv, "b")->value);
  EXPECT_TRUE(boolean(hex(1, "01").tlv, "b")->value);
  EXPECT_FALSE(boolean(hex(1, "01").tlv, "b")->canonical);
  EXPECT_FALSE(boolean(hex(1, "").tlv, "b"));
  EXPECT_FALSE(boolean(hex(1, "ffff").tlv, "b"));
}

TEST(Value, BitStrings) {
  const Element usage = hex(3, "0204c0");  // 2 unused bits
  const auto bits = bit_string(usage.tlv, "keyUsage");
  ASSERT_TRUE(bits);
  EXPECT_EQ(bits->unused, 2);
  EXPECT_TRUE(bits->bit(5));
  EXPECT_FALSE(bits->bit(4));
  EXPECT_TRUE(bits->bit(8));
  EXPECT_TRUE(bits->bit(9));
  EXPECT_FALSE(bits->bit(14)) << "an unused bit";
  EXPECT_FALSE(bits->bit(400));
  const Element empty = hex(3, "00");
  EXPECT_TRUE(bit_string(empty.tlv, "b"));
  EXPECT_FALSE(bit_string(hex(3, "01").tlv, "b"));
  EXPECT_FALSE(bit_string(hex(3, "0800").tlv, "b"));
  EXPECT_FALSE(bit_string(hex(3, "").tlv, "b"));
}

TEST(Value, ObjectIdentifiers) {
  const auto dotted = [](std::string_view text) { return oid(hex(6, text).tlv, "oid"); };
  EXPECT_EQ(dotted("550403").value(), "2.5.4.3");
  EXPECT_EQ(dotted("6781050801").value(), "2.23.133.8.1");
  EXPECT_EQ(dotted("2a864886f70d01010b").value(), "1.2.840.113549.1.1.11");
  EXPECT_EQ(dotted("00").value(), "0.0");
  EXPECT_EQ(dotted("27").value(), "0.39");
  EXPECT_EQ(dotted("28").value(), "1.0");
  EXPECT_EQ(dotted("8837").value(), "2.999");
  // 2.25.2^64 and the UUID f81d4fae-7dec-11d0-a765-00a0c91e6bf6 as X.667 writes it.
  EXPECT_EQ(dotted("6982808080808080808000").value(), "2.25.18446744073709551616");
  EXPECT_EQ(dotted("6983f09da7ebcfdee0c7a1a7b2c0948cc8f9d776").value(),
            "2.25.329800735698586629295641978511506172918");
  EXPECT_FALSE(dotted(""));
  EXPECT_FALSE(dotted("550481"));
  EXPECT_FALSE(dotted("558003"));
  EXPECT_FALSE(dotted(std::string(130, '1'))) << "65 bytes";
  EXPECT_TRUE(dotted(std::string(128, '1')));
}

TEST(Value, Times) {
  const auto at = [](unsigned tag, std::string_view text) {
    const auto value = time(Element(tag, text).tlv, "notAfter");
    if (!value) return std::string("refused");
    return base::to_rfc3339(value->time) + (value->canonical ? "" : " (odd)");
  };
  EXPECT_EQ(at(23, "240622120101Z"), "2024-06-22T12:01:01Z");
  EXPECT_EQ(at(23, "500101000000Z"), "1950-01-01T00:00:00Z");
  EXPECT_EQ(at(23, "491231235959Z"), "2049-12-31T23:59:59Z");
  EXPECT_EQ(at(23, "2406221201Z"), "2024-06-22T12:01:00Z (odd)");
  EXPECT_EQ(at(23, "240622120101+0200"), "2024-06-22T10:01:01Z (odd)");
  EXPECT_EQ(at(24, "99991231235959Z"), "9999-12-31T23:59:59Z");
  EXPECT_EQ(at(24, "20240622120101.5Z"), "2024-06-22T12:01:01Z (odd)");
  for (const char* bad : {"", "Z", "240622120101", "241322120101Z", "240230000000Z",
                          "24062212010 Z", "240622120101ZZ", "240622120101+02", "240622120101.5Z"})
    EXPECT_EQ(at(23, bad), "refused") << bad;
  for (const char* bad : {"20240622120101", "20240622120101.Z", "20240622120101.5", "2024Z"})
    EXPECT_EQ(at(24, bad), "refused") << bad;
  EXPECT_EQ(at(12, "240622120101Z"), "refused") << "a UTF8String is no time";
  EXPECT_TRUE(generalized_time(Element(0x80, "20240622120101Z").tlv, "notBeforeTime"));
}

TEST(Value, StringsBecomeUtf8) {
  EXPECT_EQ(text(Element(12, "ü").tlv, "s").value(), "ü");
  EXPECT_EQ(text(Element(19, "CH").tlv, "s").value(), "CH");
  EXPECT_EQ(text(Element(20, "\xfc").tlv, "s").value(), "ü");
  EXPECT_EQ(text(hex(30, "00fc20ac").tlv, "s").value(), "ü€");
  EXPECT_EQ(text(hex(28, "000000fc0001f600").tlv, "s").value(), "ü😀");
  EXPECT_FALSE(text(hex(28, "00110000").tlv, "s"));
  EXPECT_FALSE(text(hex(28, "0000").tlv, "s"));
  EXPECT_FALSE(text(hex(30, "00").tlv, "s"));
  EXPECT_FALSE(text(hex(4, "4142").tlv, "s")) << "an OCTET STRING is no text";
  EXPECT_FALSE(text(hex(0x8C, "4142").tlv, "s"))
      << "context tags say nothing about the string type";
}

}  // namespace
}  // namespace assay::formats::der
