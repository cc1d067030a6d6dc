#include "inspect/firmware/add.h"

namespace assay::inspect::firmware {

bool add_nvram_volume(TreeBuilder&, NodeId) { return false; }
bool add_nvar_store(TreeBuilder&, NodeId) { return false; }

}  // namespace assay::inspect::firmware
