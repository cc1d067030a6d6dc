// A verification as a person reads it.
#include <algorithm>
#include <fmt/format.h>

#include "base/format.h"
#include "base/text.h"
#include "statement/verify.h"

namespace assay::statement {
namespace {

constexpr std::size_t kWidth = 96;

// Lines of at most kWidth characters, the later ones indented.
std::string wrapped(std::string_view text, std::string_view indent) {
  std::string out;
  while (text.size() > kWidth) {
    auto cut = text.rfind(' ', kWidth);
    if (cut == std::string_view::npos || cut == 0) cut = text.find(' ', kWidth);
    if (cut == std::string_view::npos) break;
    base::append(out, "{}\n{}", text.substr(0, cut), indent);
    text.remove_prefix(cut + 1);
  }
  return out + std::string(text);
}

// On one line.
std::string named(std::string_view text) {
  std::string line(text.substr(0, text.find_last_not_of(" \n") + 1));
  std::ranges::replace(line, '\n', ' ');
  return base::printable(line, 1000);
}

void tell_statement(std::string& out, const Statement& s) {
  base::append(out, "\nWhat it answers\n  {}, {}, {}\n", named(s.allegation.id),
               named(s.allegation.source), named(s.allegation.date));
  base::append(out, "  \"{}\"\n", wrapped(named(s.population.text), "   "));
  base::append(out, "  {}\n", wrapped(named(s.population.read), "  "));
  base::append(out, "  {} of {}{}; {} without any evidence; answered as of {}\n",
               s.population.certain, base::counted(s.population.fleet, "server"),
               s.population.possible > 0
                   ? fmt::format(", {} more may be meant", s.population.possible)
                   : std::string{},
               s.population.without_evidence, base::to_rfc3339(s.as_of));
  base::append(out, "\nWhat it says\n  {:>9} {:>9} {:>9}  claim\n", "affected", "cleared",
               "unknown");
  for (const Claim& c : s.claims) {
    base::append(out, "  {:>9} {:>9} {:>9}  {}\n", c.counts.of[0], c.counts.of[1],
                 c.counts.unknown(), named(c.id));
    base::append(out, "{:33}{}\n", "", wrapped(named(c.text), std::string(33, ' ')));
  }
  for (const Question& q : s.questions)
    base::append(out, "  {} {}\n", named(q.text), wrapped(named(q.verdict), "    "));
  std::vector<std::string> cannot;
  for (const Claim& c : s.claims)
    for (const auto& line : c.cannot)
      if (std::ranges::find(cannot, line) == cannot.end()) cannot.push_back(line);
  if (cannot.empty()) return;
  out += "\nWhat it cannot exclude, however true it is\n";
  for (const auto& line : cannot) base::append(out, "  {}\n", wrapped(named(line), "    "));
}

void tell_checks(std::string& out, const Verification& v, Outcome outcome, std::string_view title) {
  if (std::ranges::none_of(v.checks, [&](const Check& c) { return c.outcome == outcome; })) return;
  base::append(out, "\n{}\n", title);
  for (const Check& c : v.checks)
    if (c.outcome == outcome) base::append(out, "  {}\n", wrapped(c.what, "    "));
}

}  // namespace

std::string to_text(const Verification& v, std::string_view file) {
  std::string out;
  if (v.holds())
    base::append(out, "{}: holds\n", named(file));
  else
    base::append(out, "{}: does not hold: {}\n", named(file), v.why());
  if (!v.signer.empty()) base::append(out, "  a statement by {}\n", named(v.signer));
  if (v.statement && v.holds()) tell_statement(out, *v.statement);
  tell_checks(out, v, Outcome::fails, "What does not hold");
  tell_checks(out, v, Outcome::holds, "What holds");
  tell_checks(out, v, Outcome::caution, "What weakens it");
  tell_checks(out, v, Outcome::not_checked, "What could not be checked");
  return out;
}

}  // namespace assay::statement
