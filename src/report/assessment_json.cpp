#include "report/assessment_json.h"

#include "answer/sight.h"
#include "report/finding_json.h"

namespace assay::report {
namespace {

using answer::Assessment;
using formats::json::Value;

Value or_null(const std::string& text) { return text.empty() ? Value(nullptr) : Value(text); }

Value verdicts_json(const std::array<std::uint64_t, 4>& verdicts) {
  Value out = Value::object();
  for (std::size_t v = 0; v < verdicts.size(); ++v)
    out[std::string(appraise::name(static_cast<appraise::Verdict>(v)))] = verdicts[v];
  return out;
}

Value scope_json(const Assessment::Scope& s) {
  Value out{{"servers", s.servers},
            {"without_evidence", s.unevidenced},
            {"collections", s.collections},
            {"first", s.collections > 0 ? Value(base::to_rfc3339({s.first})) : Value(nullptr)},
            {"last", s.collections > 0 ? Value(base::to_rfc3339({s.last})) : Value(nullptr)},
            {"products", Value::array()},
            {"policies", s.policies},
            {"inputs", Value::array()}};
  for (const auto& p : s.products)
    out["products"].push_back({{"name", p.name}, {"servers", p.servers}});
  for (const auto& i : s.inputs)
    out["inputs"].push_back({{"name", i.name}, {"sha256", or_null(i.sha256)}});
  return out;
}

Value method_json(const Assessment::Discipline& d) {
  const auto& m = answer::method_of(d.discipline);
  return {{"discipline", appraise::name(d.discipline)},
          {"examined", d.examined()},
          {"verdicts", verdicts_json(d.verdicts)},
          {"shows", m.shows},
          {"cannot_exclude", m.cannot}};
}

Value assessed_json(const answer::AssessedFinding& f) {
  auto out = to_json(f.finding);
  out["server"] = f.server;
  out["since"] = base::to_rfc3339({f.since});
  out["evidence"] = or_null(f.evidence);
  return out;
}

Value groups_json(const std::vector<Assessment::Group>& groups) {
  Value out = Value::array();
  for (const auto& g : groups) {
    Value one{{"code", g.code},       {"severity", evidence::name(g.severity)},
              {"meaning", g.meaning}, {"do", g.action},
              {"servers", g.servers}, {"findings", Value::array()}};
    for (const auto& f : g.findings) one["findings"].push_back(assessed_json(f));
    out.push_back(std::move(one));
  }
  return out;
}

Value proof_json(const std::optional<answer::EvidenceProof>& p) {
  if (!p) return nullptr;
  return {{"leaf", p->leaf}, {"record", p->record}, {"proof", p->proof}};
}

Value closed_json(const answer::ClosedFinding& c) {
  auto out = assessed_json(c.was);
  out["until"] = base::to_rfc3339({c.until});
  out["gone_in"] = or_null(c.evidence);
  out["proofs"] = {{"shown", proof_json(c.before)}, {"gone", proof_json(c.after)}};
  return out;
}

Value mending_json(const Assessment::Mending& m) {
  const auto& r = m.record;
  Value out{{"id", r.id},
            {"owner", r.owner},
            {"due", r.due ? Value(base::to_rfc3339(*r.due).substr(0, 10)) : Value(nullptr)},
            {"state", reference::name(r.state)},
            {"fixed", r.fixed ? Value(base::to_rfc3339(*r.fixed)) : Value(nullptr)},
            {"ticket", or_null(r.ticket)},
            {"note", or_null(r.note)},
            {"open", m.open},
            {"still_there", m.still_there},
            {"not_shown", m.unseen},
            {"closed", m.closed},
            {"overdue", m.overdue}};
  return out;
}

}  // namespace

Value to_json(const Assessment& a) {
  Value out{{"as_of", base::to_rfc3339(a.as_of)},
            {"open",
             {{"critical", a.count(evidence::Severity::critical)},
              {"warning", a.count(evidence::Severity::warning)},
              {"critical_without_owner", a.unowned}}},
            {"verdicts", verdicts_json(a.verdicts)},
            {"scope", scope_json(a.scope)},
            {"methods", Value::array()},
            {"findings", groups_json(a.open)},
            {"explained", groups_json(a.explained)},
            {"closed", Value::array()},
            {"remediation", Value::array()}};
  for (const auto& d : a.disciplines) out["methods"].push_back(method_json(d));
  for (const auto& c : a.closed) out["closed"].push_back(closed_json(c));
  for (const auto& m : a.mending) out["remediation"].push_back(mending_json(m));
  out["ledger"] =
      a.ledger.empty() ? Value(nullptr) : Value{{"origin", a.ledger}, {"checkpoint", a.checkpoint}};
  return out;
}

}  // namespace assay::report
