// Two things measured side by side: batches of the one and of the other take turns, so that a noisy
// neighbour, a warming cache or a changing clock hits both alike.
#pragma once

#include <cstddef>
#include <functional>

namespace assay::bench {

/// Microseconds of this thread's processor time per item: what other processes do on the machine is
/// not counted.
struct Times {
  double median = 0;
  double least = 0;
};

struct Paired {
  Times floor;
  Times cost;
  double ratio = 0;  ///< the median over the rounds of cost over floor
};

/// Runs `floor(i)` and `cost(i)` for all i below `items` in every round. Both run once before,
/// unmeasured.
[[nodiscard]] Paired measure_paired(std::size_t items, std::size_t rounds,
                                    const std::function<void(std::size_t)>& floor,
                                    const std::function<void(std::size_t)>& cost);

/// Keeps this thread on one core until the end of its scope.
class OneCore {
 public:
  OneCore();
  ~OneCore();
  OneCore(const OneCore&) = delete;
  OneCore& operator=(const OneCore&) = delete;
};

}  // namespace assay::bench
