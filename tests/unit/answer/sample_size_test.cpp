// The figures of sampling against counting: small populations are enumerated whole.
#include "answer/sample_size.h"

#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

#include "hypergeometric.h"

namespace assay::answer {
namespace {

using testing::choose;
using testing::exactly;

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

TEST(SampleSize, known_figures) {
  // C(7920, n) / C(8000, n) is 0.05030 for 292 and 0.04978 for 293 (whole fractions, in Python).
  EXPECT_EQ(smallest_sample(std::vector<std::uint64_t>{8000}, 80, 0.05)[0].drawn, 293U);
  // To be sure that not one of ten is affected, all ten are looked at but for chance: 95 % of one
  // hidden server needs 95 % of all drawn, here all.
  EXPECT_EQ(smallest_sample(std::vector<std::uint64_t>{10}, 1, 0.05)[0].drawn, 10U);
  EXPECT_EQ(smallest_sample(std::vector<std::uint64_t>{100}, 1, 0.05)[0].drawn, 95U);
  EXPECT_EQ(smallest_sample(std::vector<std::uint64_t>{}, 1, 0.05).size(), 0U);
}

// In whole numbers: C(N - D, n) / C(N, n) <= 1/20, and one look fewer is too few.
TEST(SampleSize, the_smallest_sample_is_what_whole_numbers_give) {
  for (std::uint64_t servers = 1; servers <= 40; ++servers)
    for (std::uint64_t affected = 1; affected <= servers; ++affected) {
      std::uint64_t looks = 0;
      while (20 * choose(servers - affected, looks) > choose(servers, looks)) ++looks;
      EXPECT_EQ(smallest_sample(std::vector{servers}, affected, 0.05)[0].drawn, looks)
          << servers << ' ' << affected;
    }
}

TEST(SampleSize, a_plan_none_of_whose_servers_is_affected_settles_its_question) {
  for (const double alpha : {0.5, 0.2, 1 - 0.9, 1 - 0.95, 1 - 0.99})
    for (std::uint64_t servers = 1; servers <= 120; ++servers)
      for (std::uint64_t affected = 1; affected <= servers; ++affected)
        EXPECT_LT(most_unseen(smallest_sample(std::vector{servers}, affected, alpha), alpha),
                  affected)
            << alpha << ' ' << servers;
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
  EXPECT_EQ(most_unseen(sample, 0.01), 999U) << "what the plan was made for";
}

}  // namespace
}  // namespace assay::answer
