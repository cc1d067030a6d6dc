// One server's firmware images: what is wrong with each by itself, and what departs from the golden
// images of the references.
#pragma once

#include "appraise/appraise_server.h"
#include "appraise/measured_firmware.h"
#include "evidence/bundle.h"

namespace assay::appraise {

/// Fills ServerAppraisal::firmware and adds findings. An image without a golden one to compare with
/// is examined and never affirmed (firmware.basis.none); one that cannot be read keeps the
/// discipline from being affirmed too.
/// The parts of all images, for comparison with what the boot log says was measured.
std::vector<MeasurablePart> appraise_firmware(const evidence::Bundle& bundle, const Inputs& inputs,
                                              base::Time when, ServerAppraisal& out);

}  // namespace assay::appraise
