#include "statement/json_cursor.h"

#include <array>
#include <utility>

#include "base/format.h"
#include "base/text.h"
#include "bytes/lines.h"
#include "bytes/text.h"

namespace assay::statement {
namespace {

constexpr std::uint64_t kMostNumber = (1ULL << 53U) - 1;  // that every reader of JSON keeps exactly
constexpr std::array<std::pair<char, char>, 7> kShort{
    {{'"', '"'}, {'\\', '\\'}, {'\b', 'b'}, {'\f', 'f'}, {'\n', 'n'}, {'\r', 'r'}, {'\t', 't'}}};

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20; }

}  // namespace

JsonCursor::JsonCursor(bytes::Reader text, bytes::Budget& budget)
    : text_(bytes::as_chars(text.rest())), base_(text.offset()), budget_(budget) {}

bool JsonCursor::take(std::string_view next) noexcept {
  if (!text_.substr(at_).starts_with(next)) return false;
  at_ += next.size();
  return true;
}

bytes::Parsed<void> JsonCursor::literal(std::string_view text, std::string_view field) {
  if (take(text)) return {};
  return bytes::bad_value(offset(), field, text);
}

bytes::Parsed<std::string_view> JsonCursor::word(std::size_t size, std::string_view field) {
  const auto out = text_.substr(at_, size);
  if (out.size() != size) return bytes::bad_value(offset(), field, "more text");
  at_ += size;
  return out;
}

bytes::Parsed<char> JsonCursor::escape(std::string_view field) {
  const auto bad = [&] { return bytes::bad_value(offset(), field, "the shortest escape"); };
  if (at_ == text_.size()) return bad();
  const char c = text_[at_];
  for (const auto& [raw, letter] : kShort)
    if (c == letter) {
      ++at_;
      return raw;
    }
  const auto digits = text_.substr(at_, 5);
  if (c != 'u' || digits.size() != 5) return bad();
  const auto value = bytes::number<std::uint16_t>(digits.substr(1), 16);
  if (!value || *value >= 0x20) return bad();
  for (const auto& [raw, letter] : kShort)
    if (static_cast<char>(*value) == raw) return bad();
  if (digits.find_first_of("ABCDEF") != std::string_view::npos) return bad();
  at_ += 5;
  return static_cast<char>(*value);
}

bytes::Parsed<std::string> JsonCursor::string(std::string_view field) {
  const auto start = offset();
  if (auto ok = literal("\"", field); !ok) return std::unexpected(ok.error());
  std::string out;
  while (true) {
    auto end = at_;
    while (end < text_.size() && text_[end] != '"' && text_[end] != '\\' && !is_control(text_[end]))
      ++end;
    if (auto ok = budget_.bytes(end - at_ + 1, offset(), field); !ok)
      return std::unexpected(ok.error());
    out += text_.substr(at_, end - at_);
    at_ = end;
    if (take("\"")) break;
    if (!take("\\")) return bytes::bad_value(offset(), field, "a string's end");
    ASSAY_TRY(const char c, escape(field));
    out += c;
  }
  if (!base::is_utf8(out)) return bytes::bad_value(start, field, "UTF-8");
  return out;
}

bytes::Parsed<std::string> JsonCursor::string_or_null(std::string_view field) {
  if (take("null")) return std::string{};
  const auto start = offset();
  auto out = string(field);
  if (out && out->empty()) return bytes::bad_value(start, field, "null, or text");
  return out;
}

bytes::Parsed<std::uint64_t> JsonCursor::number(std::string_view field) {
  auto end = at_;
  while (end < text_.size() && text_[end] >= '0' && text_[end] <= '9') ++end;
  const auto digits = text_.substr(at_, end - at_);
  const auto value = bytes::number<std::uint64_t>(digits);
  if (!value || *value > kMostNumber || (digits.size() > 1 && digits.front() == '0'))
    return bytes::bad_value(offset(), field, "a whole number below 2^53");
  at_ = end;
  return *value;
}

bytes::Parsed<bool> JsonCursor::boolean(std::string_view field) {
  if (take("true")) return true;
  if (take("false")) return false;
  return bytes::bad_value(offset(), field, "true or false");
}

bytes::Parsed<void> JsonCursor::finish() const {
  if (at_ == text_.size()) return {};
  return bytes::bad_value(offset(), "end", "nothing after the object");
}

void append_json_string(std::string& out, std::string_view text) {
  std::string valid;
  if (!base::is_utf8(text)) {
    valid = base::as_utf8(text);
    text = valid;
  }
  out += '"';
  for (const char c : text) {
    char letter = 0;
    for (const auto& [raw, name] : kShort)
      if (c == raw) letter = name;
    if (letter != 0) {
      out += '\\';
      out += letter;
    } else if (is_control(c)) {
      base::append(out, "\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_json_or_null(std::string& out, std::string_view text) {
  if (text.empty())
    out += "null";
  else
    append_json_string(out, text);
}

}  // namespace assay::statement
