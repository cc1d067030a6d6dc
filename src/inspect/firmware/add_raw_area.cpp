// Raw areas: flash regions, raw files and sections, pad files that are not empty. Volumes and other
// known things may stand anywhere in them, at no particular alignment.
#include <algorithm>

#include "inspect/firmware/add_pi.h"

namespace assay::inspect::firmware {

bool add_raw_area(TreeBuilder& tree, const Place& place) {
  const bytes::Nesting level(tree.budget());
  if (const auto ok = level.check(place.offset, "raw area"); !ok) {
    tree.malformed(place.parent, ok.error());
    return false;
  }
  const auto area = tree.bytes_of(place);
  bool found = false;
  std::uint64_t at = 0;
  while (at < area.size() && !tree.exhausted()) {
    const auto volume = formats::pi::find_volume(area, at);
    const auto item = find_raw_item(area, at, volume.value_or(area.size()));
    if (!volume && !item) break;
    const std::uint64_t next = std::min(volume.value_or(area.size()), item.value_or(area.size()));
    const Place here{place.parent, place.buffer, place.offset + next, area.size() - next};
    const std::uint64_t size = item == next ? add_raw_item(tree, here) : add_volume(tree, here);
    found = found || size != 0;
    at = next + std::max<std::uint64_t>(size, 1);
  }
  return found;
}

}  // namespace assay::inspect::firmware
