// A golden image's items beside an observed one's: what was added, removed, changed, moved,
// rebuilt.
#pragma once

#include <span>
#include <string_view>

#include "inspect/firmware/items.h"

namespace assay::inspect::firmware {

enum class ItemChange : std::uint8_t {
  added,
  removed,
  changed,
  moved,     ///< the same bytes in another place
  rebuilt,   ///< code that differs only in what a new build of the same source changes
  repacked,  ///< a container whose parts are all the same, and whose own bytes are not
};
[[nodiscard]] std::string_view name(ItemChange change) noexcept;

struct ItemDifference {
  ItemChange change = ItemChange::changed;
  std::size_t golden = 0;    ///< index; not of added
  std::size_t observed = 0;  ///< index; not of removed
};

struct ItemComparison {
  std::vector<ItemDifference> differences;  ///< in the observed image's order, removed ones after
  std::size_t modules = 0;                  ///< items with code that both have
  std::size_t changed_modules = 0;  ///< those of them that differ, if only as a rebuild does
  /// Most of the code differs while the parts are the same ones: another build, not a change to
  /// one.
  [[nodiscard]] bool is_rebuild() const noexcept {
    return modules >= 8 && changed_modules * 2 > modules;
  }
};

/// Parts are paired by where they stand and what they are; where several are alike, equal bytes
/// first. A container is told only where none of its parts explains that its bytes differ, so that
/// no changed byte goes untold. Takes n log n.
[[nodiscard]] ItemComparison compare_items(std::span<const Item> golden,
                                           std::span<const Item> observed);

}  // namespace assay::inspect::firmware
