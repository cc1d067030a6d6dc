#include "appraise/siblings.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace assay::appraise {
namespace {

// Everything counted about one (group, slot): its values over all lots.
struct SlotInGroup {
  std::uint32_t group = 0;
  std::uint32_t slot = 0;
  std::uint32_t first = 0;  // of the sorted counts
  std::uint32_t last = 0;
  std::uint32_t seen = 0;
};

struct Hypothesis {
  std::uint32_t group;
  std::uint32_t slot;
  std::uint32_t fact;
  std::uint32_t holders;
  std::uint32_t of;
  double p;
};

class Finder {
 public:
  Finder(std::span<const SiblingLot> lots, std::span<const SiblingSlot> slots,
         std::span<const HolderCount> counts, const SiblingRule& rule)
      : lots_(lots), slots_(slots), counts_(counts.begin(), counts.end()), rule_(rule) {
    for (std::uint32_t lot = 0; lot < lots.size(); ++lot) lots_of_[lots[lot].group].push_back(lot);
    // By group, slot and fact, so that one walk sees a slot's values together.
    std::ranges::sort(counts_, {}, [&](const HolderCount& c) {
      return std::tuple(lots_[c.lot].group, c.slot, c.fact, c.lot);
    });
  }

  SiblingResult run() {
    for (std::size_t i = 0; i < counts_.size();) i = take_slot(i);
    benjamini_hochberg();
    count_small_groups();
    std::ranges::sort(result_.rare, {},
                      [](const RareFact& r) { return std::tuple(r.lot, r.slot, r.fact); });
    return std::move(result_);
  }

 private:
  std::uint32_t group_of(const HolderCount& c) const { return lots_[c.lot].group; }
  std::uint32_t seen_in(std::uint32_t lot, std::uint32_t slot) const {
    return lots_[lot].seen[static_cast<std::size_t>(slots_[slot].source)];
  }

  bool is_few(std::uint32_t holders, std::uint32_t of) const {
    return holders <= std::max<double>(rule_.few_holders, 0.002 * of);
  }

  // At the expected share and above nothing is rare, and the sum would be long.
  double p_value(std::uint32_t holders, std::uint32_t of) const {
    return holders >= rule_.honest_share * of ? 1 : lower_tail(of, rule_.honest_share, holders);
  }

  // A slot of which each server has at most one value: that it has none is a value too.
  bool single_valued(std::uint32_t slot) const {
    return slots_[slot].kind != evidence::FactKind::part;
  }

  std::size_t take_slot(std::size_t first) {
    const std::uint32_t group = group_of(counts_[first]);
    const std::uint32_t slot = counts_[first].slot;
    std::size_t last = first;
    while (last < counts_.size() && group_of(counts_[last]) == group && counts_[last].slot == slot)
      ++last;
    std::uint32_t seen = 0;
    for (const std::uint32_t lot : lots_of_[group]) seen += seen_in(lot, slot);

    std::vector<Hypothesis> here;
    std::uint64_t held = 0;
    std::uint64_t unusual = 0;  // servers with a value that few have
    for (std::size_t i = first; i < last;) {
      std::uint32_t holders = 0;
      const std::uint32_t fact = counts_[i].fact;
      for (; i < last && counts_[i].fact == fact; ++i) holders += counts_[i].holders;
      held += holders;
      if (is_few(holders, seen)) unusual += holders;
      here.push_back({group, slot, fact, holders, seen, p_value(holders, seen)});
    }
    if (single_valued(slot) && held < seen) {
      const auto none = static_cast<std::uint32_t>(seen - held);
      if (is_few(none, seen)) unusual += none;
      here.push_back({group, slot, kNone, none, seen, p_value(none, seen)});
    }
    const bool variable = static_cast<double>(unusual) >
                          std::max<double>(rule_.few_holders, rule_.most_variable * seen);
    if (variable) {
      ++result_.variable;
    } else {
      for (Hypothesis& h : here) hypotheses_.push_back(h);
    }
    return last;
  }

