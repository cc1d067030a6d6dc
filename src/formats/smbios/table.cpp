#include "formats/smbios/table.h"

#include <algorithm>

#include "bytes/text.h"

namespace assay::formats::smbios {
namespace {

using bytes::ByteSpan;
using bytes::Parsed;
using bytes::Reader;

constexpr std::uint8_t kSystem = 1;
constexpr std::uint8_t kEndOfTable = 127;
constexpr std::uint64_t kTableOfDump = 0x20;  // where dmidecode --dump-bin puts the table

// The string set: NUL-terminated strings, ended by an empty one; "no strings" is two NULs (6.1.3).
Parsed<std::vector<std::string_view>> parse_strings(Reader& r, bytes::Budget& budget, Table& out) {
  std::vector<std::string_view> strings;
  const std::uint64_t start = r.offset();
  while (true) {
    ASSAY_CHECK(budget.items(1, r.offset(), "string"));
    const auto rest = bytes::as_chars(r.rest());
    const auto end = rest.find('\0');
    if (end == std::string_view::npos)
      return bytes::bad_value(r.offset(), "string", "a NUL at its end");
    ASSAY_CHECK(r.skip(end + 1, "string"));
    if (end != 0) {
      strings.push_back(rest.substr(0, end));
      continue;
    }
    if (!strings.empty()) return strings;
    if (rest.size() < 2)
      return bytes::bad_value(r.offset(), "string set terminator", "a second NUL");
    if (rest[1] == '\0') {
      ASSAY_CHECK(r.skip(1, "string set terminator"));
      return strings;
    }
    // An empty first string: the kernel looks for two NULs and so skips what follows; others would
    // count it. Its strings have no numbers that all agree on.
    const auto both = rest.find(std::string_view("\0\0", 2), 1);
    if (both == std::string_view::npos)
      return bytes::bad_value(start, "string set", "two NULs at its end");
    out.oddities.push_back({bytes::Fault::bad_value, start, "string set", "no empty first string"});
    ASSAY_CHECK(r.skip(both + 1, "string set"));
    return strings;
  }
}

Parsed<Structure> parse_structure(Reader& r, bytes::Budget& budget, Table& out) {
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
  ASSAY_TRY(s.strings, parse_strings(r, budget, out));
  return s;
}

bool padding(ByteSpan rest) noexcept {
  return bytes::all_of(rest, std::byte{0}) || bytes::all_of(rest, std::byte{0xFF});
}

void parse_structures(Reader r, bytes::Budget& budget, Table& out) {
  while (!r.empty() && !out.ended) {
    const std::byte next = r.rest().front();
    if ((next == std::byte{0} || next == std::byte{0xFF}) && padding(r.rest())) return;
    auto s = parse_structure(r, budget, out);
    if (!s) {
      out.broken = s.error();
      return;
    }
    out.ended = s->type == kEndOfTable;
    out.structures.push_back(*std::move(s));
  }
}

// The bytes of the table behind an entry point, at most as many as that announces.
std::optional<Reader> behind(const Reader& file, const EntryPoint& entry) {
  const std::uint64_t size = file.remaining();
  std::uint64_t at = entry.table_address;
  if (at < entry.length || at >= size) at = std::max<std::uint64_t>(kTableOfDump, entry.length);
  if (at >= size) return std::nullopt;
  const std::uint64_t length = std::min<std::uint64_t>(size - at, entry.table_length);
  const auto part = file.at(at, length, "structure table");
  return part ? std::optional(*part) : std::nullopt;
}

}  // namespace

std::string_view Structure::string_at(std::size_t at) const noexcept {
  if (at >= formatted.size()) return {};
  const auto number = static_cast<std::size_t>(formatted[at]);
  return number == 0 || number > strings.size() ? std::string_view{} : strings[number - 1];
}

Table parse_table(Reader r, bytes::Budget& budget) {
  Table out;
  if (looks_like_entry_point(r.rest())) {
    const auto entry = parse_entry_point(r);
    if (!entry) {
      out.broken = entry.error();
      return out;
    }
    out.entry_point = *entry;
    if (const auto table = behind(r, *entry)) parse_structures(*table, budget, out);
    return out;
  }
  parse_structures(r, budget, out);
  return out;
}

std::optional<bytes::ParseError> cut_short(const Table& table, const EntryPoint* elsewhere) {
  if (table.ended || table.broken || table.structures.empty()) return std::nullopt;
  const EntryPoint* entry = table.entry_point ? &*table.entry_point : elsewhere;
  if (entry != nullptr && entry->structures && *entry->structures <= table.structures.size())
    return std::nullopt;
  std::uint64_t end = table.structures.back().offset + table.structures.back().formatted.size();
  for (const auto& s : table.structures.back().strings) end += s.size() + 1;
  return bytes::ParseError{bytes::Fault::bad_value, end + 1, "end-of-table",
                           "a structure of type 127"};
}

bool looks_like_table(ByteSpan bytes) noexcept {
  if (looks_like_entry_point(bytes)) return true;
  // Structures in a row, each ended by two NULs, their first types such that firmware has them;
  // a BIOS or system structure among the first ones settles it.
  constexpr std::size_t kLook = 8;
  bool telling = false;
  std::size_t at = 0;
  for (std::size_t n = 0; n < kLook; ++n) {
    const ByteSpan rest = bytes.subspan(at);
    if (rest.size() < 4) return telling && n > 0 && rest.empty();
    const auto type = static_cast<unsigned>(rest[0]);
    const auto length = static_cast<std::size_t>(rest[1]);
    if (type == kEndOfTable && length == 4) return telling || n > 0;
    if (length < 4 || length > rest.size() || (type > 46 && type < 126)) return telling && n > 2;
    telling = telling || (type == 0 && length >= 0x12) ||
              (type == kSystem && (length == 8 || length == 0x19 || length == 0x1B));
    const auto text = bytes::as_chars(rest.subspan(length));
    const auto end = text.find(std::string_view("\0\0", 2));
    if (end == std::string_view::npos) return telling && n > 0;
    // Strings are text: a random run of bytes is not.
    for (const char c : text.substr(0, end))
      if (c != '\0' && static_cast<unsigned char>(c) < 0x09) return false;
    at += length + end + 2;
  }
  return telling;
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
