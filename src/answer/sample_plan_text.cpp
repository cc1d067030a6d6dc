// The plan's file, line by line, so that sort and sha256sum read it too.
#include <charconv>
#include <fmt/format.h>

#include "answer/sample_plan.h"
#include "base/format.h"
#include "statement/json_cursor.h"

namespace assay::answer {
namespace {

using bytes::Parsed;
using statement::append_json_string;
using statement::JsonCursor;

constexpr std::size_t kDigits = 64;

bool is_lower_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

class Parser {
 public:
  Parser(bytes::Reader text, bytes::Budget& budget) : j_(text, budget), budget_(budget) {}

  Parsed<SamplePlan> run() {
    ASSAY_CHECK(digest_at("assay sample plan 1\nallegation ", "allegation", p_.allegation));
    ASSAY_CHECK(text_at("\nclaim ", "claim", p_.claim));
    std::string made;
    ASSAY_CHECK(text_at("\nmade ", "made", made));
    const auto time = base::parse_rfc3339(made);
    if (!time || base::to_rfc3339(*time) != made)
      return bytes::bad_value(j_.offset(), "made", "a time like 2026-01-31T00:00:00Z");
    p_.made = *time;
    ASSAY_CHECK(text_at("\nconfidence ", "confidence", p_.confidence));
    const auto confidence = parse_confidence(p_.confidence);
    if (!confidence) return bytes::bad_value(j_.offset(), "confidence", "a number like 0.95");
    ASSAY_CHECK(number_at("\ntolerate ", "tolerate", p_.tolerate));
    ASSAY_CHECK(number_at("\npopulation ", "leaf of the population", p_.population_leaf));
    ASSAY_CHECK(number_at(" ", "servers of the population", p_.population.count));
    ASSAY_CHECK(digest_at(" ", "list of the population", p_.population.servers));
    if (!j_.take(" -")) ASSAY_CHECK(digest_at(" ", "assets", p_.population.assets));
    std::string witness;
    ASSAY_CHECK(text_at("\nwitness ", "witness", witness));
    const auto key = proof::parse_cosigner_key(witness);
    if (!key || proof::to_string(*key) != witness)
      return bytes::bad_value(j_.offset(), "witness", "a witness's verifier key");
    p_.witness = *key;
    ASSAY_CHECK(j_.literal("\n", "witness"));
    while (j_.take("part ")) ASSAY_CHECK(part());
    while (!j_.finish()) ASSAY_CHECK(server());
    ASSAY_CHECK(agrees());
    // Looks that are too few for what the plan says it would show make no plan.
    if (p_.tolerate == 0 || p_.tolerate > p_.servers.size() ||
        miss_probability(p_.strata(), p_.tolerate) > (1 - *confidence) * (1 + 1e-9))
      return bytes::bad_value(j_.offset(), "drawn", "as many as the confidence asks for");
    return std::move(p_);
  }

 private:
  Parsed<void> text_at(std::string_view key, std::string_view field, std::string& into) {
    ASSAY_CHECK(j_.literal(key, field));
    ASSAY_TRY(into, j_.string(field));
    return {};
  }
  Parsed<void> number_at(std::string_view key, std::string_view field, std::uint64_t& into) {
    ASSAY_CHECK(j_.literal(key, field));
    ASSAY_TRY(into, j_.number(field));
    return {};
  }
  Parsed<void> digest_at(std::string_view key, std::string_view field, std::string& into) {
    ASSAY_CHECK(j_.literal(key, field));
    ASSAY_TRY(into, j_.word(kDigits, field));
    if (!is_lower_hex(into)) return bytes::bad_value(j_.offset(), field, "64 hexadecimal digits");
    return {};
  }
  Parsed<void> part() {
    ASSAY_CHECK(budget_.items(1, j_.offset(), "part"));
    auto& one = p_.parts.emplace_back();
    ASSAY_TRY(one.servers, j_.number("servers of a part"));
    ASSAY_CHECK(number_at(" ", "drawn of a part", one.drawn));
    ASSAY_CHECK(text_at(" ", "name of a part", one.name));
    if (one.servers == 0 || one.drawn > one.servers)
      return bytes::bad_value(j_.offset(), "part", "servers, and not more drawn than there are");
    return j_.literal("\n", "part");
  }
  Parsed<void> server() {
    ASSAY_CHECK(budget_.items(1, j_.offset(), "server"));
    SamplePlan::Server one;
    ASSAY_CHECK(number_at("server ", "part of a server", one.part));
    ASSAY_CHECK(text_at(" ", "server", one.id));
    ASSAY_CHECK(j_.literal("\n", "server"));
    if (one.part >= p_.parts.size())
      return bytes::bad_value(j_.offset(), "part of a server", "the number of a part, from 0");
    if (!p_.servers.empty() && p_.servers.back().id >= one.id)
      return bytes::bad_value(j_.offset(), "server", "ids that ascend");
    p_.servers.push_back(std::move(one));
    return {};
  }
  Parsed<void> agrees() const {
    std::vector<std::uint64_t> counted(p_.parts.size());
    for (const auto& s : p_.servers) ++counted[s.part];
    for (std::size_t i = 0; i < counted.size(); ++i)
      if (counted[i] != p_.parts[i].servers)
        return bytes::bad_value(j_.offset(), "servers of a part", "the number that is listed");
    return {};
  }

  JsonCursor j_;
  bytes::Budget& budget_;
  SamplePlan p_;
};

}  // namespace

bytes::Budget sample_budget() {
  return bytes::Budget({.items = 50'000'000, .bytes = 4ULL << 30U, .depth = 8});
}

std::string to_text(const SamplePlan& p) {
  std::string out = "assay sample plan 1\nallegation " + p.allegation;
  const auto text = [&](std::string_view key, std::string_view value) {
    out += key;
    append_json_string(out, value);
  };
  text("\nclaim ", p.claim);
  text("\nmade ", base::to_rfc3339(p.made));
  text("\nconfidence ", p.confidence);
  base::append(out, "\ntolerate {}\npopulation {} {} {} {}", p.tolerate, p.population_leaf,
               p.population.count, p.population.servers,
               p.population.assets.empty() ? "-" : p.population.assets);
  text("\nwitness ", proof::to_string(p.witness));
  out += '\n';
  for (const auto& part : p.parts) {
    base::append(out, "part {} {}", part.servers, part.drawn);
    text(" ", part.name);
    out += '\n';
  }
  for (const auto& s : p.servers) {
    base::append(out, "server {}", s.part);
    text(" ", s.id);
    out += '\n';
  }
  return out;
}

Parsed<SamplePlan> parse_sample_plan(bytes::Reader text, bytes::Budget& budget) {
  return Parser(text, budget).run();
}

std::string sample_record(std::string_view plan_sha256) {
  return fmt::format(R"({{"kind":"sample-plan","plan":"{}","version":1}})", plan_sha256);
}

}  // namespace assay::answer
