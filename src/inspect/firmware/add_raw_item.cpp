#include "inspect/firmware/add.h"

namespace assay::inspect::firmware {

std::uint64_t add_raw_item(TreeBuilder&, const Place&) { return 0; }

}  // namespace assay::inspect::firmware
