#include "answer/sample_size.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <queue>

namespace assay::answer {
namespace {

// 95 looks at 100 servers miss one of them with a probability of 0.05; that must not be more than
// 0.05 for the sake of a last binary digit.
constexpr double kRounding = 1 + 1e-12;
constexpr double kNever = -std::numeric_limits<double>::infinity();

// Hides affected servers one by one where each adds least to the chance of being seen. The
// logarithm of the chance to miss d of n undrawn ones falls faster with every one more, so this
// greedy choice is the best one there is.
class Hider {
 public:
  explicit Hider(std::span<const Stratum> strata) : strata_(strata), hidden_(strata.size()) {
    for (std::size_t i = 0; i < strata.size(); ++i) offer(i);
  }
  // The logarithm of the probability that all are missed, one more being hidden.
  double next() {
    if (places_.empty()) return log_ = kNever;
    const auto [gain, i] = places_.top();
    places_.pop();
    ++hidden_[i];
    offer(i);
    return log_ += gain;
  }

 private:
  void offer(std::size_t i) {
    const auto& s = strata_[i];
    const auto undrawn = s.servers - s.drawn;
    if (hidden_[i] >= undrawn) return;
    const auto left = static_cast<double>(s.servers - hidden_[i]);
    places_.emplace(std::log1p(-static_cast<double>(s.drawn) / left), i);
  }

  std::span<const Stratum> strata_;
  std::vector<std::uint64_t> hidden_;
  std::priority_queue<std::pair<double, std::size_t>> places_;
  double log_ = 0;
};

// std::lgamma sets a global variable; nothing here runs on two threads.
double log_choose(std::uint64_t n, std::uint64_t k) {
  const auto g = [](std::uint64_t x) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe)
    return std::lgamma(static_cast<double>(x) + 1);
  };
  return g(n) - g(k) - g(n - k);
}

// P(at most `seen` of `affected` are drawn).
double at_most(const Stratum& s, std::uint64_t affected, std::uint64_t seen) {
  const auto undrawn = s.servers - s.drawn;
  const auto least = affected > undrawn ? affected - undrawn : 0;
  const auto most = std::min({affected, s.drawn, seen});
  const double all = log_choose(s.servers, s.drawn);
  double sum = 0;
  for (auto k = least; k <= most; ++k)
    sum += std::exp(log_choose(affected, k) + log_choose(s.servers - affected, s.drawn - k) - all);
  return least > most ? 0 : std::min(1.0, sum);
}

}  // namespace

double miss_probability(std::span<const Stratum> strata, std::uint64_t affected) {
  Hider hider(strata);
  double log = 0;
  for (std::uint64_t i = 0; i < affected && log > kNever; ++i) log = hider.next();
  return std::exp(log);
}

std::uint64_t most_unseen(std::span<const Stratum> strata, double alpha) {
  Hider hider(strata);
  const double least = std::log(alpha);
  std::uint64_t out = 0;
  while (hider.next() > least) ++out;
  return out;
}

std::uint64_t most_affected(const Stratum& stratum, std::uint64_t seen, double alpha) {
  // The probability falls as more are affected; that `seen` of them are is certain below `seen`.
  std::uint64_t low = std::min(seen, stratum.servers);
  std::uint64_t high = stratum.servers;
  while (low < high) {
    const auto middle = low + ((high - low + 1) / 2);
    if (at_most(stratum, middle, seen) > alpha)
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

std::uint64_t most_affected(std::span<const Stratum> strata, std::span<const std::uint64_t> seen,
                            double alpha) {
  if (std::ranges::all_of(seen, [](std::uint64_t k) { return k == 0; }))
    return most_unseen(strata, alpha);
  const double share = alpha / static_cast<double>(strata.size());
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < strata.size(); ++i) out += most_affected(strata[i], seen[i], share);
  return out;
}

std::vector<Stratum> allocate(std::span<const std::uint64_t> sizes, std::uint64_t total) {
  std::vector<Stratum> out;
  // By the share that is drawn, the least first; of equal shares the larger stratum.
  struct Place {
    double share;
    std::uint64_t servers;
    std::size_t number;
    bool operator<(const Place& o) const {
      if (share != o.share) return share > o.share;
      if (servers != o.servers) return servers < o.servers;
      return number > o.number;
    }
  };
  std::priority_queue<Place> places;
  for (const auto size : sizes) {
    if (size > 0) places.push({0, size, out.size()});
    out.push_back({size, 0});
  }
  for (; total > 0 && !places.empty(); --total) {
    const auto number = places.top().number;
    places.pop();
    auto& s = out[number];
    ++s.drawn;
    if (s.drawn < s.servers)
      places.push(
          {static_cast<double>(s.drawn) / static_cast<double>(s.servers), s.servers, number});
  }
  return out;
}

std::vector<Stratum> smallest_sample(std::span<const std::uint64_t> sizes, std::uint64_t affected,
                                     double alpha) {
  // One look more never hides anything better, so the smallest number can be searched for.
  std::uint64_t low = 0;
  std::uint64_t high = std::accumulate(sizes.begin(), sizes.end(), std::uint64_t{0});
  while (low < high) {
    const auto middle = low + ((high - low) / 2);
    if (miss_probability(allocate(sizes, middle), affected) <= alpha * kRounding)
      high = middle;
    else
      low = middle + 1;
  }
  return allocate(sizes, low);
}

}  // namespace assay::answer
