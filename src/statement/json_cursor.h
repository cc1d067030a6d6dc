// Reads the JSON that statements are written in: one form of it, RFC 8785's where that leaves a
// choice. No white space, whole numbers, members in the order that the writer has them. So whoever
// reads a statement's text with this has read the only text that says the same, and a hundred
// thousand rows take no tree in memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bytes/budget.h"
#include "bytes/reader.h"

namespace assay::statement {

/// Every call takes what it names and an error names the offset; `field` is a string literal.
class JsonCursor {
 public:
  /// `text` must outlive it. Strings and array items are charged to `budget`.
  JsonCursor(bytes::Reader text, bytes::Budget& budget);

  /// Exactly these characters: punctuation and keys, like `{"id":`.
  [[nodiscard]] bytes::Parsed<void> literal(std::string_view text, std::string_view field);
  /// A string of UTF-8 as append_json_string() writes it.
  [[nodiscard]] bytes::Parsed<std::string> string(std::string_view field);
  /// A string, or null as an empty one; an empty string itself is refused.
  [[nodiscard]] bytes::Parsed<std::string> string_or_null(std::string_view field);
  /// 0 to 2^53 - 1, without a leading zero.
  [[nodiscard]] bytes::Parsed<std::uint64_t> number(std::string_view field);
  [[nodiscard]] bytes::Parsed<bool> boolean(std::string_view field);
  /// The next `size` bytes as they are: for the lines that stand around such JSON.
  [[nodiscard]] bytes::Parsed<std::string_view> word(std::size_t size, std::string_view field);
  /// True and taken where the text goes on with `next`.
  [[nodiscard]] bool take(std::string_view next) noexcept;
  /// Takes "[" and "]" around the items and "," between them, and calls item() before each.
  template <class Item>
  [[nodiscard]] bytes::Parsed<void> array(std::string_view field, const Item& item) {
    if (auto ok = literal("[", field); !ok) return ok;
    if (take("]")) return {};
    while (true) {
      if (auto ok = budget_.items(1, offset(), field); !ok) return ok;
      if (auto ok = item(); !ok) return ok;
      if (take("]")) return {};
      if (auto ok = literal(",", field); !ok) return ok;
    }
  }
  [[nodiscard]] bytes::Parsed<void> finish() const;
  [[nodiscard]] std::uint64_t offset() const noexcept { return base_ + at_; }

 private:
  bytes::Parsed<char> escape(std::string_view field);

  std::string_view text_;
  std::uint64_t base_;
  std::size_t at_ = 0;
  bytes::Budget& budget_;
};

/// Appends `text` in quotes: `"`, `\` and control characters escaped in the shortest way, all else
/// as it is; bytes that are no UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);
/// null for an empty text.
void append_json_or_null(std::string& out, std::string_view text);

}  // namespace assay::statement
