// One difference between a golden and an observed artefact, of whatever kind: what `assay compare`
// prints and what its JSON holds (docs/schemas/compare.schema.json).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "evidence/finding.h"

namespace assay::appraise {

struct Difference {
  std::string what{};         ///< the thing itself: an event, a part, a module
  std::string_view change{};  ///< "added", "removed", "modified" or "moved"
  std::string path{};         ///< where it stands: "PCR 4/event 12", "P1-DIMMA1", GUID(name)/…
  std::string golden{};       ///< its value there; empty where added
  std::string observed{};     ///< empty where removed
  evidence::Severity severity = evidence::Severity::warning;
  std::string why{};  ///< why it matters, in one or two sentences
  std::string so{};   ///< the difference in a few words; for people, may be empty
};

struct Comparison {
  std::string kind{};  ///< "tcg.eventlog", "inventory", "uefi.image"
  std::vector<Difference> differences{};
  std::string summary{};             ///< one line to act on
  bool rebuild = false;              ///< another build: changed code is told as one, in the summary
  std::vector<std::string> notes{};  ///< what was not compared, and why

  /// True where the summary tells it for people; JSON lists it all the same.
  [[nodiscard]] bool folded(const Difference& d) const noexcept {
    return rebuild && d.change == "modified";
  }
};

}  // namespace assay::appraise
