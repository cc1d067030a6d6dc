#include "inspect/firmware/add.h"

namespace assay::inspect::firmware {

bool add_flash_descriptor(TreeBuilder&, const Place&) { return false; }

}  // namespace assay::inspect::firmware
