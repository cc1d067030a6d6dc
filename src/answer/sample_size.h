// How many servers to look at. Sampling without replacement: every probability here is
// hypergeometric and exact, none is an approximation. Where the sample is drawn stratum by stratum,
// the affected servers may lie in whatever strata hide them best, and what is said holds also then.
// What the looks say afterwards is in sample_bound.h.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace assay::answer {

/// A part of the servers that a sample of its own is drawn from; `drawn` <= `servers`.
struct Stratum {
  std::uint64_t servers = 0;
  std::uint64_t drawn = 0;
};

/// 95 looks at 100 servers miss one of them with a probability of 0.05: that is not more than 0.05
/// for the sake of a last binary digit, neither for a plan nor for what is concluded from it.
[[nodiscard]] bool is_above(double probability, double alpha) noexcept;

/// The greatest probability, over all ways in which `affected` servers may lie in the strata, that
/// none of them is drawn. 0 where more are affected than were left undrawn.
[[nodiscard]] double miss_probability(std::span<const Stratum> strata, std::uint64_t affected);

/// The most affected servers that can lie there and with a probability above `alpha` be missed.
[[nodiscard]] std::uint64_t most_unseen(std::span<const Stratum> strata, double alpha);

/// `total` looks over strata of these sizes: one after another goes to the stratum of which the
/// smallest share is drawn yet (Adams), so that no place is the best one to hide in.
[[nodiscard]] std::vector<Stratum> allocate(std::span<const std::uint64_t> sizes,
                                            std::uint64_t total);

/// The fewest looks of which, if `affected` (1 or more) or more servers are affected, at least one
/// is drawn with a probability of 1 - `alpha` or better.
[[nodiscard]] std::vector<Stratum> smallest_sample(std::span<const std::uint64_t> sizes,
                                                   std::uint64_t affected, double alpha);

}  // namespace assay::answer
