#include "formats/indicators/hash_list.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "bytes/lines.h"
#include "bytes/text.h"

namespace assay::formats::indicators {
namespace {

using bytes::Budget;
using bytes::Parsed;
using bytes::Reader;
using crypto::HashAlg;

constexpr std::size_t kMd5 = 32;

bool hex_digit(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool word_char(char c) noexcept {
  return hex_digit(c) || (c >= 'g' && c <= 'z') || (c >= 'G' && c <= 'Z') || c == '_' || c == '-';
}

HashAlg of_length(std::size_t digits) noexcept {
  switch (digits) {
    case 40:
      return HashAlg::sha1;
    case 64:
      return HashAlg::sha256;
    case 96:
      return HashAlg::sha384;
    case 128:
      return HashAlg::sha512;
    default:
      return HashAlg::none;
  }
}

struct Word {
  std::size_t at = 0;
  std::size_t size = 0;
};

// The first word of 32 hex digits or more.
std::optional<Word> long_hex(std::string_view line, std::size_t from) noexcept {
  while (from < line.size()) {
    if (!word_char(line[from])) {
      ++from;
      continue;
    }
    std::size_t end = from;
    while (end < line.size() && word_char(line[end])) ++end;
    const auto word = line.substr(from, end - from);
    if (word.size() >= kMd5 && std::ranges::all_of(word, hex_digit)) return Word{from, word.size()};
    from = end;
  }
  return std::nullopt;
}

// What is left of the line without its digest, without separators around it.
std::string name_of(std::string_view line, const Word& word) {
  constexpr std::string_view kSeparators = " \t,;|*`\"'()=-";
  const auto trim = [&](std::string_view s) {
    const auto first = s.find_first_not_of(kSeparators);
    if (first == std::string_view::npos) return std::string_view{};
    return s.substr(first, s.find_last_not_of(kSeparators) - first + 1);
  };
  auto after = trim(line.substr(word.at + word.size));
  if (after.empty()) after = trim(line.substr(0, word.at));
  if (after.starts_with("SHA")) {  // "SHA256 (name"
    const auto open = after.find('(');
    after = open == std::string_view::npos ? std::string_view{} : trim(after.substr(open + 1));
  }
  return base::printable(after, 200);
}

}  // namespace

Parsed<HashList> parse_hash_list(Reader reader, Budget& budget) {
  HashList out;
  const auto text = bytes::as_chars(reader.rest());
  if (const auto nul = text.find('\0'); nul != std::string_view::npos)
    return bytes::bad_value(reader.offset() + nul, "hash list", "a text without NULs");
  bytes::Lines lines{reader};
  while (const auto line = lines.next()) {
    if (bytes::trimmed(line->text).starts_with('#')) continue;
    for (auto word = long_hex(line->text, 0); word;
         word = long_hex(line->text, word->at + word->size)) {
      ASSAY_CHECK(budget.items(1, line->offset, "digest"));
      const HashAlg alg = of_length(word->size);
      const auto digest = alg == HashAlg::none ? std::nullopt
                                               : crypto::Digest::from_hex(
                                                     alg, line->text.substr(word->at, word->size));
      if (digest)
        out.digests.push_back({*digest, name_of(line->text, *word), line->number});
      else
        ++out.unsupported;
    }
  }
  return out;
}

}  // namespace assay::formats::indicators
