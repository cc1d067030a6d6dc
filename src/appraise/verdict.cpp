#include "appraise/verdict.h"

#include <algorithm>

#include "evidence/finding_codes.h"

namespace assay::appraise {
namespace {

using evidence::Finding;
using evidence::Severity;

constexpr std::array<std::string_view, kDisciplines> kNames{"boot",  "firmware", "inventory",
                                                            "board", "traffic",  "custody"};

// Worse verdicts have larger ranks. Missing evidence of a required discipline is worse than a
// warning: nobody looked.
int rank(Verdict v) {
  switch (v) {
    case Verdict::affirmed:
      return 0;
    case Verdict::warning:
      return 1;
    case Verdict::no_evidence:
      return 2;
    case Verdict::contraindicated:
      break;
  }
  return 3;
}

Verdict worst_of(std::span<const Finding> findings, const auto& concerns) {
  Verdict out = Verdict::affirmed;
  for (const Finding& f : findings) {
    if (f.status != evidence::FindingStatus::open || !concerns(f)) continue;
    const auto* row = evidence::find_code(f.code);
    if (f.severity == Severity::critical) return Verdict::contraindicated;
    if (f.severity == Severity::warning || (row != nullptr && row->blocks_affirmed))
      out = Verdict::warning;
  }
  return out;
}

}  // namespace

std::string_view name(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::affirmed:
      return "affirmed";
    case Verdict::warning:
      return "warning";
    case Verdict::contraindicated:
      return "contraindicated";
    case Verdict::no_evidence:
      break;
  }
  return "no-evidence";
}

std::string_view name(Discipline d) noexcept { return kNames[static_cast<std::size_t>(d)]; }

std::optional<Discipline> discipline_from_name(std::string_view name) noexcept {
  const auto it = std::ranges::find(kNames, name);
  if (it == kNames.end()) return std::nullopt;
  return static_cast<Discipline>(it - kNames.begin());
}

Verdict judge(bool has_evidence, std::span<const Finding> findings,
              const std::function<bool(const Finding&)>& concerns) {
  return has_evidence ? worst_of(findings, concerns) : Verdict::no_evidence;
}

Verdict overall(const DisciplineVerdicts& verdicts, std::span<const Discipline> required,
                std::span<const Finding> findings) {
  std::optional<Verdict> worst;
  const auto take = [&](Verdict v) {
    if (!worst || rank(v) > rank(*worst)) worst = v;
  };
  for (std::size_t i = 0; i < kDisciplines; ++i) {
    const bool needed = std::ranges::find(required, static_cast<Discipline>(i)) != required.end();
    if (verdicts[i] != Verdict::no_evidence || needed) take(verdicts[i]);
  }
  if (!worst) return Verdict::no_evidence;
  // Of the server as a whole: evidence.*, identity.*, artefact.*.
  take(worst_of(findings, [](const Finding& f) {
    return !discipline_from_name(evidence::family(f.code)).has_value();
  }));
  return *worst;
}

}  // namespace assay::appraise
