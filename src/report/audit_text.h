// The audit for a terminal: verdict per server, findings beneath, then what was and was not
// examined.
#pragma once

#include <functional>

#include "appraise/appraisal.h"
#include "report/terminal.h"

namespace assay::report {

/// In a fleet of more than 50, affirmed servers are counted, not listed.
void write_text(const appraise::FleetAppraisal& fleet, const TextStyle& style,
                const std::function<void(std::string_view)>& sink);

/// "13 servers: 5 affirmed, 1 warning, 7 contraindicated".
[[nodiscard]] std::string headline(const appraise::FleetAppraisal& fleet);

}  // namespace assay::report
