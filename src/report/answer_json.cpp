#include "report/answer_json.h"

#include "answer/explain.h"
#include "answer/sight.h"
#include "base/text.h"
#include "report/against_json.h"

namespace assay::report {
namespace {

using formats::json::Value;

Value time_or_null(fleet::Seconds at) {
  return at == fleet::kOpen ? Value(nullptr) : Value(base::to_rfc3339({at}));
}

Value to_json(const fleet::Shown& s) {
  Value out{{"server", s.server},
            {"words", s.words},
            {"code", s.code.empty() ? Value(nullptr) : Value(s.code)},
            {"cite", {{"artefact", s.cite.artefact}, {"at", s.cite.at}}},
            {"evidence", s.evidence.empty() ? Value(nullptr) : Value(s.evidence)}};
  out["since"] = time_or_null(s.since);
  out["until"] = time_or_null(s.until);
  return out;
}

Value cannot_exclude(const answer::Claim& claim) {
  Value out = Value::array();
  std::uint32_t told = 0;
  for (const auto& s : claim.query.sights) {
    const auto bit = 1U << static_cast<unsigned>(s.discipline);
    if ((told & bit) != 0) continue;
    told |= bit;
    out.push_back({{"discipline", appraise::name(s.discipline)},
                   {"cannot", answer::method_of(s.discipline).cannot}});
  }
  return out;
}

Value claim_json(const answer::Claim& claim, const answer::ClaimAnswer& a) {
  const auto& n = a.counts;
  Value out{{"id", claim.id},
            {"text", claim.text},
            {"shown_by", answer::condition_words(claim.query.shown)},
            {"needs", answer::sight_words(claim.query.sights)},
            {"as_of", base::to_rfc3339({claim.query.examined_from})},
            {"affected", n.affected},
            {"cleared", n.cleared},
            {"unknown", n.unknown()},
            {"reasons",
             {{"not_examined", n.unexamined},
              {"examined_too_early", n.too_early},
              {"not_affirmed", n.not_affirmed},
              {"population_unknown", n.unplaced}}},
            {"shown", Value::array()},
            {"cannot_exclude", cannot_exclude(claim)}};
  for (const auto& s : a.shown) out["shown"].push_back(to_json(s));
  return out;
}

Value question_json(const answer::Question& q, const answer::QuestionAnswer& a) {
  Value out{{"id", q.id}, {"text", q.text}};
  if (q.kind == answer::Question::Kind::count) {
    out["kind"] = "count";
    out["claimed"] = q.claimed;
    out["at_least"] = a.certain;
    out["at_most"] = a.certain + a.possible;
    return out;
  }
  out["kind"] = "shared";
  out["answer"] = !a.shared.empty() ? "yes" : a.column_known ? "no" : "unknown";
  out["shared"] = Value::array();
  for (const auto& s : a.shared)
    out["shared"].push_back({{"place", s.place},
                             {"what", s.server ? "server" : "site"},
                             {"at_once", s.at_once},
                             {"first", s.first},
                             {"second", s.second}});
  return out;
}

}  // namespace

Value to_json(const answer::Allegation& allegation, const answer::Answer& a) {
  Value out{{"allegation",
             {{"id", allegation.id},
              {"source", allegation.source},
              {"date", base::to_rfc3339(allegation.date).substr(0, 10)},
              {"text", allegation.text}}},
            {"as_of", base::to_rfc3339(a.as_of)},
            {"population",
             {{"text", allegation.population_text},
              {"read", answer::population_words(allegation.population)},
              {"fleet", a.servers},
              {"certain", a.certain},
              {"possible", a.possible},
              {"without_evidence", a.unevidenced}}},
            {"claims", Value::array()},
            {"questions", Value::array()}};
  for (std::size_t c = 0; c < allegation.claims.size(); ++c)
    out["claims"].push_back(claim_json(allegation.claims[c], a.claims[c]));
  for (std::size_t q = 0; q < allegation.questions.size(); ++q)
    out["questions"].push_back(question_json(allegation.questions[q], a.questions[q]));
  return out;
}

Value to_json(const answer::Allegation& allegation, const fleet::PopulationRow& row) {
  Value out{{"id", row.id},
            {"member", row.certain ? "yes" : "unknown"},
            {"last_seen", row.known ? Value(base::to_rfc3339({row.last_seen})) : Value(nullptr)},
            {"claims", Value::object()},
            {"reasons", Value::object()}};
  for (std::size_t c = 0; c < allegation.claims.size(); ++c) {
    const auto& id = allegation.claims[c].id;
    out["claims"][id] = answer::name(answer::status_of(row, c));
    if (const auto reason = answer::reason_of(row, c); !reason.empty()) out["reasons"][id] = reason;
  }
  return out;
}

void write_json(const answer::Allegation& allegation, const answer::Answer& a,
                const answer::History* history, const std::function<void(std::string_view)>& sink) {
  auto object = to_json(allegation, a);
  if (history != nullptr) object["against"] = to_json(*history);
  const std::string head = formats::json::to_text(object, 2);
  // The object's closing brace makes way for the rows.
  sink(std::string_view(head).substr(0, head.rfind('}')));
  sink(",\n  \"servers\": [");
  for (std::size_t i = 0; i < a.rows.size(); ++i) {
    sink(i == 0 ? "\n" : ",\n");
    sink(formats::json::to_text(to_json(allegation, a.rows[i]), -1));
  }
  sink("\n]}\n");
}

}  // namespace assay::report
