#include "formats/tpm/plain_pcr_json.h"

#include <charconv>

namespace assay::formats::tpm {
namespace {

using crypto::Digest;
using crypto::HashAlg;

// A cursor over the text. After the first thing that does not fit, nothing fits.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  /// The next character that is no white space, if it is `c`.
  bool take(char c) {
    skip_space();
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// A string of printable ASCII without escapes.
  std::optional<std::string_view> string() {
    if (!take('"')) return std::nullopt;
    const auto end = rest_.find('"');
    if (end == std::string_view::npos) return std::nullopt;
    const auto text = rest_.substr(0, end);
    for (const char c : text)
      if (c < ' ' || c > '~' || c == '\\') return std::nullopt;
    rest_.remove_prefix(end + 1);
    return text;
  }

  bool at_end() {
    skip_space();
    return rest_.empty();
  }

 private:
  void skip_space() {
    const auto first = rest_.find_first_not_of(" \t\r\n");
    rest_.remove_prefix(first == std::string_view::npos ? rest_.size() : first);
  }

  std::string_view rest_;
};

// "0":"hex" pairs up to the closing brace.
bool read_bank(Cursor& in, HashAlg alg, PcrValues& out) {
  if (!in.take('{')) return false;
  do {
    const auto index = in.string();
    if (!index || !in.take(':')) return false;
    const auto hex = in.string();
    std::size_t pcr = kPcrs;
    const auto [end, error] = std::from_chars(index->data(), index->data() + index->size(), pcr);
    if (error != std::errc{} || end != index->data() + index->size() || pcr >= kPcrs) return false;
    const auto digest = hex ? Digest::from_hex(alg, *hex) : std::nullopt;
    if (!digest || out.find(alg, pcr) != nullptr) return false;
    out.set(pcr, *digest);
  } while (in.take(','));
  return in.take('}');
}

}  // namespace

std::optional<PcrValues> plain_pcr_json(std::string_view text) {
  Cursor in(text);
  PcrValues out;
  if (!in.take('{')) return std::nullopt;
  do {
    const auto bank = in.string();
    const auto alg = bank ? crypto::hash_alg_from_name(*bank) : std::nullopt;
    if (!alg || out.bank(*alg) != nullptr || !in.take(':') || !read_bank(in, *alg, out))
      return std::nullopt;
  } while (in.take(','));
  if (!in.take('}') || !in.at_end()) return std::nullopt;
  return out;
}

}  // namespace assay::formats::tpm
