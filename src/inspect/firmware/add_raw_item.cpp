#include "inspect/firmware/add.h"

namespace assay::inspect::firmware {

std::optional<std::uint64_t> find_raw_item(bytes::ByteSpan, std::uint64_t, std::uint64_t) {
  return std::nullopt;
}
std::uint64_t add_raw_item(TreeBuilder&, const Place&) { return 0; }

}  // namespace assay::inspect::firmware
