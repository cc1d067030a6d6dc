#include "formats/indicators/needle.h"

#include "base/text.h"
#include "bytes/text.h"

namespace assay::formats::indicators {
namespace {

using yaml::Value;

base::Bytes wide(std::string_view ascii, bool big_endian) {
  base::Bytes out;
  for (const char c : ascii) {
    const auto unit = static_cast<std::byte>(c);
    out.push_back(big_endian ? std::byte{0} : unit);
    out.push_back(big_endian ? unit : std::byte{0});
  }
  return out;
}

std::optional<Needle> literal(std::string_view text, bytes::ByteSpan bytes) {
  auto pattern = HexPattern::literal(bytes);
  if (!pattern) return std::nullopt;
  Needle out{.text = base::printable(text, 120), .patterns = {}};
  out.patterns.push_back(*std::move(pattern));
  return out;
}

std::optional<Needle> hex(std::string_view text) {
  auto pattern = HexPattern::parse(text);
  if (!pattern) return std::nullopt;
  Needle out{.text = base::printable(text, 120), .patterns = {}};
  out.patterns.push_back(*std::move(pattern));
  return out;
}

std::optional<Needle> wide_text(const Value& item) {
  if (item.is_text()) return literal(item.text, wide(item.text, false));
  const auto little = item.text_of("utf16le");
  if (!little.empty()) return literal(little, wide(little, false));
  const auto big = item.text_of("utf16be");
  if (big.empty()) return std::nullopt;
  return literal(big, wide(big, true));
}

std::optional<Needle> guid(const Value& item, std::vector<std::string>& unchecked) {
  const auto text = item.is_text() ? std::string_view(item.text) : item.text_of("value");
  const auto value = rule_guid(text);
  if (!value) return std::nullopt;
  if (item.find("service") != nullptr)
    unchecked.emplace_back("which service is called with a GUID");
  const auto name = item.text_of("name");
  return literal(name.empty() ? text : name, value->raw);
}

std::optional<Needle> variable(const Value& item, std::vector<std::string>& unchecked) {
  const auto name = item.text_of("name");
  const auto vendor = rule_guid(item.text_of("guid"));
  auto name_pattern = HexPattern::literal(wide(name, false));
  auto guid_pattern = vendor ? HexPattern::literal(vendor->raw) : std::nullopt;
  if (!name_pattern || !guid_pattern) return std::nullopt;
  if (item.find("service") != nullptr)
    unchecked.emplace_back("which service is called with a variable");
  Needle out{.text = base::printable(name, 120), .patterns = {}, .all = true};
  out.patterns.push_back(*std::move(name_pattern));
  out.patterns.push_back(*std::move(guid_pattern));
  return out;
}

}  // namespace

std::optional<NeedleKind> needle_kind(std::string_view section) noexcept {
  if (section == "code") return NeedleKind::code;
  if (section == "hex-strings") return NeedleKind::hex;
  if (section == "strings") return NeedleKind::ascii;
  if (section == "wide-strings") return NeedleKind::wide;
  if (section == "guids" || section == "protocols" || section == "ppi") return NeedleKind::guid;
  if (section == "nvram") return NeedleKind::variable;
  return std::nullopt;
}

std::optional<Needle> read_needle(NeedleKind kind, const Value& item,
                                  std::vector<std::string>& unchecked) {
  switch (kind) {
    case NeedleKind::code:
      if (item.find("place") != nullptr)
        unchecked.emplace_back("where in the code a pattern stands");
      return hex(item.is_text() ? std::string_view(item.text) : item.text_of("pattern"));
    case NeedleKind::hex:
      return item.is_text() ? hex(item.text) : std::nullopt;
    case NeedleKind::ascii:
      return item.is_text() ? literal(item.text, bytes::as_bytes(item.text)) : std::nullopt;
    case NeedleKind::wide:
      return wide_text(item);
    case NeedleKind::guid:
      return guid(item, unchecked);
    case NeedleKind::variable:
      return variable(item, unchecked);
  }
  return std::nullopt;
}

std::optional<uefi::Guid> rule_guid(std::string_view text) {
  if (text.size() == 36) return uefi::Guid::parse(text);
  if (text.size() != 35) return std::nullopt;
  std::string whole(text);
  whole.insert(23, "-");
  return uefi::Guid::parse(whole);
}

}  // namespace assay::formats::indicators
