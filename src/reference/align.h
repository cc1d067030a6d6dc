// Lines up two sequences of events so that as few as possible are added, removed or changed: the
// way a person would read two logs side by side.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace assay::reference {

enum class Likeness : unsigned char {
  same,       ///< nothing to say
  changed,    ///< the same thing with another value
  different,  ///< another thing
};

/// One step of the alignment: an index on both sides, or on one.
struct Step {
  std::optional<std::size_t> left;
  std::optional<std::size_t> right;
  Likeness likeness = Likeness::different;
};

/// O(n·m) for the part between the common ends. Where that would be over four million comparisons,
/// the middle is told as all removed, then all added.
[[nodiscard]] std::vector<Step> align(
    std::size_t left, std::size_t right,
    const std::function<Likeness(std::size_t, std::size_t)>& compare);

}  // namespace assay::reference
