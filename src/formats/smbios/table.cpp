#include "formats/smbios/table.h"

#include <algorithm>

#include "bytes/text.h"

namespace assay::formats::smbios {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::uint8_t kSystem = 1;
constexpr std::uint8_t kEndOfTable = 127;

// The string set: NUL-terminated strings, ended by an empty one; "no strings" is two NULs (6.1.3).
Parsed<std::vector<std::string_view>> parse_strings(Reader& r, bytes::Budget& budget) {
  std::vector<std::string_view> out;
  while (true) {
    ASSAY_CHECK(budget.items(1, r.offset(), "string"));
    const auto rest = bytes::as_chars(r.rest());
    const auto end = rest.find('\0');
    if (end == std::string_view::npos)
      return bytes::bad_value(r.offset(), "string", "a NUL at its end");
    ASSAY_CHECK(r.skip(end + 1, "string"));
    if (end == 0) {
      if (!out.empty()) return out;
      // Anything but a second NUL would be skipped here and read as a string by others.
      const std::uint64_t at = r.offset();
      ASSAY_TRY(const auto second, r.u8("string set terminator"));
      if (second != 0) return bytes::bad_value(at, "string set terminator", "a second NUL");
      return out;
    }
    out.push_back(rest.substr(0, end));
  }
}

Parsed<Structure> parse_structure(Reader& r, bytes::Budget& budget) {
  Structure s;
  s.offset = r.offset();
  ASSAY_CHECK(budget.items(1, s.offset, "structure"));
  Reader peek = r;
  ASSAY_TRY(const auto head, peek.fixed<4>("structure header"));
  s.type = bytes::u8_at<0>(head);
  const std::uint8_t length = bytes::u8_at<1>(head);
  s.handle = bytes::le16_at<2>(head);
  if (length < 4)
    return bytes::bad_value(s.offset + 1, "Length", "at least the 4 bytes of the header");
  ASSAY_TRY(s.formatted, r.take(length, "formatted area"));
  // Some firmware leaves the last structure's terminator out.
  if (s.type == kEndOfTable) return s;
  ASSAY_TRY(s.strings, parse_strings(r, budget));
  return s;
}

}  // namespace

std::string_view Structure::string_at(std::size_t at) const noexcept {
  if (at >= formatted.size()) return {};
  const auto number = static_cast<std::size_t>(formatted[at]);
  return number == 0 || number > strings.size() ? std::string_view{} : strings[number - 1];
}

Table parse_table(Reader r, bytes::Budget& budget) {
  Table out;
  while (!r.empty()) {
    auto s = parse_structure(r, budget);
    if (!s) {
      out.broken = s.error();
      break;
    }
    const bool end = s->type == kEndOfTable;
    out.structures.push_back(*std::move(s));
    if (end) break;
  }
  return out;
}

std::optional<std::array<std::byte, 16>> system_uuid(const Table& table) {
  const auto it = std::ranges::find(table.structures, kSystem, &Structure::type);
  if (it == table.structures.end() || it->formatted.size() < 0x18) return std::nullopt;
  std::array<std::byte, 16> uuid{};
  std::ranges::copy(it->formatted.subspan(8, 16), uuid.begin());
  if (bytes::all_of(uuid, std::byte{0}) || bytes::all_of(uuid, std::byte{0xFF}))
    return std::nullopt;
  return uuid;
}

}  // namespace assay::formats::smbios
