// What a stranger checks of a draw besides the draw itself (sample_draw.h): that plan and
// population were logged before it, whom the plan draws from, and that no earlier head was to be
// had.
#pragma once

#include <string_view>

#include "answer/sample_draw.h"
#include "base/filesystem.h"
#include "ledger/logged.h"

namespace assay::answer {

/// All of these: an error of kind `refused` says what does not hold.

/// That the plan is leaf `draw.leaf` of a trusted log, under the head that is the seed, which the
/// plan's witness cosigned, whom the policy knows.
[[nodiscard]] base::Result<ledger::ProvedLeaf> check_plan_leaf(const proof::TrustPolicy& policy,
                                                               const proof::LogProof& proof,
                                                               const SamplePlan& plan,
                                                               const SampleDraw& draw);

/// That the population that the plan names is the leaf that it names, under the same head.
[[nodiscard]] base::Result<void> check_population_leaf(const proof::TrustPolicy& policy,
                                                       const proof::LogProof& proof,
                                                       const SamplePlan& plan,
                                                       const SampleDraw& draw);

/// That `list` is the population's, and that every server of the frame is in it.
[[nodiscard]] base::Result<void> check_frame(const SamplePlan& plan, std::string_view list);

/// That of the heads that the witness kept (`heads`: its folder STATE/….cosigned, from itself) the
/// first with the plan in it is the draw's.
[[nodiscard]] base::Result<void> check_first(const base::FileSystem& fs, const std::string& heads,
                                             const SamplePlan& plan, const SampleDraw& draw);

}  // namespace assay::answer
