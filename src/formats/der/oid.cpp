// OBJECT IDENTIFIER to dotted text. Arcs have no size limit in ASN.1 (2.25.<UUID> arcs have 128
// bits), so an arc that outgrows 64 bits is carried on as decimal digits.
#include <algorithm>

#include "formats/der/value.h"

namespace assay::formats::der {
namespace {

constexpr std::size_t kMaxOidBytes = 64;

// digits = digits * 128 + add, least significant digit first.
void shift_in(std::string& digits, unsigned add) {
  unsigned carry = add;
  for (char& c : digits) {
    const unsigned v = static_cast<unsigned>(c - '0') * 128U + carry;
    c = static_cast<char>('0' + v % 10U);
    carry = v / 10U;
  }
  for (; carry != 0; carry /= 10U) digits.push_back(static_cast<char>('0' + carry % 10U));
}

// 8.19.4: the first subidentifier is 40 * first arc + second arc, first arc 0 … 2.
std::string first_arcs(std::uint64_t value) {
  const std::uint64_t first = std::min<std::uint64_t>(value / 40, 2);
  return std::to_string(first) + "." + std::to_string(value - first * 40);
}

}  // namespace

bytes::Parsed<std::string> oid(const Tlv& tlv, std::string_view field) {
  const bytes::ByteSpan content = tlv.content.whole();
  if (content.empty() || content.size() > kMaxOidBytes)
    return bytes::bad_value(tlv.offset, field, "an OBJECT IDENTIFIER of 1 to 64 bytes");
  if ((content.back() & std::byte{0x80}) != std::byte{0})
    return bytes::bad_value(tlv.offset, field, "an OBJECT IDENTIFIER whose last arc ends");
  std::string out;
  std::uint64_t arc = 0;
  std::string digits;  // in use once the arc outgrew 57 bits
  bool fresh = true;
  for (const std::byte byte : content) {
    const auto b = static_cast<unsigned>(byte);
    if (fresh && b == 0x80)
      return bytes::bad_value(tlv.offset, field, "OBJECT IDENTIFIER arcs without leading zeros");
    fresh = false;
    if (digits.empty() && arc >> 57U != 0) {
      digits = std::to_string(arc);
      std::ranges::reverse(digits);
    }
    if (digits.empty())
      arc = (arc << 7U) | (b & 0x7FU);
    else
      shift_in(digits, b & 0x7FU);
    if ((b & 0x80U) != 0) continue;
    if (out.empty()) {
      if (!digits.empty())
        return bytes::bad_value(tlv.offset, field, "first arcs of at most 64 bits");
      out = first_arcs(arc);
    } else {
      std::ranges::reverse(digits);
      out += "." + (digits.empty() ? std::to_string(arc) : digits);
    }
    arc = 0;
    digits.clear();
    fresh = true;
  }
  return out;
}

}  // namespace assay::formats::der
