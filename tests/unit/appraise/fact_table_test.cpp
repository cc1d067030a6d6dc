// Facts as numbers: equal things get equal numbers, whoever brings them and however many threads
// do, and every fact comes back whole.
#include "appraise/fact_table.h"

#include <array>
#include <gtest/gtest.h>
#include <set>
#include <thread>

namespace assay::appraise {
namespace {

using evidence::Fact;
using evidence::FactKind;
using evidence::FactSource;

const Fact kDimm{FactKind::part,
                 FactSource::smbios,
                 "dimm",
                 "Acme M32",
                 "A1",
                 "S1",
                 {"inventory/smbios.bin", "structure 20"}};

void expect_same(const Fact& a, const Fact& b) {
  EXPECT_EQ(a.kind, b.kind);
  EXPECT_EQ(a.source, b.source);
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.value, b.value);
  EXPECT_EQ(a.place, b.place);
  EXPECT_EQ(a.serial, b.serial);
  EXPECT_EQ(a.cite, b.cite);
}

TEST(FactTable, a_fact_comes_back_whole) {
  FactTable table;
  const auto refs = table.intern({kDimm, Fact{}});
  ASSERT_EQ(refs.size(), 2U);
  expect_same(table.fact(refs[0]), kDimm);
  expect_same(table.fact(refs[1]), Fact{});
}

TEST(FactTable, what_is_each_hosts_own_makes_no_other_fact) {
  FactTable table;
  Fact other = kDimm;
  other.place = "A2";
  other.serial = "S2";
  other.cite = {"inventory/other.bin", "structure 21"};
  const auto refs = table.intern({kDimm, other});
  EXPECT_EQ(refs[0].fact, refs[1].fact);
  EXPECT_NE(refs[0].serial, refs[1].serial);
  EXPECT_EQ(table.facts(), 1U);
  expect_same(table.fact(refs[1]), other);
}

TEST(FactTable, a_value_is_another_fact_of_the_same_slot) {
  FactTable table;
  Fact other = kDimm;
  other.value = "Acme M64";
  const auto refs = table.intern({kDimm, other});
  EXPECT_NE(refs[0].fact, refs[1].fact);
  EXPECT_EQ(table.slot_of(refs[0].fact), table.slot_of(refs[1].fact));
  EXPECT_EQ(table.facts(), 2U);
  EXPECT_EQ(table.slots(), 1U);
}

TEST(FactTable, kind_source_and_name_each_make_another_slot) {
  std::vector<Fact> facts{kDimm, kDimm, kDimm, kDimm};
  facts[1].kind = FactKind::firmware;
  facts[2].source = FactSource::redfish;
  facts[3].name = "dimm x";
  FactTable table;
  const auto refs = table.intern(facts);
  EXPECT_EQ(table.slots(), 4U);
  EXPECT_EQ(table.facts(), 4U) << "the same value of another slot is another fact";
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const auto slot = table.slot_of(refs[i].fact);
    EXPECT_EQ(table.kind(slot), facts[i].kind);
    EXPECT_EQ(table.source(slot), facts[i].source);
    EXPECT_EQ(table.name(slot), facts[i].name);
  }
}

TEST(FactTable, a_later_server_finds_the_numbers_of_an_earlier_one) {
  FactTable table;
  const auto first = table.intern({kDimm});
  // Enough others to make every container grow.
  for (int i = 0; i < 10'000; ++i) {
    Fact f = kDimm;
    f.name = "name " + std::to_string(i);
    f.serial = "serial " + std::to_string(i);
    (void)table.intern({f});
  }
  const auto again = table.intern({kDimm});
  EXPECT_EQ(again[0].fact, first[0].fact);
  EXPECT_EQ(again[0].serial, first[0].serial);
  expect_same(table.fact(first[0]), kDimm);
  EXPECT_EQ(table.facts(), 10'001U);
}

// Every server of every thread has one fact that all share and some that few do.
std::vector<Fact> facts_of_server(int server) {
  std::vector<Fact> out{kDimm};
  for (int k = 0; k < 8; ++k) {
    Fact f = kDimm;
    f.name = "slot " + std::to_string((server + k) % 50);
    f.value = "value " + std::to_string(server % 7);
    f.serial = "S" + std::to_string(server * 10 + k);
    out.push_back(f);
  }
  return out;
}

TEST(FactTable, many_threads_agree_on_the_numbers) {
  constexpr int kThreads = 8;
  constexpr int kServers = 250;
  FactTable table;
  std::array<std::vector<std::vector<FactRef>>, kThreads> refs;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&, t] {
        for (int s = 0; s < kServers; ++s)
          refs[static_cast<std::size_t>(t)].push_back(
              table.intern(facts_of_server(t * kServers + s)));
      });
  }
  std::set<std::uint32_t> shared;
  std::set<std::uint32_t> used;
  for (int t = 0; t < kThreads; ++t)
    for (int s = 0; s < kServers; ++s) {
      const auto facts = facts_of_server(t * kServers + s);
      const auto& got = refs[static_cast<std::size_t>(t)][static_cast<std::size_t>(s)];
      ASSERT_EQ(got.size(), facts.size());
      shared.insert(got[0].fact);
      for (std::size_t i = 0; i < facts.size(); ++i) {
        expect_same(table.fact(got[i]), facts[i]);
        used.insert(got[i].fact);
      }
    }
  EXPECT_EQ(shared.size(), 1U);
  EXPECT_EQ(used.size(), table.facts());
  EXPECT_EQ(table.facts(), 50U * 7U + 1U);
  EXPECT_EQ(table.slots(), 51U);
}

}  // namespace
}  // namespace assay::appraise
