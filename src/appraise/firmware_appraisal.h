// One server's firmware images: what is wrong with each by itself, and what departs from the golden
// images of the references.
#pragma once

#include "appraise/appraise_server.h"
#include "evidence/bundle.h"

namespace assay::appraise {

/// Fills ServerAppraisal::firmware and adds findings. An image without a golden one to compare with
/// is examined and never affirmed (firmware.basis.none); one that cannot be read keeps the
/// discipline from being affirmed too.
void appraise_firmware(const evidence::Bundle& bundle, const Inputs& inputs, base::Time when,
                       ServerAppraisal& out);

}  // namespace assay::appraise
