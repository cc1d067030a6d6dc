#include "report/against_json.h"

namespace assay::report {
namespace {

using formats::json::Value;

Value words_json(const std::vector<answer::Reworded>& words) {
  Value out = Value::array();
  for (const auto& w : words)
    out.push_back({{"what", w.what}, {"earlier", w.earlier}, {"later", w.later}});
  return out;
}

Value counts_json(const statement::Counts& n) {
  using statement::Standing;
  return {{"affected", n.of[static_cast<std::size_t>(Standing::affected)]},
          {"cleared", n.of[static_cast<std::size_t>(Standing::cleared)]},
          {"unknown", n.unknown()}};
}

Value claim_json(const answer::ClaimChange& c) {
  Value out{{"id", c.id}, {"change", answer::name(c.change)}, {"words", words_json(c.words)}};
  const bool was = c.change != answer::Change::added;
  const bool is = c.change != answer::Change::dropped;
  out["earlier"] = was ? counts_json(c.earlier) : Value(nullptr);
  out["later"] = is ? counts_json(c.later) : Value(nullptr);
  out["moved"] = Value::array();
  for (const auto& m : c.moves)
    out["moved"].push_back(
        {{"from", answer::name(m.from)}, {"to", answer::name(m.to)}, {"servers", m.servers}});
  return out;
}

Value step_json(const answer::History::Step& step) {
  const auto& a = step.change;
  Value out{{"cause", answer::name(step.cause)},
            {"same", a.same()},
            {"earlier",
             {{"id", a.earlier_id},
              {"date", a.earlier_date},
              {"as_of", base::to_rfc3339(a.earlier_as_of)}}},
            {"words", words_json(a.words)},
            {"population",
             {{"earlier", a.earlier_servers},
              {"later", a.later_servers},
              {"named", a.named},
              {"joined", a.joined},
              {"left", a.left}}},
            {"claims", Value::array()},
            {"questions", Value::array()}};
  for (const auto& c : a.claims) out["claims"].push_back(claim_json(c));
  for (const auto& q : a.questions)
    out["questions"].push_back(
        {{"id", q.id}, {"change", answer::name(q.change)}, {"words", words_json(q.words)}});
  return out;
}

}  // namespace

Value to_json(const answer::History& history) {
  Value out{{"file", history.file},
            {"sha256", history.sha256},
            {"caveat", history.caveat.empty() ? Value(nullptr) : Value(history.caveat)},
            {"steps", Value::array()}};
  for (const auto& step : history.steps) out["steps"].push_back(step_json(step));
  return out;
}

}  // namespace assay::report
