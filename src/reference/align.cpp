#include "reference/align.h"

#include <algorithm>
#include <cstdint>

namespace assay::reference {
namespace {

constexpr std::size_t kMostCells = 4'000'000;

// Costs of one step. A change costs less than a removal and an addition, so that a new value of the
// same thing reads as a change.
constexpr std::uint32_t kGap = 2;
constexpr std::uint32_t kChange = 3;

class Table {
 public:
  Table(std::size_t n, std::size_t m) : width_(m + 1), cells_((n + 1) * (m + 1)) {}
  std::uint32_t& at(std::size_t i, std::size_t j) { return cells_[i * width_ + j]; }

 private:
  std::size_t width_;
  std::vector<std::uint32_t> cells_;
};

}  // namespace

std::vector<Step> align(std::size_t left, std::size_t right,
                        const std::function<Likeness(std::size_t, std::size_t)>& compare) {
  std::vector<Step> out;
  std::size_t start = 0;
  while (start < left && start < right && compare(start, start) == Likeness::same) {
    out.push_back({start, start, Likeness::same});
    ++start;
  }
  std::size_t tail = 0;
  while (tail < left - start && tail < right - start &&
         compare(left - 1 - tail, right - 1 - tail) == Likeness::same)
    ++tail;
  const std::size_t n = left - start - tail;
  const std::size_t m = right - start - tail;
  const auto finish = [&] {
    for (std::size_t k = tail; k > 0; --k) out.push_back({left - k, right - k, Likeness::same});
    return std::move(out);
  };
  if (n == 0 || m == 0 || n > kMostCells / std::max<std::size_t>(m, 1)) {
    for (std::size_t i = 0; i < n; ++i)
      out.push_back({start + i, std::nullopt, Likeness::different});
    for (std::size_t j = 0; j < m; ++j)
      out.push_back({std::nullopt, start + j, Likeness::different});
    return finish();
  }

  // cost.at(i, j): cheapest way to align what lies behind the first i and j of the middle.
  Table cost(n, m);
  std::vector<Likeness> like(n * m);
  for (std::size_t i = n + 1; i-- > 0;)
    for (std::size_t j = m + 1; j-- > 0;) {
      if (i == n || j == m) {
        cost.at(i, j) = kGap * static_cast<std::uint32_t>((n - i) + (m - j));
        continue;
      }
      const Likeness l = compare(start + i, start + j);
      like[i * m + j] = l;
      std::uint32_t best = kGap + std::min(cost.at(i + 1, j), cost.at(i, j + 1));
      if (l == Likeness::same) best = std::min(best, cost.at(i + 1, j + 1));
      if (l == Likeness::changed) best = std::min(best, kChange + cost.at(i + 1, j + 1));
      cost.at(i, j) = best;
    }
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < n || j < m) {
    if (i < n && j < m) {
      const Likeness l = like[i * m + j];
      const std::uint32_t step = l == Likeness::same ? 0 : kChange;
      if (l != Likeness::different && cost.at(i, j) == step + cost.at(i + 1, j + 1)) {
        out.push_back({start + i++, start + j++, l});
        continue;
      }
    }
    if (i < n && (j == m || cost.at(i, j) == kGap + cost.at(i + 1, j)))
      out.push_back({start + i++, std::nullopt, Likeness::different});
    else
      out.push_back({std::nullopt, start + j++, Likeness::different});
  }
  return finish();
}

}  // namespace assay::reference
