#include "reference/reference.h"

#include <algorithm>

namespace assay::reference {
namespace {

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto space = text.find(' ');
    out.push_back(text.substr(0, space));
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
  }
  return out;
}

// "root=UUID=12" and "root=UUID=97" share "root=UUID=*". A star never reaches over a word's own
// name
// ("root=", "BOOT_IMAGE="), so that a pattern does not loosen which word may stand there: "root=1"
// and "ro" share nothing, and a bare "*" does not stand for "init=/bin/sh".
std::optional<std::string> common_word(std::string_view a, std::string_view b) {
  if (a == b) return std::string(a);
  if (a.ends_with('*')) a.remove_suffix(1);
  const auto shared = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  const auto named = [](std::string_view word) { return word.find('=') != std::string_view::npos; };
  if ((named(a) || named(b)) && !named(a.substr(0, shared))) return std::nullopt;
  return std::string(a.substr(0, shared)) + "*";
}

bool word_matches(std::string_view pattern, std::string_view word) {
  if (!pattern.ends_with('*')) return pattern == word;
  pattern.remove_suffix(1);
  if (!word.starts_with(pattern)) return false;
  return pattern.find('=') != std::string_view::npos || word.find('=') == std::string_view::npos;
}

}  // namespace

bool EventSlot::allows(crypto::HashAlg bank, const crypto::Digest& digest) const {
  return std::ranges::any_of(values, [&](const EventValue& v) {
    const auto it = v.digests.find(bank);
    return it != v.digests.end() && it->second == digest;
  });
}

bool Reference::valid_at(base::Time time) const noexcept {
  return (!valid_from || *valid_from <= time) && (!valid_to || time <= *valid_to);
}

bool Reference::has_bank(crypto::HashAlg bank) const {
  return std::ranges::any_of(slots, [&](const EventSlot& s) {
    return std::ranges::any_of(s.values,
                               [&](const EventValue& v) { return v.digests.contains(bank); });
  });
}

bool matches_pattern(std::string_view pattern, std::string_view text) {
  const auto p = words(pattern);
  const auto t = words(text);
  return p.size() == t.size() && std::ranges::equal(p, t, word_matches);
}

std::string common_pattern(std::string_view a, std::string_view b) {
  const auto x = words(a);
  const auto y = words(b);
  if (x.size() != y.size() || x.empty()) return {};
  std::string out;
  bool fixed = false;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto word = common_word(x[i], y[i]);
    if (!word) return {};
    fixed = fixed || *word != "*";
    if (i > 0) out += ' ';
    out += *word;
  }
  return fixed ? out : std::string{};
}

}  // namespace assay::reference
