// What the looks at a sample say of all the servers it was drawn from: how many can be affected at
// most. No figure is an approximation: it is exact, or a bound on the safe side where that is said.
#pragma once

#include "answer/sample_size.h"

namespace assay::answer {

/// The most affected servers that a stratum can hold so that at most `seen` of them are drawn with
/// a probability above `alpha`: the upper bound of Clopper and Pearson, for a finite population.
[[nodiscard]] std::uint64_t most_affected(const Stratum& stratum, std::uint64_t seen, double alpha);

/// The same for all strata together, of which `seen` in all. Exact where nothing was seen
/// (most_unseen()) and where there is one stratum; otherwise a binomial bound that is a little
/// above, since it gives away part of what drawing without replacement is worth.
[[nodiscard]] std::uint64_t most_affected(std::span<const Stratum> strata, std::uint64_t seen,
                                          double alpha);

}  // namespace assay::answer
