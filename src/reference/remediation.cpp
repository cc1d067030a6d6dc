#include "reference/remediation.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "evidence/finding_codes.h"
#include "formats/toml/strict_table.h"
#include "reference/changes.h"

namespace assay::reference {
namespace {

using State = RemediationRecord::State;

constexpr std::array<std::pair<State, std::string_view>, 4> kStates{
    {{State::open, "open"},
     {State::in_progress, "in-progress"},
     {State::accepted, "accepted"},
     {State::fixed, "fixed"}}};

bool fits_any_code(std::string_view glob) {
  return std::ranges::any_of(evidence::all_codes(), [&](const evidence::CodeRow& row) {
    return glob_matches(glob, row.code);
  });
}

RemediationRecord parse_record(formats::toml::Table& t) {
  RemediationRecord r;
  r.id = t.required_text("id");
  r.servers = t.texts("servers");
  r.codes = t.texts("codes");
  r.subjects = t.texts("subjects");
  r.owner = t.required_text("owner");
  r.due = t.time("due");
  r.ticket = t.text("ticket").value_or("");
  r.note = t.text("note").value_or("");
  r.fixed = t.time("fixed");
  const auto state = t.required_text("state");
  const auto known = std::ranges::find(kStates, state, &std::pair<State, std::string_view>::second);
  if (known == kStates.end())
    t.refuse("state", "open, in-progress, accepted or fixed");
  else
    r.state = known->first;
  if (r.state == State::fixed && !r.fixed) t.refuse("fixed", "the time at which it was fixed");
  if (r.state != State::fixed && r.fixed) t.refuse("fixed", "no time where the state is not fixed");
  if (r.servers.empty()) t.refuse("servers", "at least one server id or glob");
  if (r.codes.empty()) t.refuse("codes", "at least one finding code");
  for (const auto& code : r.codes)
    if (!fits_any_code(code)) t.refuse("codes", "codes that exist (see docs/findings.md)");
  return r;
}

bool fits(const std::vector<std::string>& globs, std::string_view text) {
  return std::ranges::any_of(globs, [&](const std::string& g) { return glob_matches(g, text); });
}

}  // namespace

std::string_view name(State state) noexcept {
  for (const auto& [s, text] : kStates)
    if (s == state) return text;
  return {};
}

bool RemediationRecord::covers(std::string_view server, std::string_view code,
                               std::string_view subject) const {
  return fits(servers, server) && fits(codes, code) &&
         (subjects.empty() || fits(subjects, subject));
}

base::Result<std::vector<RemediationRecord>> parse_remediation(std::string_view toml,
                                                               const std::string& file) {
  ASSAY_TRY(auto doc, formats::toml::Document::parse(toml, file));
  auto root = doc.root();
  std::vector<RemediationRecord> out;
  std::set<std::string> ids;
  for (auto& t : root.tables("remediation")) {
    out.push_back(parse_record(t));
    if (!ids.insert(out.back().id).second) t.refuse("id", "an id of its own");
  }
  ASSAY_CHECK(doc.finish());
  return out;
}

}  // namespace assay::reference
