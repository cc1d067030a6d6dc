// Siblings: what is rare among servers that should be alike, without any vendor's reference. A pure
// function over counts (fact, group, holders, group size); audit's in-memory table and the fleet's
// index both provide them.
//
// The statistic. A group is all servers of one product, board and board revision; its lots are its
// leaves. The honest explanation of an unusual fact is a sub-population: a second supplier, a
// firmware rollout under way. The null hypothesis is therefore "an honest sub-population of at
// least `honest_share` of the group holds this fact", and p = P(Binomial(n, honest_share) <=
// holders). Over all facts tested in all groups the false discovery rate is held at `fdr` by
// Benjamini and Hochberg. What a lot shares by itself (at least two servers and `lot_share` of it)
// is a sub-population and is told as one. Names whose values differ from host to host are not
// tested, and counted as such.
//
// A whole group that shares a change cannot be seen this way; every finding says so.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "evidence/fact.h"

namespace assay::appraise {

inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// A lot of a group: the leaf that counts are given for. `group` numbers the servers of one
/// product, board and revision.
struct SiblingLot {
  std::uint32_t group = 0;
  /// Servers of the lot that each source saw.
  std::uint32_t seen[evidence::kFactSources] = {};
};

/// What is compared: (kind, source, name). `fact` numbers below are values of a slot.
struct SiblingSlot {
  evidence::FactKind kind = evidence::FactKind::part;
  evidence::FactSource source = evidence::FactSource::other;
};

/// `holders` servers of `lot` hold `fact`, a value of `slot`, at least once.
struct HolderCount {
  std::uint32_t lot = 0;
  std::uint32_t slot = 0;
  std::uint32_t fact = 0;
  std::uint32_t holders = 0;
};

struct SiblingRule {
  double honest_share = 0.05;   ///< the least share that an honest sub-population has
  double lot_share = 0.03;      ///< the least share of its lot that makes two servers' own fact one
  double fdr = 0.01;            ///< share of false ones among the facts told
  double most_variable = 0.02;  ///< more servers of a group with rare values: the name is each
                                ///< host's own
  std::uint32_t few_holders = 2;  ///< more holders than this, and than 0.2 % of the group, are a
                                  ///< sub-population, however large the group
};

struct RareFact {
  std::uint32_t lot = 0;
  std::uint32_t slot = 0;
  std::uint32_t fact = kNone;  ///< kNone: the rarity is that the slot has no value here
  std::uint32_t holders = 0;   ///< in the whole group
  std::uint32_t of = 0;        ///< servers of the group that the source saw
  double p = 1;
};

struct SubPopulation {
  std::uint32_t lot = 0;
  std::uint32_t slot = 0;
  std::uint32_t fact = 0;
  std::uint32_t holders = 0;  ///< in the lot
  std::uint32_t of = 0;
};

struct SiblingResult {
  std::vector<RareFact> rare;              ///< ordered by lot, slot, fact
  std::vector<SubPopulation> told_as_one;  ///< rare in the group, shared within a lot
  std::uint64_t tested = 0;                ///< hypotheses
  double threshold = 0;                    ///< the largest p that was told
  std::uint32_t variable = 0;              ///< (group, slot) pairs left out as each host's own
  std::uint32_t too_few = 0;  ///< groups so small that nothing in them could be called rare
};

/// `counts` in any order, each (lot, slot, fact) once.
[[nodiscard]] SiblingResult find_rare(std::span<const SiblingLot> lots,
                                      std::span<const SiblingSlot> slots,
                                      std::span<const HolderCount> counts,
                                      const SiblingRule& rule = {});

/// P(Binomial(n, share) <= holders).
[[nodiscard]] double lower_tail(std::uint32_t n, double share, std::uint32_t holders) noexcept;

}  // namespace assay::appraise
