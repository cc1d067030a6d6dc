#include "report/finding_json.h"

namespace assay::report {

using formats::json::Value;

Value to_json(const evidence::Finding& f) {
  Value out;
  out["code"] = f.code;
  out["severity"] = evidence::name(f.severity);
  out["subject"] = f.subject;
  out["why"] = f.why;
  out["do"] = f.action;
  out["cites"] = Value::array();
  for (const auto& cite : f.cites)
    out["cites"].push_back({{"artefact", cite.artefact}, {"at", cite.at}});
  out["status"] = evidence::name(f.status);
  if (!f.explained_by.empty()) out["explained_by"] = f.explained_by;
  if (f.remediation != nullptr) {
    const auto& r = *f.remediation;
    out["remediation"] = {{"id", r.id},
                          {"owner", r.owner},
                          {"due", r.due.empty() ? Value(nullptr) : Value(r.due)},
                          {"state", r.state},
                          {"ticket", r.ticket.empty() ? Value(nullptr) : Value(r.ticket)},
                          {"overdue", r.overdue},
                          {"still_there", r.still_there}};
  }
  return out;
}

Value to_json(std::span<const evidence::Finding> findings) {
  Value out = Value::array();
  for (const auto& f : findings) out.push_back(to_json(f));
  return out;
}

}  // namespace assay::report
