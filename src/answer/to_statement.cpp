#include "answer/to_statement.h"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>

#include "answer/explain.h"
#include "answer/sight.h"
#include "base/text.h"

namespace assay::answer {
namespace {

using fleet::EvidenceRow;
using statement::Standing;

Standing standing_of(const fleet::PopulationRow& row, std::size_t claim) {
  using enum fleet::ClaimStanding;
  if (row.standing[claim] == affected) return Standing::affected;
  if (!row.certain) return Standing::population_unknown;
  switch (row.standing[claim]) {
    case cleared:
      return Standing::cleared;
    case too_early:
      return Standing::examined_too_early;
    case not_affirmed:
      return Standing::not_affirmed;
    default:
      return Standing::not_examined;
  }
}

statement::Look to_look(const EvidenceRow& e) {
  statement::Look out;
  out.at = {e.at};
  out.sha256 = e.sha256;
  for (std::size_t d = 0; d < appraise::kDisciplines; ++d) {
    if ((e.examined >> d & 1U) == 0) continue;
    const std::string name(appraise::name(static_cast<appraise::Discipline>(d)));
    if (e.disciplines[d] == appraise::Verdict::affirmed) out.affirmed.push_back(name);
    if (e.disciplines[d] == appraise::Verdict::warning) out.warning.push_back(name);
  }
  for (std::size_t s = 0; s < evidence::kFactSources; ++s)
    if ((e.seen >> s & 1U) != 0)
      out.seen.emplace_back(evidence::name(static_cast<evidence::FactSource>(s)));
  return out;
}

bool sees(const EvidenceRow& e, const fleet::Sight& s, bool accept_warning) {
  const auto d = static_cast<std::size_t>(s.discipline);
  if ((e.examined >> d & 1U) == 0 || (s.sources != 0 && (e.seen & s.sources) == 0)) return false;
  return e.disciplines[d] == appraise::Verdict::affirmed ||
         (accept_warning && e.disciplines[d] == appraise::Verdict::warning);
}

// The latest examination of all, and the latest that clears for each sight: `evidence` by time.
std::vector<statement::Look> looks_of(const std::vector<const EvidenceRow*>& evidence,
                                      const Allegation& allegation) {
  std::vector<const EvidenceRow*> chosen;
  const auto choose = [&](const EvidenceRow* e) {
    if (std::ranges::find(chosen, e) == chosen.end()) chosen.push_back(e);
  };
  if (!evidence.empty()) choose(evidence.back());
  for (const Claim& claim : allegation.claims)
    for (const fleet::Sight& sight : claim.query.sights)
      for (auto it = evidence.rbegin(); it != evidence.rend(); ++it)
        if (sees(**it, sight, claim.query.accept_warning)) {
          choose(*it);
          break;
        }
  std::ranges::sort(chosen, {}, [](const EvidenceRow* e) { return std::pair(e->at, e->number); });
  std::vector<statement::Look> out;
  for (const EvidenceRow* e : chosen) out.push_back(to_look(*e));
  return out;
}

statement::Claim to_claim(const Claim& claim, const ClaimAnswer& a,
                          const std::unordered_map<std::string_view, std::size_t>& rows) {
  statement::Claim out;
  out.id = claim.id;
  out.text = claim.text;
  out.accept_warning = claim.query.accept_warning;
  out.as_of = {claim.query.examined_from};
  out.shown_by = condition_words(claim.query.shown);
  for (const fleet::Sight& s : claim.query.sights) {
    auto& sight = out.needs.emplace_back();
    sight.discipline = appraise::name(s.discipline);
    for (std::size_t i = 0; i < evidence::kFactSources; ++i)
      if ((s.sources >> i & 1U) != 0)
        sight.sources.emplace_back(evidence::name(static_cast<evidence::FactSource>(i)));
    auto cannot =
        fmt::format("{} cannot exclude {}", sight.discipline, method_of(s.discipline).cannot);
    if (std::ranges::find(out.cannot, cannot) == out.cannot.end())
      out.cannot.push_back(std::move(cannot));
  }
  for (const fleet::Shown& s : a.shown) {
    const auto row = rows.find(s.server);
    if (row == rows.end()) continue;
    auto words = base::printable(s.words);
    if (!s.cite.artefact.empty())
      words += fmt::format(" ({}{}{})", base::printable(s.cite.artefact),
                           s.cite.at.empty() ? "" : " at ", base::printable(s.cite.at));
    out.shown.push_back(
        {.code = s.code, .fact = std::move(words), .row = row->second, .since = {s.since}});
  }
  return out;
}

statement::Question to_question(const Question& q, const QuestionAnswer& a) {
  statement::Question out{.answers = {}, .id = q.id, .text = q.text, .verdict = {}};
  if (q.kind == Question::Kind::count) {
    out.verdict = a.possible == 0
                      ? fmt::format("{}", a.certain)
                      : fmt::format("at least {}, at most {}", a.certain, a.certain + a.possible);
    for (std::size_t i = 0; i < q.claimed.size(); ++i)
      out.verdict += fmt::format("{}{}", i == 0 ? "; claimed: " : " or ", q.claimed[i]);
    return out;
  }
  out.verdict = !a.shared.empty() ? fmt::format("yes, {}", base::counted(a.shared.size(), "time"))
                : a.column_known  ? "no, by the asset register's whole history"
                                  : "unknown, the asset register says nothing of it";
  for (const auto& s : a.shared)
    out.answers.push_back(fmt::format("{} {}: {} and {}, {}", s.server ? "server" : "site",
                                      base::printable(s.place), base::printable(s.first),
                                      base::printable(s.second),
                                      s.at_once ? "at the same time" : "one after the other"));
  return out;
}

}  // namespace

statement::Statement outline(const Allegation& a, const Answer& answer) {
  statement::Statement out;
  out.allegation.id = a.id;
  out.allegation.source = a.source;
  out.allegation.text = a.text;
  out.allegation.date = base::to_rfc3339(a.date).substr(0, 10);
  out.as_of = answer.as_of;
  out.engine = "assay/" ASSAY_VERSION;
  out.population = {.certain = answer.certain,
                    .fleet = answer.servers,
                    .leaf = 0,
                    .possible = answer.possible,
                    .read = population_words(a.population),
                    .text = a.population_text,
                    .without_evidence = 0};
  std::unordered_map<std::string_view, std::size_t> rows;
  for (const auto& row : answer.rows) {
    rows.emplace(row.id, out.rows.size());
    auto& to = out.rows.emplace_back();
    to.id = row.id;
    to.member = row.certain;
    for (std::size_t c = 0; c < a.claims.size(); ++c) to.claims.push_back(standing_of(row, c));
  }
  for (std::size_t c = 0; c < a.claims.size(); ++c) {
    out.claims.push_back(to_claim(a.claims[c], answer.claims[c], rows));
    out.claims.back().counts = statement::count_rows(out, c);
  }
  for (std::size_t q = 0; q < a.questions.size(); ++q)
    out.questions.push_back(to_question(a.questions[q], answer.questions[q]));
  return out;
}

base::Result<statement::Statement> to_statement(fleet::IndexReader& index, const Allegation& a,
                                                const Answer& answer) {
  auto out = outline(a, answer);
  ASSAY_TRY(const auto servers, index.servers({}));
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  for (const auto& s : servers) numbers.emplace(s.server.id, s.server.server);
  ASSAY_TRY(auto evidence, index.all_evidence());
  std::ranges::stable_sort(evidence, {}, &EvidenceRow::at);
  std::unordered_map<std::uint32_t, std::vector<const EvidenceRow*>> by_server;
  for (const auto& e : evidence)
    if (!answer.known_by || e.at <= *answer.known_by) by_server[e.server].push_back(&e);
  for (auto& row : out.rows) {
    if (const auto number = numbers.find(row.id); number != numbers.end())
      row.evidence = looks_of(by_server[number->second], a);
    if (row.evidence.empty()) ++out.population.without_evidence;
  }
  return out;
}

}  // namespace assay::answer
