// What the looks say of all, against counting: small populations are enumerated whole.
#include "answer/sample_bound.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "hypergeometric.h"

namespace assay::answer {
namespace {

using testing::exactly;

TEST(SampleBound, the_bound_after_some_were_seen_is_what_counting_gives) {
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

// Every way in which `affected` servers may lie in the strata, and for each how probable it is that
// the bound, told how many were seen, is below the truth.
class Coverage {
 public:
  Coverage(std::vector<Stratum> strata, double alpha) : strata_(std::move(strata)) {
    std::uint64_t drawn = 0;
    for (const auto& s : strata_) drawn += s.drawn;
    for (std::uint64_t seen = 0; seen <= drawn; ++seen)
      bounds_.push_back(most_affected(strata_, seen, alpha));
  }
  // The worst over all ways.
  double worst_error(std::size_t first, std::uint64_t affected, const std::vector<double>& seen) {
    if (first == strata_.size()) {
      double out = 0;
      for (std::size_t k = 0; k < seen.size(); ++k)
        if (bounds_[k] < affected) out += seen[k];
      return out;
    }
    const auto& s = strata_[first];
    double out = 0;
    for (std::uint64_t here = 0; here <= s.servers; ++here) {
      std::vector<double> more(seen.size() + s.drawn);
      for (std::size_t k = 0; k < seen.size(); ++k)
        for (std::uint64_t j = 0; j <= s.drawn; ++j) more[k + j] += seen[k] * exactly(s, here, j);
      out = std::max(out, worst_error(first + 1, affected + here, more));
    }
    return out;
  }
  [[nodiscard]] const std::vector<std::uint64_t>& bounds() const { return bounds_; }

 private:
  std::vector<Stratum> strata_;
  std::vector<std::uint64_t> bounds_;
};

TEST(SampleBound, is_below_the_truth_no_more_often_than_it_says) {
  const std::vector<std::vector<Stratum>> cases{
      {{12, 5}},         {{9, 4}, {7, 3}},   {{10, 5}, {10, 1}},       {{6, 6}, {8, 2}},
      {{5, 0}, {11, 6}}, {{30, 12}, {9, 3}}, {{6, 3}, {5, 2}, {9, 4}}, {{1, 1}, {20, 9}, {3, 1}}};
  for (const auto& strata : cases)
    for (const double alpha : {0.01, 0.05, 0.2, 0.5}) {
      Coverage coverage(strata, alpha);
      EXPECT_LE(coverage.worst_error(0, 0, {1}), alpha + 1e-9)
          << strata.size() << " strata, first of " << strata[0].servers << ", alpha " << alpha;
      const auto& bounds = coverage.bounds();
      EXPECT_TRUE(std::ranges::is_sorted(bounds)) << "more seen, and fewer affected";
    }
}

// Of 2,000 servers in 40 parts 280 are drawn, and one cannot be examined. Drawn from one part, 31
// is exact (whole fractions, in Python); the parts cost nothing of it, let alone hundreds.
TEST(SampleBound, one_look_that_is_missing_costs_little_however_many_strata_there_are) {
  const std::vector<Stratum> strata(40, {50, 7});
  EXPECT_EQ(most_affected(Stratum{2000, 280}, 1, 0.05), 31U);
  EXPECT_EQ(most_affected(strata, 0, 0.05), 19U);
  EXPECT_GE(most_affected(strata, 1, 0.05), 31U);
  EXPECT_LE(most_affected(strata, 1, 0.05), 34U);
}

TEST(SampleBound, who_looked_at_all_knows) {
  EXPECT_EQ(most_affected(std::vector<Stratum>{{10, 10}}, 4, 0.05), 4U);
  EXPECT_EQ(most_affected(std::vector<Stratum>{{10, 10}, {7, 7}}, 4, 0.05), 4U);
  EXPECT_EQ(most_affected(std::vector<Stratum>{{10, 10}, {7, 6}}, 16, 0.05), 17U);
  EXPECT_EQ(most_affected(std::vector<Stratum>{{10, 0}, {7, 0}}, 0, 0.05), 17U);
}

// 10,000,000 servers, 3,000 looks: none seen is at most 9,979 and two seen 20,968 (whole
// fractions, in Python); the digits that logarithms of this size cost do not show.
TEST(SampleBound, ten_million_servers_are_no_trouble) {
  const Stratum all{10'000'000, 3000};
  EXPECT_EQ(most_affected(all, 0, 0.05), 9979U);
  EXPECT_EQ(most_affected(all, 2, 0.05), 20968U);
}

}  // namespace
}  // namespace assay::answer
