#include "inspect/firmware/add.h"
#include "inspect/firmware/add_flash.h"

namespace assay::inspect::firmware {

std::optional<std::uint64_t> find_raw_item(bytes::ByteSpan area, std::uint64_t from,
                                           std::uint64_t until) {
  return find_microcode(area, from, until);
}

std::uint64_t add_raw_item(TreeBuilder& tree, const Place& place) {
  return add_microcode(tree, place);
}

}  // namespace assay::inspect::firmware
