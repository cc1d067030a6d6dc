// Who vouches for the evidence as a whole: the manifest's signature, and whether it was collected
// for the challenge that the appraiser issued.
#pragma once

#include <span>

#include "appraise/appraisal.h"
#include "appraise/policy.h"
#include "evidence/bundle.h"

namespace assay::appraise {

void check_manifest_signature(const evidence::Bundle& bundle, const Policy& policy,
                              crypto::HashEngine& hash, ServerAppraisal& out);

}  // namespace assay::appraise
