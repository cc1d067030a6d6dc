#include "answer/sample_bound.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace assay::answer {
namespace {

// In long double, so that of ten million servers ten digits of the difference are good.
// std::lgamma sets a global variable; nothing here runs on two threads.
long double log_choose(std::uint64_t n, std::uint64_t k) {
  const auto g = [](std::uint64_t x) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe)
    return std::lgamma(static_cast<long double>(x) + 1);
  };
  return g(n) - g(k) - g(n - k);
}

// P(at most `seen` of `affected` are drawn).
double at_most(const Stratum& s, std::uint64_t affected, std::uint64_t seen) {
  const auto undrawn = s.servers - s.drawn;
  const auto least = affected > undrawn ? affected - undrawn : 0;
  const auto most = std::min({affected, s.drawn, seen});
  const auto all = log_choose(s.servers, s.drawn);
  long double sum = 0;
  for (auto k = least; k <= most; ++k)
    sum += std::exp(log_choose(affected, k) + log_choose(s.servers - affected, s.drawn - k) - all);
  return least > most ? 0 : static_cast<double>(std::min(1.0L, sum));
}

// P(at most `seen` of `trials` succeed), each with probability `p`.
double binomial_at_most(std::uint64_t trials, long double p, std::uint64_t seen) {
  if (seen >= trials) return 1;
  if (p >= 1) return 0;
  const auto yes = std::log(p);
  const auto no = std::log1p(-p);
  long double sum = 0;
  for (std::uint64_t k = 0; k <= seen; ++k)
    sum += std::exp(log_choose(trials, k) + (yes * static_cast<long double>(k)) +
                    (no * static_cast<long double>(trials - k)));
  return static_cast<double>(std::min(1.0L, sum));
}

// The fewest that `affected` servers, however spread, let expect in the sample: they lie where the
// smallest shares are drawn. `strata` in the order of those shares.
long double least_expected(std::span<const Stratum> strata, std::uint64_t affected) {
  long double out = 0;
  for (const auto& s : strata) {
    const auto here = std::min(affected, s.servers);
    affected -= here;
    if (here > 0)
      out += static_cast<long double>(here) * static_cast<long double>(s.drawn) /
             static_cast<long double>(s.servers);
  }
  return out;
}

// No less than the probability, in the worst case over the strata, that at most `seen` of
// `affected` are drawn. The number drawn is a sum of independent yes-or-no trials of unequal
// chances (a hypergeometric number is one: Vatutin and Mikhailov, 1982), in each stratum not more
// than were drawn there or are affected there; and a sum of so many trials with this mean is at
// most `seen`, for `seen` <= mean - 1, most often where all chances are equal (Hoeffding, 1956,
// theorem 4).
double at_most(std::span<const Stratum> by_share, std::uint64_t affected, std::uint64_t seen) {
  const auto mean = least_expected(by_share, affected);
  if (static_cast<long double>(seen) > mean - 1) return 1;
  std::uint64_t drawn = 0;
  for (const auto& s : by_share) drawn += s.drawn;
  const auto trials = std::min(drawn, affected);
  return binomial_at_most(trials, mean / static_cast<long double>(trials), seen);
}

bool has_smaller_share(const Stratum& a, const Stratum& b) {
  return static_cast<long double>(a.drawn) * static_cast<long double>(b.servers) <
         static_cast<long double>(b.drawn) * static_cast<long double>(a.servers);
}

// The greatest of `low`…`high` whose probability is above `alpha`: it falls as the number grows,
// and that of `low` is 1.
template <class Probability>
std::uint64_t greatest_above(std::uint64_t low, std::uint64_t high, double alpha,
                             const Probability& probability) {
  while (low < high) {
    const auto middle = low + ((high - low + 1) / 2);
    if (is_above(probability(middle), alpha))
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

}  // namespace

std::uint64_t most_affected(const Stratum& stratum, std::uint64_t seen, double alpha) {
  // Who was drawn and is not among `seen` is clear.
  const auto high = stratum.servers - (stratum.drawn - std::min(seen, stratum.drawn));
  return greatest_above(std::min(seen, high), high, alpha,
                        [&](std::uint64_t affected) { return at_most(stratum, affected, seen); });
}

std::uint64_t most_affected(std::span<const Stratum> strata, std::uint64_t seen, double alpha) {
  if (seen == 0) return most_unseen(strata, alpha);
  if (strata.size() == 1) return most_affected(strata[0], seen, alpha);
  std::vector<Stratum> by_share(strata.begin(), strata.end());
  std::ranges::sort(by_share, has_smaller_share);
  std::uint64_t high = 0;
  std::uint64_t drawn = 0;
  for (const auto& s : strata) {
    high += s.servers;
    drawn += s.drawn;
  }
  high -= drawn - std::min(seen, drawn);
  return greatest_above(std::min(seen, high), high, alpha,
                        [&](std::uint64_t affected) { return at_most(by_share, affected, seen); });
}

}  // namespace assay::answer
