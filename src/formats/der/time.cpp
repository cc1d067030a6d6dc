// UTCTime and GeneralizedTime: YYMMDDhhmm[ss] or YYYYMMDDhh[mm[ss]][.f], then Z or ±hhmm. DER and
// RFC 5280 want seconds and Z; old TPM certificates leave seconds out.
#include <fmt/format.h>

#include "bytes/text.h"
#include "formats/der/value.h"

namespace assay::formats::der {
namespace {

using bytes::bad_value;
using bytes::Parsed;

bool take_digits(std::string_view& text, std::size_t n, std::string& out) {
  if (text.size() < n) return false;
  for (const char c : text.substr(0, n))
    if (c < '0' || c > '9') return false;
  out += text.substr(0, n);
  text.remove_prefix(n);
  return true;
}

// The zone in RFC 3339's spelling; empty where it is none.
std::string zone(std::string_view text) {
  if (text == "Z") return "Z";
  if (text.size() != 5 || (text[0] != '+' && text[0] != '-')) return {};
  return std::string(text.substr(0, 3)) + ":" + std::string(text.substr(3));
}

Parsed<TimeValue> decode(const Tlv& tlv, std::string_view field, bool utc) {
  std::string_view text = bytes::as_chars(tlv.content.whole());
  const auto bad = [&] {
    return bad_value(tlv.offset, field,
                     utc ? std::string_view("YYMMDDhhmmssZ") : std::string_view("YYYYMMDDhhmmssZ"));
  };
  std::string digits;
  if (!take_digits(text, utc ? 12 : 14, digits)) {
    digits.clear();
    if (!take_digits(text, utc ? 10 : 12, digits)) return bad();
  }
  const bool has_seconds = digits.size() == (utc ? 12U : 14U);
  if (!has_seconds) digits += "00";
  if (utc) digits.insert(0, digits < "50" ? "20" : "19");  // RFC 5280 4.1.2.5.1
  bool fraction = false;
  if (!utc && has_seconds && text.starts_with('.')) {
    fraction = true;
    text.remove_prefix(1);
    const auto end = text.find_first_not_of("0123456789");
    if (end == 0 || end == std::string_view::npos) return bad();
    text.remove_prefix(end);
  }
  const std::string at = zone(text);
  const std::string_view d = digits;
  const auto parsed = base::parse_rfc3339(
      fmt::format("{}-{}-{}T{}:{}:{}{}", d.substr(0, 4), d.substr(4, 2), d.substr(6, 2),
                  d.substr(8, 2), d.substr(10, 2), d.substr(12, 2), at));
  if (at.empty() || !parsed) return bad();
  return TimeValue{*parsed, has_seconds && !fraction && at == "Z"};
}

}  // namespace

Parsed<TimeValue> time(const Tlv& tlv, std::string_view field) {
  if (tlv.constructed || (!tlv.is(Tag::utc_time) && !tlv.is(Tag::generalized_time)))
    return bad_value(tlv.offset, field, "a UTCTime or a GeneralizedTime");
  return decode(tlv, field, tlv.is(Tag::utc_time));
}

Parsed<TimeValue> generalized_time(const Tlv& tlv, std::string_view field) {
  return decode(tlv, field, false);
}

}  // namespace assay::formats::der
