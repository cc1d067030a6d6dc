// One server's inventory against what should be there: references and change records. Siblings and
// earlier collections are the fleet step's.
#pragma once

#include "appraise/appraise_server.h"
#include "evidence/bundle.h"

namespace assay::appraise {

/// Reads the inventory, fills ServerAppraisal::inventory and ::facts, and adds findings. `when` is
/// the time at which references and changes are judged.
void appraise_inventory(const evidence::Bundle& bundle, const Inputs& inputs, base::Time when,
                        ServerAppraisal& out);

}  // namespace assay::appraise