  void benjamini_hochberg() {
    result_.tested = hypotheses_.size();
    std::ranges::sort(hypotheses_, {},
                      [](const Hypothesis& h) { return std::tuple(h.p, h.group, h.slot, h.fact); });
    std::size_t told = 0;
    for (std::size_t k = 0; k < hypotheses_.size(); ++k)
      if (hypotheses_[k].p <=
          rule_.fdr * static_cast<double>(k + 1) / static_cast<double>(hypotheses_.size()))
        told = k + 1;
    for (std::size_t k = 0; k < told; ++k)
      if (is_few(hypotheses_[k].holders, hypotheses_[k].of)) {
        place(hypotheses_[k]);
        result_.threshold = std::max(result_.threshold, hypotheses_[k].p);
      }
  }

  // The lots in which a rare fact stands; what a lot shares by itself is told as one.
  void place(const Hypothesis& h) {
    for (const std::uint32_t lot : lots_of_[h.group]) {
      const std::uint32_t holders = holders_in(h, lot);
      if (holders == 0) continue;
      const std::uint32_t of = seen_in(lot, h.slot);
      // One lot alone has no other lots to be told from: then it is the group that decides.
      const bool shared = lots_of_[h.group].size() > 1 && holders >= 2 &&
                          static_cast<double>(holders) >= rule_.lot_share * of;
      if (shared)
        result_.told_as_one.push_back({lot, h.slot, h.fact, holders, of});
      else
        result_.rare.push_back({lot, h.slot, h.fact, h.holders, h.of, h.p});
    }
  }

  std::uint32_t holders_in(const Hypothesis& h, std::uint32_t lot) const {
    const auto key = [&](const HolderCount& c) {
      return std::tuple(group_of(c), c.slot, c.fact, c.lot);
    };
    if (h.fact != kNone) {
      const auto it =
          std::ranges::lower_bound(counts_, std::tuple(h.group, h.slot, h.fact, lot), {}, key);
      return it != counts_.end() && key(*it) == std::tuple(h.group, h.slot, h.fact, lot)
                 ? it->holders
                 : 0;
    }
    std::uint32_t held = 0;
    auto it = std::ranges::lower_bound(counts_, std::tuple(h.group, h.slot, 0U, 0U), {}, key);
    for (; it != counts_.end() && group_of(*it) == h.group && it->slot == h.slot; ++it)
      if (it->lot == lot) held += it->holders;
    const std::uint32_t seen = seen_in(lot, h.slot);
    return held < seen ? seen - held : 0;
  }

  // So small that even a value of a single server would pass for an honest sub-population.
  void count_small_groups() {
    for (const auto& [group, lots] : lots_of_) {
      std::uint32_t most = 0;
      for (std::size_t s = 0; s < evidence::kFactSources; ++s) {
        std::uint32_t seen = 0;
        for (const std::uint32_t lot : lots) seen += lots_[lot].seen[s];
        most = std::max(most, seen);
      }
      if (lower_tail(most, rule_.honest_share, 1) > rule_.fdr) ++result_.too_few;
    }
  }

  std::span<const SiblingLot> lots_;
  std::span<const SiblingSlot> slots_;
  std::vector<HolderCount> counts_;
  SiblingRule rule_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> lots_of_;
  std::vector<Hypothesis> hypotheses_;
  SiblingResult result_;
};

}  // namespace

double lower_tail(std::uint32_t n, double share, std::uint32_t holders) noexcept {
  if (holders >= n) return 1;
  // Term by term from P(X = 0); underflow only makes an impossible thing impossible.
  double log_term = n * std::log1p(-share);
  const double log_odds = std::log(share) - std::log1p(-share);
  double sum = 0;
  for (std::uint32_t k = 0; k <= holders; ++k) {
    sum += std::exp(log_term);
    log_term +=
        std::log(static_cast<double>(n - k)) - std::log(static_cast<double>(k) + 1) + log_odds;
    // Past the mean the terms shrink; what is left changes nothing that anybody tests.
    if (sum > 0.999999) return 1;
  }
  return std::min(sum, 1.0);
}

SiblingResult find_rare(std::span<const SiblingLot> lots, std::span<const SiblingSlot> slots,
                        std::span<const HolderCount> counts, const SiblingRule& rule) {
  return Finder(lots, slots, counts, rule).run();
}

}  // namespace assay::appraise
