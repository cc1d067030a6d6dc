#include "answer/sample_size.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <queue>

namespace assay::answer {
namespace {

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

}  // namespace

bool is_above(double probability, double alpha) noexcept {
  return probability > alpha * (1 + 1e-12);
}

double miss_probability(std::span<const Stratum> strata, std::uint64_t affected) {
  Hider hider(strata);
  double log = 0;
  for (std::uint64_t i = 0; i < affected && log > kNever; ++i) log = hider.next();
  return std::exp(log);
}

std::uint64_t most_unseen(std::span<const Stratum> strata, double alpha) {
  Hider hider(strata);
  std::uint64_t out = 0;
  while (is_above(std::exp(hider.next()), alpha)) ++out;
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
    if (is_above(miss_probability(allocate(sizes, middle), affected), alpha))
      low = middle + 1;
    else
      high = middle;
  }
  return allocate(sizes, low);
}

}  // namespace assay::answer
