#include "appraise/siblings.h"

#include <gtest/gtest.h>

namespace assay::appraise {
namespace {

using evidence::FactKind;
using evidence::FactSource;

// One group of `n` servers that SMBIOS saw, in lots of the sizes given.
std::vector<SiblingLot> lots_of(const std::vector<std::uint32_t>& sizes) {
  std::vector<SiblingLot> out;
  for (const auto n : sizes) {
    SiblingLot lot{.group = 0};
    lot.seen[static_cast<std::size_t>(FactSource::smbios)] = n;
    out.push_back(lot);
  }
  return out;
}

const std::vector<SiblingSlot> kFirmware{{FactKind::firmware, FactSource::smbios}};
const std::vector<SiblingSlot> kPart{{FactKind::part, FactSource::smbios}};

TEST(LowerTail, is_the_binomial_sum) {
  EXPECT_NEAR(lower_tail(10, 0.5, 0), 1.0 / 1024, 1e-12);
  EXPECT_NEAR(lower_tail(10, 0.5, 1), 11.0 / 1024, 1e-12);
  EXPECT_NEAR(lower_tail(10, 0.5, 10), 1, 1e-12);
  EXPECT_LT(lower_tail(100'000, 0.05, 1), 1e-300);
}

TEST(Siblings, one_of_a_thousand_is_rare) {
  const std::vector<HolderCount> counts{{0, 0, 0, 999}, {0, 0, 1, 1}};
  const auto r = find_rare(lots_of({1000}), kFirmware, counts);
  ASSERT_EQ(r.rare.size(), 1U);
  EXPECT_EQ(r.rare[0].fact, 1U);
  EXPECT_EQ(r.rare[0].holders, 1U);
  EXPECT_EQ(r.rare[0].of, 1000U);
  EXPECT_LT(r.rare[0].p, 1e-15);
}

TEST(Siblings, one_of_twenty_is_not) {
  const std::vector<HolderCount> counts{{0, 0, 0, 19}, {0, 0, 1, 1}};
  const auto r = find_rare(lots_of({20}), kFirmware, counts);
  EXPECT_TRUE(r.rare.empty());
  EXPECT_EQ(r.too_few, 1U);
}

TEST(Siblings, a_second_supplier_is_no_alarm) {
  for (const std::uint32_t share : {10U, 30U, 100U, 500U}) {
    const std::vector<HolderCount> counts{{0, 0, 0, 1000 - share}, {0, 0, 1, share}};
    EXPECT_TRUE(find_rare(lots_of({1000}), kPart, counts).rare.empty()) << share;
  }
}

TEST(Siblings, what_a_small_lot_shares_is_told_as_one) {
  // Two of a lot of 40, in a group of 1,040: rare in the group, a sub-population of its lot.
  const std::vector<HolderCount> counts{{0, 0, 0, 1000}, {1, 0, 0, 38}, {1, 0, 1, 2}};
  const auto r = find_rare(lots_of({1000, 40}), kPart, counts);
  EXPECT_TRUE(r.rare.empty());
  ASSERT_EQ(r.told_as_one.size(), 1U);
  EXPECT_EQ(r.told_as_one[0].lot, 1U);
  EXPECT_EQ(r.told_as_one[0].holders, 2U);
}

TEST(Siblings, the_same_three_scattered_over_lots_are_rare) {
  const std::vector<HolderCount> counts{{0, 0, 0, 499}, {0, 0, 1, 1},   {1, 0, 0, 499},
                                        {1, 0, 1, 1},   {2, 0, 0, 499}, {2, 0, 1, 1}};
  EXPECT_EQ(find_rare(lots_of({500, 500, 500}), kPart, counts).rare.size(), 3U);
}

TEST(Siblings, what_nearly_all_have_is_missed) {
  const std::vector<SiblingSlot> count{{FactKind::count, FactSource::smbios}};
  const std::vector<HolderCount> counts{{0, 0, 0, 998}};
  const auto r = find_rare(lots_of({1000}), count, counts);
  ASSERT_EQ(r.rare.size(), 1U);
  EXPECT_EQ(r.rare[0].fact, kNone);
  EXPECT_EQ(r.rare[0].holders, 2U);
}

TEST(Siblings, a_name_whose_values_are_each_hosts_own_is_not_tested) {
  std::vector<HolderCount> counts;
  for (std::uint32_t i = 0; i < 1000; ++i) counts.push_back({0, 0, i, 1});
  const auto r = find_rare(lots_of({1000}), kFirmware, counts);
  EXPECT_TRUE(r.rare.empty());
  EXPECT_EQ(r.variable, 1U);
  EXPECT_EQ(r.tested, 0U);
}

TEST(Siblings, servers_that_the_source_did_not_see_do_not_count) {
  // 1,000 servers, of which PCI saw 10: one of ten is nothing.
  std::vector<SiblingLot> lots = lots_of({1000});
  lots[0].seen[static_cast<std::size_t>(FactSource::pci)] = 10;
  const std::vector<SiblingSlot> slots{{FactKind::count, FactSource::pci}};
  const std::vector<HolderCount> counts{{0, 0, 0, 9}, {0, 0, 1, 1}};
  EXPECT_TRUE(find_rare(lots, slots, counts).rare.empty());
}

TEST(Siblings, false_discoveries_are_held_over_many_facts) {
  // 400 servers: one holder alone would pass for p, thousands of such facts at once would not all.
  const double p = lower_tail(150, 0.05, 1);
  ASSERT_GT(p, 0.01 / 100);
  std::vector<HolderCount> counts{{0, 0, 0, 149}, {0, 0, 1, 1}};
  std::vector<SiblingSlot> slots(2000, kFirmware[0]);
  for (std::uint32_t s = 1; s < slots.size(); ++s) counts.push_back({0, s, 2 + s, 150});
  EXPECT_TRUE(find_rare(lots_of({150}), slots, counts).rare.empty());
}

TEST(Siblings, nothing_in_is_nothing_out) {
  const auto r = find_rare({}, {}, {});
  EXPECT_TRUE(r.rare.empty());
  EXPECT_EQ(r.tested, 0U);
}

}  // namespace
}  // namespace assay::appraise
