#include "formats/dmidecode/words.h"

#include <algorithm>
#include <array>

#include "bytes/text.h"

namespace assay::formats::dmidecode {
namespace {

constexpr std::string_view kBlanks = " \t\r";

constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

constexpr int digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : 99;
}

std::optional<std::uint64_t> take(std::string_view& text, unsigned base) noexcept {
  std::uint64_t value = 0;
  std::size_t n = 0;
  for (; n < text.size(); ++n) {
    const auto d = static_cast<unsigned>(digit(text[n]));
    if (d >= base) break;
    if (value > (~std::uint64_t{0} - d) / base) return std::nullopt;
    value = value * base + d;
  }
  if (n == 0) return std::nullopt;
  text.remove_prefix(n);
  return value;
}

bool drop_prefix(std::string_view& text, std::string_view prefix) noexcept {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

template <class T>
bool fits(const std::optional<std::uint64_t>& value) noexcept {
  return value && *value <= T(~T{0});
}

}  // namespace

std::string_view trimmed(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool same(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && std::ranges::equal(a, b, {}, lower, lower);
}

std::optional<std::uint64_t> take_decimal(std::string_view& text) noexcept {
  return take(text, 10);
}

std::optional<std::uint64_t> take_hex(std::string_view& text) noexcept { return take(text, 16); }

std::optional<std::uint64_t> read_number(std::string_view text) noexcept {
  text = trimmed(text);
  if (drop_prefix(text, "0x")) return take_hex(text);
  return take_decimal(text);
}

std::optional<smbios::Size> read_size(std::string_view text) noexcept {
  text = trimmed(text);
  if (text == "None" || text == "No Module Installed" || text == "Not Installed")
    return smbios::Size{0};
  const auto value = take_decimal(text);
  text = trimmed(text);
  if (!value || text.empty()) return std::nullopt;
  constexpr std::string_view kUnits = "bkmgtpe";
  const auto power = kUnits.find(lower(text.front()));
  if (power == std::string_view::npos) return std::nullopt;
  const auto shift = static_cast<unsigned>(power) * 10U;
  if (*value > (~std::uint64_t{0} >> shift)) return std::nullopt;
  return smbios::Size{*value << shift};
}

std::optional<smbios::Millivolts> read_volts(std::string_view text) noexcept {
  text = trimmed(text);
  const auto whole = take_decimal(text);
  if (!whole || *whole > 1000) return std::nullopt;
  std::uint64_t value = *whole * 1000;
  if (drop_prefix(text, ".")) {
    std::uint64_t weight = 100;
    while (!text.empty() && digit(text.front()) < 10) {
      value += weight * static_cast<std::uint64_t>(digit(text.front()));
      weight /= 10;
      text.remove_prefix(1);
    }
  }
  if (trimmed(text) != "V") return std::nullopt;
  return smbios::Millivolts{static_cast<std::uint32_t>(value)};
}

std::optional<smbios::Release> read_release(std::string_view text) noexcept {
  text = trimmed(text);
  const auto major = take_decimal(text);
  if (!fits<std::uint32_t>(major) || !drop_prefix(text, ".")) return std::nullopt;
  const auto minor = take_decimal(text);
  if (!fits<std::uint32_t>(minor)) return std::nullopt;
  return smbios::Release{static_cast<std::uint32_t>(*major), static_cast<std::uint32_t>(*minor)};
}

std::optional<smbios::BusAddress> read_address(std::string_view text) noexcept {
  text = trimmed(text);
  const auto segment = take_hex(text);
  if (!fits<std::uint16_t>(segment) || !drop_prefix(text, ":")) return std::nullopt;
  const auto bus = take_hex(text);
  if (!fits<std::uint8_t>(bus) || !drop_prefix(text, ":")) return std::nullopt;
  const auto device = take_hex(text);
  if (!fits<std::uint8_t>(device) || *device > 31 || !drop_prefix(text, ".")) return std::nullopt;
  const auto function = take_hex(text);
  if (!function || *function > 7) return std::nullopt;
  return smbios::BusAddress{static_cast<std::uint16_t>(*segment), static_cast<std::uint8_t>(*bus),
                            static_cast<std::uint8_t>(*device),
                            static_cast<std::uint8_t>(*function)};
}

std::optional<smbios::JedecId> read_jedec(std::string_view text) noexcept {
  text = trimmed(text);
  if (!drop_prefix(text, "Bank ")) return std::nullopt;
  const auto bank = take_decimal(text);
  if (!fits<std::uint8_t>(bank) || !drop_prefix(text, ", Hex 0x")) return std::nullopt;
  const auto code = take_hex(text);
  if (!fits<std::uint8_t>(code)) return std::nullopt;
  return smbios::JedecId{static_cast<std::uint8_t>(*bank), static_cast<std::uint8_t>(*code)};
}

std::optional<smbios::Uuid> read_uuid(std::string_view text) noexcept {
  text = trimmed(text);
  if (text.size() != 36) return std::nullopt;
  smbios::Uuid out;
  std::size_t n = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (text[i++] != '-') return std::nullopt;
      continue;
    }
    const int high = digit(text[i]);
    const int low = digit(text[i + 1]);
    if (high > 15 || low > 15) return std::nullopt;
    out.bytes[n++] = static_cast<std::byte>(high * 16 + low);
    i += 2;
  }
  if (bytes::all_of(out.bytes, std::byte{0}) || bytes::all_of(out.bytes, std::byte{0xFF}))
    return std::nullopt;
  return out;
}

bool read_hex_row(std::string_view text, std::vector<std::byte>& out) {
  text = trimmed(text);
  if (text.size() < 2 || text.size() > 47 || text.size() % 3 != 2) return false;
  for (std::size_t i = 0; i < text.size(); i += 3)
    if (digit(text[i]) > 15 || digit(text[i + 1]) > 15 ||
        (i + 2 < text.size() && text[i + 2] != ' '))
      return false;
  for (std::size_t i = 0; i < text.size(); i += 3)
    out.push_back(static_cast<std::byte>(digit(text[i]) * 16 + digit(text[i + 1])));
  return true;
}

std::optional<std::uint32_t> bit_of(std::string_view word, smbios::Words words) noexcept {
  for (std::uint32_t bit = 0; bit < 48; ++bit)
    if (const auto known = words(bit); !known.empty() && same(known, word)) return bit;
  // dmidecode 3.7 says "Firmware" where all others say "BIOS".
  if (word.starts_with("Firmware "))
    for (std::uint32_t bit = 0; bit < 48; ++bit)
      if (const auto known = words(bit);
          known.starts_with("BIOS ") && known.substr(5) == word.substr(9))
        return bit;
  return std::nullopt;
}

std::uint64_t read_flat_flags(std::string_view text, smbios::Words words) noexcept {
  std::uint64_t bits = 0;
  for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
    // The longest word that fits: "Non-Volatile" before "Non", "Registered (Buffered)" as one.
    std::size_t length = 0;
    std::uint32_t found = 0;
    for (std::uint32_t bit = 0; bit < 17; ++bit) {
      const auto word = words(bit);
      if (word.size() <= length || !text.starts_with(word)) continue;
      if (text.size() > word.size() && text[word.size()] != ' ') continue;
      length = word.size();
      found = bit;
    }
    if (length == 0) {
      const auto blank = text.find(' ');
      if (blank == std::string_view::npos) break;
      text.remove_prefix(blank);
      continue;
    }
    bits |= std::uint64_t{1} << found;
    text.remove_prefix(length);
  }
  return bits;
}

}  // namespace assay::formats::dmidecode
