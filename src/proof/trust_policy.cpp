#include "proof/trust_policy.h"

#include <algorithm>
#include <fmt/format.h>

#include "bytes/lines.h"

namespace assay::proof {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::size_t kMostText = 1U << 20U;
constexpr std::size_t kMostLogs = 64;
constexpr std::size_t kMostRules = 512;

using Words = std::vector<std::string_view>;

Words words_of(std::string_view line) {
  Words out;
  while (true) {
    const auto begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return out;
    line.remove_prefix(begin);
    const auto end = std::min(line.find_first_of(" \t"), line.size());
    out.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

class Parser {
 public:
  base::Result<void> line(const Words& words) {
    const auto kind = words.front();
    if (kind == "log") return log(words);
    if (kind == "witness") return witness(words);
    if (kind == "group") return group(words);
    if (kind == "quorum") return quorum(words);
    if (kind == "statement") return statement(words);
    return bad("expected log, witness, group, quorum or statement");
  }

  base::Result<TrustPolicy> finish() && {
    if (!has_quorum_) return bad("expected a line \"quorum NAME\" or \"quorum none\"");
    return std::move(out_);
  }

 private:
  static std::unexpected<base::Error> bad(std::string message) {
    return fail(ErrorKind::malformed, std::move(message));
  }

  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const {
    const auto at = std::ranges::find(out_.rules, name, &TrustPolicy::Rule::name);
    if (at == out_.rules.end()) return std::nullopt;
    return static_cast<std::size_t>(at - out_.rules.begin());
  }

  base::Result<void> log(const Words& words) {
    if (words.size() < 2 || words.size() > 3) return bad("expected: log VKEY [URL]");
    ASSAY_TRY(auto key, parse_verifier_key(words[1]));
    if (std::ranges::any_of(out_.logs, [&](const auto& k) { return k.key == key.key; }))
      return bad("this log's key stands on an earlier line");
    if (out_.logs.size() == kMostLogs) return bad("expected at most 64 logs");
    out_.logs.push_back(std::move(key));
    return {};
  }

  base::Result<void> statement(const Words& words) {
    if (words.size() != 2) return bad("expected: statement VKEY");
    ASSAY_TRY(auto key, parse_verifier_key(words[1]));
    if (out_.statement_keys.size() == kMostLogs) return bad("expected at most 64 statement keys");
    out_.statement_keys.push_back(std::move(key));
    return {};
  }

  base::Result<void> name_is_free(std::string_view name) const {
    if (name == "none") return bad("\"none\" is no name");
    if (find(name)) return bad("this name stands on an earlier line");
    if (out_.rules.size() == kMostRules) return bad("expected at most 512 witnesses and groups");
    return {};
  }

  base::Result<void> witness(const Words& words) {
    if (words.size() < 3 || words.size() > 4) return bad("expected: witness NAME VKEY [URL]");
    ASSAY_CHECK(name_is_free(words[1]));
    ASSAY_TRY(auto key, parse_cosigner_key(words[2]));
    if (std::ranges::any_of(out_.witnesses, [&](const auto& w) { return w.key.key == key.key; }))
      return bad("this witness's key stands on an earlier line");
    out_.rules.push_back({.name = std::string(words[1]),
                          .witness = out_.witnesses.size(),
                          .threshold = 1,
                          .members = {}});
    taken_.push_back(false);
    out_.witnesses.push_back({std::string(words[1]), std::move(key)});
    return {};
  }

  base::Result<void> group(const Words& words) {
    if (words.size() < 4) return bad("expected: group NAME all|any|K MEMBER…");
    ASSAY_CHECK(name_is_free(words[1]));
    TrustPolicy::Rule rule{.name = std::string(words[1]), .witness = {}, .members = {}};
    for (const auto name : std::span(words).subspan(3)) {
      const auto member = find(name);
      if (!member) return bad(fmt::format("\"{}\" is not named on an earlier line", name));
      if (taken_[*member]) return bad(fmt::format("\"{}\" is in a group already", name));
      taken_[*member] = true;
      rule.members.push_back(*member);
    }
    const auto n = rule.members.size();
    const auto k = bytes::number<std::size_t>(words[2]);
    rule.threshold = words[2] == "all" ? n : words[2] == "any" ? 1 : k.value_or(0);
    if (rule.threshold == 0 || rule.threshold > n)
      return bad("expected \"all\", \"any\" or a number from 1 to the group's size");
    out_.rules.push_back(std::move(rule));
    taken_.push_back(false);
    return {};
  }

  base::Result<void> quorum(const Words& words) {
    if (words.size() != 2) return bad("expected: quorum NAME");
    if (has_quorum_) return bad("expected one quorum line only");
    has_quorum_ = true;
    if (words[1] == "none") return {};
    out_.quorum = find(words[1]);
    if (!out_.quorum) return bad("the quorum is not named on an earlier line");
    return {};
  }

  TrustPolicy out_;
  std::vector<bool> taken_;  // beside out_.rules: is a member of a group
  bool has_quorum_ = false;
};

}  // namespace

base::Result<TrustPolicy> parse_trust_policy(std::string_view text) {
  if (text.size() > kMostText) return fail(ErrorKind::budget, "trust policy: larger than 1 MiB");
  Parser parser;
  std::size_t number = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    ++number;
    const auto at = [&](std::string_view message) {
      return fail(ErrorKind::malformed, fmt::format("line {}: {}", number, message));
    };
    if (end == std::string_view::npos) return at("expected to end with a newline");
    text.remove_prefix(end + 1);
    if (std::ranges::any_of(line, [](char c) {
          return c != '\t' && (static_cast<unsigned char>(c) < ' ' || c == '\x7F');
        }))
      return at("expected no control character");
    const auto words = words_of(line);
    if (words.empty() || words.front().starts_with('#')) continue;
    if (auto ok = parser.line(words); !ok) return at(ok.error().message);
  }
  auto policy = std::move(parser).finish();
  if (!policy) return fail(ErrorKind::malformed, "trust policy: " + policy.error().message);
  return policy;
}

}  // namespace assay::proof
