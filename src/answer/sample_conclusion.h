// What the looks at a drawn sample say of all the servers it was drawn from: an upper bound that
// holds with the plan's confidence, however the affected ones are spread over lots and sites.
#pragma once

#include <string>
#include <vector>

#include "answer/answer.h"
#include "answer/sample_draw.h"

namespace assay::answer {

struct SampleConclusion {
  struct Part {
    std::string name;
    std::uint64_t servers = 0;
    std::uint64_t drawn = 0;
    std::uint64_t affected = 0;  ///< of the drawn ones
    std::uint64_t cleared = 0;
    std::uint64_t at_most = 0;  ///< affected in this part, as below, this part alone being asked
    [[nodiscard]] std::uint64_t missing() const noexcept { return drawn - affected - cleared; }
  };
  std::vector<Part> parts;
  std::uint64_t servers = 0, drawn = 0, affected = 0, cleared = 0, missing = 0;
  /// Affected servers that were not drawn: by other looks at servers of the frame.
  std::uint64_t beside = 0;
  /// Of the population outside of the frame, which the sample says nothing about.
  std::uint64_t outside_affected = 0, outside_cleared = 0, outside_unknown = 0;
  std::vector<std::string> to_examine;  ///< drawn and still unknown, in the draw's order
  std::vector<std::string> found;       ///< drawn and affected
  /// The most that can be affected, with the plan's confidence: whoever was drawn and not examined
  /// counts as affected, for who fails to be examined may fail for that reason.
  std::uint64_t at_most = 0;
  /// The same if all of those turn out clear.
  std::uint64_t at_most_if_clear = 0;
  /// Had as many been affected as the plan asks about: the greatest chance to draw none of them.
  double miss_probability = 0;
  /// The plan's question is answered: fewer than it tolerates.
  bool settled = false;
};

/// Looks from before the draw clear nobody: which servers they were at somebody chose. What shows
/// the claim counts whenever it was seen.
[[nodiscard]] Allegation since_draw(Allegation allegation, base::Time drawn_at);

/// `claim`: the plan's, in the answer to since_draw().
[[nodiscard]] SampleConclusion conclude(const SamplePlan& plan, const SampleDraw& draw,
                                        const Answer& answer, std::size_t claim);

}  // namespace assay::answer
