#include "inspect/firmware/add.h"

namespace assay::inspect::firmware {

void add_executable(TreeBuilder&, NodeId) {}

}  // namespace assay::inspect::firmware
