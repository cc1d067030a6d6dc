// The arithmetic of history: what one more observation does to the intervals of one server, whether
// it is the newest or lies between two that are known. A thing holds from the first evidence that
// shows it until the first later evidence that could have shown it and does not; who did not look
// ends nothing.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "fleet/records.h"

namespace assay::fleet {

/// An evidence of the server: when, and what it could show (bits).
struct Mark {
  Seconds at = 0;
  std::uint32_t seen = 0;
};

/// Adds the observation `present` (all with since = at, each thing once) to `items`. Intervals
/// there may change their since and until but keep their index; new ones are appended with row
/// kNewRow.
///
/// `marks`: the server's other evidence, none of it at `at`. `sees(item)`: the bit that an evidence
/// needs to have shown it. `before(a, b)`: an order in which two items are equal where they are the
/// same thing, whatever their times.
template <class Item, class Sees, class Before>
void observe(std::vector<Item>& items, std::vector<Item> present, Mark mark,
             std::span<const Mark> marks, const Sees& sees, const Before& before) {
  if (items.empty() && marks.empty()) {  // nearly every server of a first import
    items = std::move(present);
    return;
  }
  if (marks.empty()) {
    items.insert(items.end(), std::make_move_iterator(present.begin()),
                 std::make_move_iterator(present.end()));
    return;
  }
  std::ranges::sort(present, before);
  // The first evidence after this one that could show what needs `bit`.
  const auto next_after = [&](std::uint32_t bit) {
    Seconds next = kOpen;
    for (const Mark& m : marks)
      if (m.at > mark.at && (m.seen & bit) != 0) next = std::min(next, m.at);
    return next;
  };
  std::vector<std::size_t> order(items.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order,
                    [&](std::size_t a, std::size_t b) { return before(items[a], items[b]); });

  std::vector<bool> covered(present.size());
  std::vector<Item> cut_off;
  for (const std::size_t i : order) {
    Item& item = items[i];
    const std::uint32_t bit = sees(item);
    if ((mark.seen & bit) == 0) continue;
    const auto here = std::ranges::lower_bound(present, item, before);
    const bool still = here != present.end() && !before(item, *here);
    const auto place = static_cast<std::size_t>(here - present.begin());
    const Seconds next = next_after(bit);
    if (item.since < mark.at && mark.at < item.until) {
      if (still) {
        covered[place] = true;
        continue;
      }
      // It was not there at `at`: what followed is a holding of its own.
      if (next < item.until) {
        Item rest = item;
        rest.row = kNewRow;
        rest.since = next;
        cut_off.push_back(std::move(rest));
      }
      item.until = mark.at;
    } else if (still && item.since == next && next != kOpen) {
      item.since = mark.at;  // the same holding began already here
      covered[place] = true;
    }
  }
  for (std::size_t p = 0; p < present.size(); ++p) {
    if (covered[p]) continue;
    present[p].until = next_after(sees(present[p]));
    items.push_back(std::move(present[p]));
  }
  items.insert(items.end(), std::make_move_iterator(cut_off.begin()),
               std::make_move_iterator(cut_off.end()));
}

}  // namespace assay::fleet
