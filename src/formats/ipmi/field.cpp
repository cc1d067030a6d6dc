#include "formats/ipmi/field.h"

#include "base/error.h"
#include "base/text.h"
#include "bytes/text.h"

namespace assay::formats::ipmi {
namespace {

constexpr std::uint8_t kEndOfFields = 0xC1;
constexpr std::uint8_t kEnglish = 25;

enum Type : std::uint8_t { kBinary, kBcdPlus, kSixBit, kText };

// 13: "8-bit ASCII + Latin 1". As UTF-8, so that printable() keeps it.
std::string from_latin1(bytes::ByteSpan text) {
  std::string out;
  out.reserve(text.size());
  for (const std::byte b : text) {
    const auto c = static_cast<unsigned>(b);
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else {
      out += static_cast<char>(0xC0U | (c >> 6U));
      out += static_cast<char>(0x80U | (c & 0x3FU));
    }
  }
  return out;
}

}  // namespace

std::string six_bit_text(bytes::ByteSpan packed) {
  std::string out;
  out.reserve(packed.size() * 4 / 3);
  unsigned bits = 0;
  unsigned held = 0;
  for (const std::byte b : packed) {
    bits |= static_cast<unsigned>(b) << held;
    held += 8;
    for (; held >= 6; held -= 6, bits >>= 6U) out += static_cast<char>(0x20U + (bits & 0x3FU));
  }
  return out;
}

std::string bcd_plus_text(bytes::ByteSpan packed) {
  // D, E and F are reserved.
  constexpr std::string_view kCharacters = "0123456789 -.???";
  std::string out;
  out.reserve(packed.size() * 2);
  for (const std::byte b : packed) {
    out += kCharacters[static_cast<unsigned>(b) >> 4U];
    out += kCharacters[static_cast<unsigned>(b) & 0xFU];
  }
  return out;
}

bytes::Parsed<std::optional<std::string>> next_field(bytes::Reader& r, std::uint8_t language,
                                                     bytes::Budget& budget) {
  const std::uint64_t at = r.offset();
  ASSAY_CHECK(budget.items(1, at, "FRU field"));
  ASSAY_TRY(const std::uint8_t code, r.u8("type/length"));
  if (code == kEndOfFields) return std::optional<std::string>{};
  const std::uint64_t length = code & 0x3FU;
  ASSAY_CHECK(budget.bytes(length * 2, at, "FRU field"));
  ASSAY_TRY(const auto data, r.take(length, "FRU field"));
  switch (code >> 6U) {
    case kBinary:
      return bytes::to_hex(data);
    case kBcdPlus:
      return bcd_plus_text(data);
    case kSixBit:
      return six_bit_text(data);
    default:
      break;
  }
  if (language == 0 || language == kEnglish) return from_latin1(data);
  // Boards of other languages mostly hold plain ASCII all the same.
  if (base::is_ascii_text(bytes::as_chars(data))) return bytes::to_string(data);
  return base::utf8_from_utf16(bytes::utf16le(data));
}

}  // namespace assay::formats::ipmi
