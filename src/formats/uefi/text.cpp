#include "formats/uefi/text.h"

#include <algorithm>

#include "base/text.h"
#include "bytes/text.h"

namespace assay::formats::uefi {
namespace {

constexpr bool plain(unsigned unit) { return unit >= 0x20 && unit < 0x7F; }

unsigned unit_at(bytes::ByteSpan utf16, std::size_t i) {
  return std::to_integer<unsigned>(utf16[2 * i]) |
         (std::to_integer<unsigned>(utf16[2 * i + 1]) << 8U);
}

}  // namespace

std::string utf16_text(bytes::ByteSpan utf16, std::size_t max_bytes) {
  std::size_t units = utf16.size() / 2;
  while (units > 0 && unit_at(utf16, units - 1) == 0) --units;
  // One unit more than can be shown, so that printable() knows to mark the cut.
  units = std::min(units, max_bytes + 1);
  std::string out;
  if (units <= max_bytes) {
    out.reserve(units);
    for (std::size_t i = 0; i < units && plain(unit_at(utf16, i)); ++i)
      out.push_back(static_cast<char>(unit_at(utf16, i)));
    if (out.size() == units) return out;
  }
  std::u16string wide;
  wide.reserve(units);
  for (std::size_t i = 0; i < units; ++i) wide.push_back(static_cast<char16_t>(unit_at(utf16, i)));
  return base::printable(base::utf8_from_utf16(wide), max_bytes);
}

std::string utf8_text(bytes::ByteSpan text, std::size_t max_bytes) {
  while (!text.empty() && text.back() == std::byte{0}) text = text.first(text.size() - 1);
  if (text.size() > max_bytes + 1) text = text.first(max_bytes + 1);
  const std::string_view chars = bytes::as_chars(text);
  if (chars.size() <= max_bytes &&
      std::ranges::all_of(chars, [](char c) { return plain(static_cast<unsigned char>(c)); }))
    return std::string(chars);
  return base::printable(chars, max_bytes);
}

bytes::Parsed<bytes::ByteSpan> read_utf16z(bytes::Reader& reader, std::string_view field) noexcept {
  const bytes::ByteSpan rest = reader.rest();
  std::size_t units = 0;
  while (units < rest.size() / 2 && unit_at(rest, units) != 0) ++units;
  // Where no NUL comes, one unit more is asked for than there is: the error says how much.
  const auto taken = reader.take(2 * units + 2, field);
  if (!taken) return std::unexpected(taken.error());
  return taken->first(2 * units);
}

bytes::Parsed<bytes::ByteSpan> read_utf8z(bytes::Reader& reader, std::string_view field) noexcept {
  const bytes::ByteSpan rest = reader.rest();
  const auto size = static_cast<std::size_t>(std::ranges::find(rest, std::byte{0}) - rest.begin());
  const auto taken = reader.take(std::uint64_t{size} + 1, field);
  if (!taken) return std::unexpected(taken.error());
  return taken->first(size);
}

bool looks_like_utf16(bytes::ByteSpan data) noexcept {
  if (data.size() % 2 != 0) return false;
  std::size_t units = data.size() / 2;
  while (units > 0 && unit_at(data, units - 1) == 0) --units;
  if (units < 2) return false;
  for (std::size_t i = 0; i < units; ++i) {
    const unsigned unit = unit_at(data, i);
    if (!plain(unit) && unit != '\t' && unit != '\n' && unit != '\r') return false;
  }
  return true;
}

}  // namespace assay::formats::uefi
