// Findings for the tools that show findings: SARIF 2.1.0 (OASIS), one run, one rule a finding code,
// one result a finding. Where a finding cites a file and an offset, the result has a location in
// it.
#pragma once

#include <functional>
#include <string_view>

#include "appraise/appraisal.h"

namespace assay::report {

/// Piece by piece, one JSON document. Findings that a planned change explains are suppressed
/// results, with the change as the justification.
void write_sarif(const appraise::FleetAppraisal& fleet,
                 const std::function<void(std::string_view)>& sink);

}  // namespace assay::report
