#include "formats/toml/key_depth.h"

#include <algorithm>

namespace assay::formats::toml {
namespace {

// Behind the quoted text that begins at `at`: in one or three quotes, escapes only in double ones.
std::size_t behind_quotes(std::string_view text, std::size_t at) noexcept {
  const char quote = text[at];
  const std::size_t width =
      text.substr(at, 3) == (quote == '"' ? std::string_view("\"\"\"") : std::string_view("'''"))
          ? 3
          : 1;
  const std::string_view closing = text.substr(at, width);
  for (at += width; at < text.size(); ++at) {
    if (text[at] == '\\' && quote == '"') {
      ++at;
    } else if (text.substr(at, width) == closing) {
      return at + width;
    } else if (text[at] == '\n' && width == 1) {
      return at;  // no TOML
    }
  }
  return text.size();
}

bool in_key(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == ' ' || c == '\t';
}

}  // namespace

std::optional<std::size_t> key_too_deep(std::string_view text) noexcept {
  std::size_t dots = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      at = behind_quotes(text, at);
      continue;
    }
    if (c == '#') {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    if (c == '.') {
      if (++dots >= kMostKeyParts) return at;
    } else if (!in_key(c)) {
      dots = 0;
    }
    ++at;
  }
  return std::nullopt;
}

}  // namespace assay::formats::toml
