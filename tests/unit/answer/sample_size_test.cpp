// The figures of sampling against counting: small populations are enumerated whole.
#include "answer/sample_size.h"

#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

namespace assay::answer {
namespace {

// C(n, k) for small numbers, exactly.
double choose(std::uint64_t n, std::uint64_t k) {
  if (k > n) return 0;
  double out = 1;
  for (std::uint64_t i = 0; i < k; ++i)
    out = out * static_cast<double>(n - i) / static_cast<double>(i + 1);
  return std::round(out);
}

// The probability that exactly `seen` of `affected` are drawn.
double exactly(const Stratum& s, std::uint64_t affected, std::uint64_t seen) {
  if (seen > s.drawn) return 0;
  return choose(affected, seen) * choose(s.servers - affected, s.drawn - seen) /
         choose(s.servers, s.drawn);
}

// The greatest miss over every way to spread `affected` over the strata from number `first` on.
double worst_miss(const std::vector<Stratum>& strata, std::size_t first, std::uint64_t affected) {
  if (first == strata.size()) return affected == 0 ? 1 : 0;
  double out = 0;
  for (std::uint64_t here = 0; here <= std::min(affected, strata[first].servers); ++here)
    out = std::max(
        out, exactly(strata[first], here, 0) * worst_miss(strata, first + 1, affected - here));
  return out;
}

TEST(SampleSize, the_worst_hiding_place_is_what_counting_all_of_them_gives) {
  const std::vector<std::vector<Stratum>> cases{
      {{10, 3}}, {{7, 2}, {9, 3}}, {{4, 1}, {6, 0}, {11, 5}}, {{5, 5}, {3, 1}}, {{1, 1}, {1, 0}}};
  for (const auto& strata : cases) {
    const auto all =
        std::accumulate(strata.begin(), strata.end(), std::uint64_t{0},
                        [](std::uint64_t sum, const Stratum& s) { return sum + s.servers; });
    for (std::uint64_t affected = 0; affected <= all; ++affected) {
      const double counted = worst_miss(strata, 0, affected);
      EXPECT_NEAR(miss_probability(strata, affected), counted, 1e-12) << affected;
      for (const double alpha : {0.05, 0.2, 0.5})
        if (std::abs(counted - alpha) > 1e-9) {
          EXPECT_EQ(most_unseen(strata, alpha) >= affected, affected == 0 || counted > alpha);
        }
    }
  }
}

TEST(SampleSize, the_bound_after_some_were_seen_is_what_counting_gives) {
  for (std::uint64_t drawn = 0; drawn <= 12; drawn += 3)
    for (std::uint64_t seen = 0; seen <= drawn; ++seen) {
      const Stratum s{12, drawn};
      std::uint64_t counted = seen;
      for (std::uint64_t affected = seen; affected <= s.servers; ++affected) {
        double at_most = 0;
        for (std::uint64_t k = 0; k <= seen; ++k) at_most += exactly(s, affected, k);
        if (at_most > 0.05) counted = affected;
      }
      EXPECT_EQ(most_affected(s, seen, 0.05), counted) << drawn << ' ' << seen;
    }
}

TEST(SampleSize, known_figures) {
  // C(7920, n) / C(8000, n) is 0.05030 for 292 and 0.04978 for 293 (whole fractions, in Python).
  EXPECT_EQ(smallest_sample(std::vector<std::uint64_t>{8000}, 80, 0.05)[0].drawn, 293U);
  // To be sure that not one of ten is affected, all ten are looked at but for chance: 95 % of one
  // hidden server needs 95 % of all drawn, here all.
  EXPECT_EQ(smallest_sample(std::vector<std::uint64_t>{10}, 1, 0.05)[0].drawn, 10U);
  EXPECT_EQ(smallest_sample(std::vector<std::uint64_t>{100}, 1, 0.05)[0].drawn, 95U);
  EXPECT_EQ(smallest_sample(std::vector<std::uint64_t>{}, 1, 0.05).size(), 0U);
}

TEST(SampleSize, looks_are_spread_so_that_shares_are_even) {
  const std::vector<std::uint64_t> sizes{100, 10, 1, 0};
  const auto three = allocate(sizes, 3);
  EXPECT_EQ(three[0].drawn + three[1].drawn + three[2].drawn, 3U);
  EXPECT_EQ(three[2].drawn, 1U) << "each place is looked at before any is looked at twice";
  const auto some = allocate(sizes, 13);
  EXPECT_EQ(some[0].drawn, 11U);
  EXPECT_EQ(some[1].drawn, 1U);
  EXPECT_EQ(some[3].drawn, 0U);
  const auto all = allocate(sizes, 1000);
  EXPECT_EQ(all[0].drawn, 100U) << "never more than there are";
}

TEST(SampleSize, a_sample_of_many_strata_holds_its_confidence_in_the_worst_case) {
  std::vector<std::uint64_t> sizes;
  for (std::uint64_t i = 1; i <= 60; ++i) sizes.push_back(i * 7 % 53 + 1);
  const auto sample = smallest_sample(sizes, 20, 0.05);
  EXPECT_LE(miss_probability(sample, 20), 0.05);
  std::uint64_t drawn = 0;
  for (const auto& s : sample) drawn += s.drawn;
  EXPECT_GT(miss_probability(allocate(sizes, drawn - 1), 20), 0.05) << "not one look too many";
}

TEST(SampleSize, a_million_servers_are_no_trouble) {
  const std::vector<std::uint64_t> sizes{600'000, 300'000, 100'000};
  const auto sample = smallest_sample(sizes, 1000, 0.01);
  std::uint64_t drawn = 0;
  for (const auto& s : sample) drawn += s.drawn;
  EXPECT_GT(drawn, 4500U);
  EXPECT_LT(drawn, 4700U) << "about ln(100) / 0.001";
  EXPECT_GE(most_affected(std::vector<Stratum>(sample), std::vector<std::uint64_t>{0, 0, 0}, 0.01),
            990U);
}

TEST(SampleSize, what_was_seen_raises_the_bound) {
  const std::vector<Stratum> strata{{1000, 100}, {500, 50}};
  const auto none = most_affected(strata, std::vector<std::uint64_t>{0, 0}, 0.05);
  const auto one = most_affected(strata, std::vector<std::uint64_t>{0, 1}, 0.05);
  const auto two = most_affected(strata, std::vector<std::uint64_t>{1, 1}, 0.05);
  EXPECT_LT(none, one);
  EXPECT_LT(one, two);
  EXPECT_EQ(most_affected(std::vector<Stratum>{{10, 10}}, std::vector<std::uint64_t>{4}, 0.05), 4U)
      << "who looked at all knows";
}

}  // namespace
}  // namespace assay::answer
