// Text files line by line: each line as a view without its line feed (and carriage return), its
// number and its offset, so that whatever is said about it can be looked up in an editor or a hex
// dump. Nothing is copied. Small text helpers that every reader of such files needs stand beside.
#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

#include "bytes/text.h"

namespace assay::bytes {

struct Line {
  std::string_view text;     ///< without "\n" or "\r\n"; same lifetime as the file's bytes
  std::uint64_t number = 0;  ///< from 1
  std::uint64_t offset = 0;  ///< bytes, of its first character in the outermost file
};

/// `while (auto line = lines.next()) …`
class Lines {
 public:
  explicit Lines(Reader reader) noexcept
      : rest_(as_chars(reader.rest())), offset_(reader.offset()) {}

  [[nodiscard]] std::optional<Line> next() noexcept {
    if (rest_.empty()) return std::nullopt;
    const auto end = rest_.find('\n');
    const auto size = end == std::string_view::npos ? rest_.size() : end + 1;
    Line line{.text = rest_.substr(0, end), .number = ++number_, .offset = offset_};
    if (line.text.ends_with('\r')) line.text.remove_suffix(1);
    rest_.remove_prefix(size);
    offset_ += size;
    return line;
  }

 private:
  std::string_view rest_;
  std::uint64_t offset_;
  std::uint64_t number_ = 0;
};

/// Without blanks (space, tab, CR, LF, NUL) at either end.
[[nodiscard]] inline std::string_view trimmed(std::string_view text) noexcept {
  constexpr std::string_view kBlanks{" \t\r\n\0", 5};
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

struct KeyValue {
  std::string_view key;
  std::string_view value;
};

/// "Serial Number:    ABC" split at the first `separator`, both sides trimmed; nothing where there
/// is no separator or no key before it.
[[nodiscard]] inline std::optional<KeyValue> split_at(std::string_view line,
                                                      char separator = ':') noexcept {
  const auto at = line.find(separator);
  if (at == std::string_view::npos) return std::nullopt;
  const KeyValue out{.key = trimmed(line.substr(0, at)), .value = trimmed(line.substr(at + 1))};
  if (out.key.empty()) return std::nullopt;
  return out;
}

/// All of `text` as a number of base 10 or 16 without a prefix; nothing where it is not, or does
/// not fit.
template <std::unsigned_integral T>
[[nodiscard]] std::optional<T> number(std::string_view text, int base = 10) noexcept {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The same for "0x8086" or "8086".
template <std::unsigned_integral T>
[[nodiscard]] std::optional<T> hex_number(std::string_view text) noexcept {
  if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(2);
  return number<T>(text, 16);
}

}  // namespace assay::bytes
