#include "inspect/firmware/add.h"

namespace assay::inspect::firmware {

bool add_raw_area(TreeBuilder&, const Place&) { return false; }

}  // namespace assay::inspect::firmware
