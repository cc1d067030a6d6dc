#include "statement/redact.h"

#include <algorithm>
#include <fmt/format.h>

#include "bytes/lines.h"
#include "bytes/text.h"
#include "crypto/hmac.h"

namespace assay::statement {

proof::Salt salt_of(const Secret& secret, std::string_view label) {
  const auto whole = crypto::hmac_sha256(secret, bytes::as_bytes(label));
  proof::Salt out{};
  std::ranges::copy(std::span(whole).first(out.size()), out.begin());
  return out;
}

std::string commitment_to(const proof::Salt& salt, std::string_view value) {
  proof::TreeHasher hasher;
  return bytes::to_hex(proof::commitment(hasher, salt, bytes::as_bytes(value)));
}

std::vector<Hidden> redact(Statement& s, const Secret& secret) {
  std::vector<Hidden> out;
  const auto hide = [&](std::string label, std::string& text) {
    auto commitment = commitment_to(salt_of(secret, label), text);
    out.push_back({std::move(label), std::exchange(text, std::move(commitment))});
  };
  s.redacted = true;
  for (std::size_t r = 0; r < s.rows.size(); ++r) {
    hide(fmt::format("row {}", r), s.rows[r].id);
    // The digest of evidence tells whoever has it elsewhere which server this is.
    for (Look& look : s.rows[r].evidence) look.sha256.clear();
  }
  for (std::size_t c = 0; c < s.claims.size(); ++c)
    for (std::size_t i = 0; i < s.claims[c].shown.size(); ++i)
      hide(fmt::format("fact {} {}", c, i), s.claims[c].shown[i].fact);
  for (std::size_t q = 0; q < s.questions.size(); ++q)
    for (std::size_t i = 0; i < s.questions[q].answers.size(); ++i)
      hide(fmt::format("answer {} {}", q, i), s.questions[q].answers[i]);
  return out;
}

std::string_view committed_at(const Statement& s, std::string_view label) noexcept {
  const auto space = label.find(' ');
  if (space == std::string_view::npos) return {};
  const auto kind = label.substr(0, space);
  const auto rest = label.substr(space + 1);
  const auto gap = rest.find(' ');
  const auto first = bytes::number<std::size_t>(rest.substr(0, gap));
  if (!first) return {};
  if (kind == "row")
    return gap == std::string_view::npos && *first < s.rows.size()
               ? std::string_view(s.rows[*first].id)
               : std::string_view{};
  if (gap == std::string_view::npos) return {};
  const auto second = bytes::number<std::size_t>(rest.substr(gap + 1));
  if (!second) return {};
  if (kind == "fact" && *first < s.claims.size() && *second < s.claims[*first].shown.size())
    return s.claims[*first].shown[*second].fact;
  if (kind == "answer" && *first < s.questions.size() &&
      *second < s.questions[*first].answers.size())
    return s.questions[*first].answers[*second];
  return {};
}

}  // namespace assay::statement
