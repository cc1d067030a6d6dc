#include "formats/der/value.h"

#include <algorithm>

#include "base/text.h"
#include "bytes/text.h"

namespace assay::formats::der {
namespace {

using bytes::bad_value;
using bytes::ByteSpan;
using bytes::Parsed;

std::string latin1(ByteSpan bytes) {
  std::u16string wide;
  for (const std::byte b : bytes) wide.push_back(static_cast<char16_t>(b));
  return base::utf8_from_utf16(wide);
}

Parsed<std::string> bmp(const Tlv& tlv, std::string_view field) {
  bytes::Reader r = tlv.content;
  std::u16string wide;
  while (!r.empty()) {
    ASSAY_TRY(const std::uint16_t unit, r.be16(field));
    wide.push_back(static_cast<char16_t>(unit));
  }
  return base::utf8_from_utf16(wide);
}

Parsed<std::string> ucs4(const Tlv& tlv, std::string_view field) {
  bytes::Reader r = tlv.content;
  std::u16string wide;
  while (!r.empty()) {
    ASSAY_TRY(const std::uint32_t code, r.be32(field));
    if (code < 0x10000) {
      wide.push_back(static_cast<char16_t>(code));
    } else if (code <= 0x10FFFF) {
      wide.push_back(static_cast<char16_t>(0xD800U + ((code - 0x10000U) >> 10U)));
      wide.push_back(static_cast<char16_t>(0xDC00U + ((code - 0x10000U) & 0x3FFU)));
    } else {
      return bad_value(tlv.offset, field, "code points of at most U+10FFFF");
    }
  }
  return base::utf8_from_utf16(wide);
}

}  // namespace

Parsed<Boolean> boolean(const Tlv& tlv, std::string_view field) noexcept {
  const ByteSpan content = tlv.content.whole();
  if (content.size() != 1) return bad_value(tlv.offset, field, "a BOOLEAN of one byte");
  const auto value = static_cast<std::uint8_t>(content[0]);
  return Boolean{value != 0, value == 0 || value == 0xFF};
}

std::optional<std::uint64_t> Integer::small() const noexcept {
  if (negative()) return std::nullopt;
  std::uint64_t value = 0;
  for (const std::byte b : bytes) {
    if (value >> 55U != 0) return std::nullopt;
    value = (value << 8U) | static_cast<std::uint64_t>(b);
  }
  return value;
}

Parsed<Integer> integer(const Tlv& tlv, std::string_view field) noexcept {
  const ByteSpan content = tlv.content.whole();
  if (content.empty()) return bad_value(tlv.offset, field, "an INTEGER of at least one byte");
  bool minimal = true;
  if (content.size() > 1) {
    const bool sign = (content[1] & std::byte{0x80}) != std::byte{0};
    minimal = content[0] != (sign ? std::byte{0xFF} : std::byte{0});
  }
  return Integer{content, minimal};
}

bool BitString::bit(std::size_t n) const noexcept {
  if (n / 8 >= bytes.size()) return false;
  if (n / 8 + 1 == bytes.size() && n % 8 >= 8U - unused) return false;
  return (static_cast<unsigned>(bytes[n / 8]) >> (7U - n % 8) & 1U) != 0;
}

Parsed<BitString> bit_string(const Tlv& tlv, std::string_view field) noexcept {
  bytes::Reader r = tlv.content;
  ASSAY_TRY(const std::uint8_t unused, r.u8(field));
  if (unused > 7 || (unused > 0 && r.empty()))
    return bad_value(tlv.offset, field, "0 to 7 unused bits, and none in an empty BIT STRING");
  return BitString{r.rest(), unused};
}

Parsed<std::string> text(const Tlv& tlv, std::string_view field) {
  if (tlv.constructed || !is_text(tlv)) return bad_value(tlv.offset, field, "a character string");
  const ByteSpan content = tlv.content.whole();
  if (tlv.is(Tag::bmp_string)) return bmp(tlv, field);
  if (tlv.is(Tag::universal_string)) return ucs4(tlv, field);
  if (tlv.is(Tag::teletex_string)) return latin1(content);
  return bytes::to_string(content);
}

bool is_text(const Tlv& tlv) noexcept {
  if (tlv.tag_class != TagClass::universal) return false;
  switch (static_cast<Tag>(tlv.number)) {
    case Tag::utf8_string:
    case Tag::numeric_string:
    case Tag::printable_string:
    case Tag::teletex_string:
    case Tag::ia5_string:
    case Tag::visible_string:
    case Tag::general_string:
    case Tag::universal_string:
    case Tag::bmp_string:
      return true;
    default:
      return false;
  }
}

}  // namespace assay::formats::der
